"""Renders anew what shows pictures of other sites, where a copy came or changed since."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import groupby

from django.db import transaction
from django.db.models import F, Min, QuerySet

from common.page_cache import clear_on_commit
from docs_hub.domain.render.renderer import RenderingError
from docs_hub.models import DocPage, DocRender, DocSource, DocVersion, OutsideRead, PictureUse, VersionPage
from docs_hub.services.picture_uses import note_pictures
from docs_hub.services.rendering import SHARED_BASE, Origin, SourceRenderer, apply
from docs_hub.services.version_renders import links_key

AT_ONCE = 100


def show_copied_pictures(*, limit: int = AT_ONCE, renew: Callable[[], None] = lambda: None) -> int:
    """Up to `limit` pages and as many renderings of versions; returns how many. Idempotent.

    `renew` is called before each, and may end it by raising.
    """
    done = 0
    for origin, places in _by_origin(limit):
        with _renderer(origin) as renderer:
            for place in places:
                renew()
                _show(place, renderer)
                done += 1
    return done


def _due() -> QuerySet[PictureUse]:
    return PictureUse.objects.exclude(shown=F("picture__file"))


def _by_origin(limit: int) -> Iterator[tuple[Origin | None, Iterable[DocPage | DocRender]]]:
    """A rendering comes out alike in every version that shows it: any one of them will do."""
    pages = DocPage.objects.filter(pk__in=_due().values("page")).select_related("doc_source")
    yield from groupby(pages.order_by("doc_source", "pk")[:limit], key=lambda page: page.doc_source)
    renders = DocRender.objects.filter(pk__in=_due().values("rendered")).annotate(shown_by=Min("pages__version"))
    for version, rows in groupby(renders.order_by("shown_by", "pk")[:limit], key=lambda row: row.shown_by):
        yield DocVersion.objects.select_related("doc_source").filter(pk=version).first(), rows


def _renderer(origin: Origin | None) -> AbstractContextManager[SourceRenderer | None]:
    if origin is None:
        return nullcontext()
    return SourceRenderer(origin, "" if isinstance(origin, DocSource) else SHARED_BASE)


def _show(place: DocPage | DocRender, renderer: SourceRenderer | None) -> None:
    """What cannot be rendered any more is left as it is until its text changes. Renders before it writes."""
    render_key = place.render_key
    try:
        if renderer is None:
            raise RenderingError("nothing shows it")
        rendered = renderer.render(place.source, place.source_path)
    except RenderingError:
        place.picture_uses.all().delete()
        return
    apply(page=place, rendered=rendered, renderer=renderer)
    with transaction.atomic():
        clear_on_commit()
        if isinstance(place, DocPage):
            _save_page(place, render_key)
        else:
            _save_render(place, render_key, links_key(place.source_path, place.links, renderer.around))


def _save_page(page: DocPage, render_key: str) -> None:
    """Unless somebody changed it meanwhile; then it is looked at again."""
    same = DocPage.objects.filter(pk=page.pk, text_sha=page.text_sha, render_key=render_key)
    if same.update(html=page.html, links=page.links):
        note_pictures(page)
        OutsideRead.objects.filter(page=page).delete()  # a picture that is shown is no link any more


def _save_render(row: DocRender, render_key: str, links: str) -> None:
    """In place of itself, or of the same that an import made meanwhile."""
    key = {"blob_sha": row.blob_sha, "source_path": row.source_path, "render_key": render_key, "links_key": links}
    if (twin := DocRender.objects.filter(**key).exclude(pk=row.pk).first()) is not None:
        VersionPage.objects.filter(rendered=row).update(rendered=twin)
        DocRender.objects.filter(pk=row.pk).delete()
        return
    DocRender.objects.filter(pk=row.pk).update(html=row.html, links=row.links, links_key=links)
    note_pictures(row)
