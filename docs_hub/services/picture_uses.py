"""Notes which pictures of other sites stand where, of pages whose source copies them."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from docs_hub.domain.render.document import ELSEWHERE
from docs_hub.domain.web_addresses import plain_address
from docs_hub.models import DocPage, DocRender, OutsidePicture, PictureUse
from docs_hub.services.outside_hosts import outside_rows

MOST_A_PAGE = 200


def note_pictures(place: DocPage | DocRender) -> None:
    """In place of what was noted of it before."""
    own: dict[str, Any] = {"page": place} if isinstance(place, DocPage) else {"rendered": place}
    PictureUse.objects.filter(**own).delete()
    if not (links := _pictures_in(place.links)):
        return
    rows = outside_rows(OutsidePicture, list(links))
    PictureUse.objects.bulk_create(
        PictureUse(**own, picture=rows[url], line=link["line"], shown=link["path"].removeprefix(settings.MEDIA_URL))
        for url, link in links.items()
    )


def _pictures_in(links: Iterable[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """By address, each where it stands first."""
    found: dict[str, dict[str, Any]] = {}
    for link in links:
        if link["image"] and link["state"] in ELSEWHERE and len(found) < MOST_A_PAGE:
            found.setdefault(plain_address(link["href"]), link)
    return found


def note_pictures_of_renders(renders: Iterable[DocRender]) -> None:
    """A rendering never changes its text, so that what was noted of it once stays true."""
    wanted = {row.pk: row for row in renders if _pictures_in(row.links)}
    for pk in set(PictureUse.objects.filter(rendered__in=wanted).order_by().values_list("rendered_id", flat=True)):
        del wanted[pk]
    for row in wanted.values():
        note_pictures(row)


def forget_pictures(pages: QuerySet[Any]) -> None:
    """Of pages that readers cannot see."""
    PictureUse.objects.filter(page__in=pages).delete()


def drop_unused_pictures() -> None:
    """Their copies stay where they are: other pages or trees may have the same picture."""
    OutsidePicture.objects.filter(uses=None).delete()
