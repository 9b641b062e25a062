"""Pages in the locale of their language, joined with their originals as Wagtail's own translations are."""

import uuid
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.coreutils import get_supported_content_language_variant
from wagtail.models import Locale, Page

from docs_hub.models import DocPage, DocSource


@dataclass(frozen=True)
class Spot:
    """What Wagtail has one page for."""

    key: uuid.UUID
    locale_id: int


def locale_of(language: str) -> Locale:
    """Made where it is missing; the site's own for a language that Wagtail does not know."""
    try:
        code = get_supported_content_language_variant(language.lower(), strict=True)
    except LookupError:
        return Locale.get_default()
    locale: Locale = Locale.objects.get_or_create(language_code=code)[0]
    return locale


def join_locales(*, source: DocSource) -> None:
    """Idempotent, in the caller's transaction. A page whose original has a translation into this locale already, of
    another source, keeps a key of its own, and so does one that is a translation no more.
    """
    own = source.own_pages()
    rows = own.order_by("-live", "pk").values_list(
        "pk", "translation_key", "locale_id", "translation_of__translation_key", "translation_of__locale_id"
    )
    locale, spots = locale_of(source.language), {pk: Spot(key, at) for pk, key, at, *_ in rows}
    taken, stale = _keys_of_others(own, locale), _left_behind(own) | _held_there(own, locale)
    wanted: dict[int, Spot] = {}
    for pk, key, _, original, spoken in rows:
        if original is not None and spoken != locale.pk and original not in taken:
            taken.add(original)
            wanted[pk] = Spot(original, locale.pk)
        else:
            is_free = key not in stale and key not in taken
            wanted[pk] = Spot(key if is_free else uuid.uuid4(), locale.pk)
    _move({pk: spot for pk, spot in wanted.items() if spots[pk] != spot}, spots)


def _keys_of_others(own: QuerySet[DocPage], locale: Locale) -> set[uuid.UUID]:
    """Originals of these pages that have a translation into the locale, or are in it."""
    originals = own.filter(translation_of__isnull=False).values("translation_of__translation_key")
    there = Page.objects.filter(locale=locale, translation_key__in=originals)
    return set(there.exclude(pk__in=own.values("pk")).values_list("translation_key", flat=True))


def _held_there(own: QuerySet[DocPage], locale: Locale) -> set[uuid.UUID]:
    """Keys of these pages under which another page, a translation of them until now, is in the locale already."""
    there = Page.objects.filter(locale=locale, translation_key__in=own.values("translation_key"))
    return set(there.exclude(pk__in=own.values("pk")).values_list("translation_key", flat=True))


def _left_behind(own: QuerySet[DocPage]) -> set[uuid.UUID]:
    """Keys that pages of their own right share with others, which are no translations of them."""
    alone = own.filter(translation_of=None)
    others = DocPage.objects.exclude(pk__in=own.values("pk")).filter(
        translation_key__in=alone.values("translation_key")
    )
    others = others.exclude(translation_of__in=alone)
    return set(others.values_list("translation_key", flat=True))


def _move(changed: dict[int, Spot], spots: dict[int, Spot]) -> None:
    """Where one page takes the spot that another leaves, all leave first."""
    held = {spot: pk for pk, spot in spots.items()}
    if any(held.get(spot, pk) != pk for pk, spot in changed.items()):
        _write({pk: Spot(uuid.uuid4(), spot.locale_id) for pk, spot in changed.items()})
    _write(changed)


def _write(changed: dict[int, Spot]) -> None:
    rows = [Page(pk=pk, translation_key=spot.key, locale_id=spot.locale_id) for pk, spot in changed.items()]
    Page.objects.bulk_update(rows, ["translation_key", "locale"], batch_size=400)
