"""The search's view of pages: a row a section, written and indexed in bulk."""

from collections.abc import Iterable, Sequence
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.search.backends import get_search_backend

from docs_hub.domain.render.document import Section
from docs_hub.domain.search_words import identifier_words
from docs_hub.models import DocPage, DocRender, DocSection
from docs_hub.services.deferring import let_go
from docs_hub.services.rendering import render_page

PAGES_AT_ONCE = 100


@transaction.atomic
def write_sections(*, pages: Iterable[tuple[DocPage, list[Section]]]) -> int:
    """Replace the sections of these pages; returns how many there are now."""
    return sum(_write(some) for some in batched(pages, PAGES_AT_ONCE, strict=False))


def _write(pages: Sequence[tuple[DocPage, list[Section]]]) -> int:
    _remove([page.pk for page, _ in pages])
    rows = [
        section_row(page, number, section)
        for page, sections in pages
        if not page.out_of
        for number, section in enumerate(sections)
    ]
    rows = DocSection.objects.bulk_create(rows, batch_size=400)
    marked = _marked(pages)
    DocPage.objects.bulk_update(marked, ["indexed_key"], batch_size=400)
    index_rows(DocSection, rows)
    index_rows(DocPage, marked)
    for page in marked:
        let_go(page, ["names"])
    return len(rows)


def index_rows(model: type[Model], rows: list[Any]) -> None:
    index = get_search_backend().get_index_for_model(model)
    for start in range(0, len(rows), 400):
        index.add_items(model, rows[start : start + 400])


def _marked(pages: Sequence[tuple[DocPage, list[Section]]]) -> list[DocPage]:
    for page, _ in pages:
        page.indexed_key = indexed_key(page)
    return [page for page, _ in pages]


def indexed_key(page: DocPage) -> str:
    return f"{page.render_key[:20]}{page.text_sha[:20]}"


def section_row(page: DocPage | DocRender, number: int, section: Section) -> DocSection:
    text = section.text.replace("\0", "")
    names = identifier_words(f"{section.title} {text}")
    title = (section.title or page.title)[:500]
    path = " › ".join(dict.fromkeys([page.title, *section.path]))
    anchor = section.anchor[:500]
    row = DocSection(position=number, anchor=anchor, title=title, heading_path=path, text=text, names=names)
    if isinstance(page, DocPage):
        row.page = page
    else:
        row.rendered = page
    return row


def _remove(page_ids: list[int]) -> None:
    """With their index entries, which hang on a generic relation."""
    for start in range(0, len(page_ids), 400):
        DocSection.objects.filter(page_id__in=page_ids[start : start + 400]).delete()


def refresh_sections(*, page_id: int) -> None:
    """After a page was published, unpublished or edited. Idempotent. Renders before it writes."""
    page = DocPage.objects.select_related("doc_source").filter(pk=page_id).first()
    if page is None:
        return
    if not page.live:
        with transaction.atomic():
            _remove([page.pk])
            DocPage.objects.filter(pk=page.pk).update(indexed_key="")
    elif page.indexed_key != indexed_key(page):
        write_sections(pages=[(page, render_page(page=page))])
