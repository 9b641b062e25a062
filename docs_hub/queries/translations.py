"""How far translations are behind the pages that they were made from."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, QuerySet

from docs_hub.models import DocChange, DocPage


@dataclass(frozen=True, slots=True)
class Behind:
    """`changes` is None where nobody said yet which text the translation was made from."""

    page: DocPage
    original: DocPage
    changes: int | None

    @property
    def words(self) -> str:
        if self.changes is None:
            return "not compared yet"
        return f"{self.changes} change{'' if self.changes == 1 else 's'} behind"

    @property
    def times(self) -> str:
        return "once" if self.changes == 1 else f"{self.changes} times"


def behind_pages() -> QuerySet[DocPage]:
    """Translations whose original has another text than the one they were made from."""
    pages = DocPage.objects.filter(live=True, translation_of__live=True)
    return pages.exclude(translated_from_blob=F("translation_of__text_sha"))


def behind_count() -> int:
    return behind_pages().count()


def how_far_behind(pages: Iterable[DocPage]) -> list[Behind]:
    """Two queries, however many pages."""
    pages = list(pages)
    originals = DocPage.objects.in_bulk([page.translation_of_id for page in pages if page.translation_of_id])
    texts: dict[int, list[str]] = defaultdict(list)
    rows = DocChange.objects.filter(page__in=originals).order_by("pk").values_list("page_id", "text_sha")
    for page_id, sha in rows:
        texts[page_id].append(sha)
    return [
        Behind(page, original, _count(page, original, texts[original.pk]))
        for page in pages
        if page.translation_of_id and (original := originals.get(page.translation_of_id)) is not None
    ]


def behind(page: DocPage) -> Behind | None:
    """None where the page is no translation, or has all that its original has."""
    if not page.translation_of_id:
        return None
    found = how_far_behind([page])
    is_behind = bool(found) and found[0].original.live and found[0].changes != 0
    return found[0] if is_behind else None


def _count(page: DocPage, original: DocPage, texts: list[str]) -> int | None:
    """Changes are kept from the second text on: one that is not among them is the first."""
    began = page.translated_from_blob
    if not began:
        return None
    if began == original.text_sha:
        return 0
    since = texts[len(texts) - texts[::-1].index(began) :] if began in texts else texts
    return max(1, len(since))
