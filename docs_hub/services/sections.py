"""The search's view of pages: a row a section, written and indexed in bulk."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model
from wagtail.search.backends import get_search_backend

from docs_hub.domain.render.document import Section
from docs_hub.domain.search_words import identifier_words
from docs_hub.models import DocPage, DocSection
from docs_hub.services.rendering import render_page


@transaction.atomic
def write_sections(*, pages: Iterable[tuple[DocPage, list[Section]]]) -> int:
    """Replace the sections of these pages; returns how many there are now."""
    pages = list(pages)
    _remove([page.pk for page, _ in pages])
    rows = [_row(page, number, section) for page, sections in pages for number, section in enumerate(sections)]
    rows = DocSection.objects.bulk_create(rows, batch_size=400)
    marked = _marked(pages)
    DocPage.objects.bulk_update(marked, ["indexed_key"], batch_size=400)
    _index(DocSection, rows)
    _index(DocPage, marked)
    return len(rows)


def _index(model: type[Model], rows: list[Any]) -> None:
    index = get_search_backend().get_index_for_model(model)
    for start in range(0, len(rows), 400):
        index.add_items(model, rows[start : start + 400])


def _marked(pages: list[tuple[DocPage, list[Section]]]) -> list[DocPage]:
    for page, _ in pages:
        page.indexed_key = indexed_key(page)
    return [page for page, _ in pages]


def indexed_key(page: DocPage) -> str:
    return f"{page.render_key[:20]}{page.text_sha[:20]}"


def _row(page: DocPage, number: int, section: Section) -> DocSection:
    text = section.text.replace("\0", "")
    names = identifier_words(f"{section.title} {text}")
    title = (section.title or page.title)[:500]
    path = " › ".join(dict.fromkeys([page.title, *section.path]))
    anchor = section.anchor[:500]
    return DocSection(page=page, position=number, anchor=anchor, title=title, heading_path=path, text=text, names=names)


def _remove(page_ids: list[int]) -> None:
    """With their index entries, which hang on a generic relation."""
    for start in range(0, len(page_ids), 400):
        DocSection.objects.filter(page_id__in=page_ids[start : start + 400]).delete()


@transaction.atomic
def refresh_sections(*, page_id: int) -> None:
    """After a page was published, unpublished or edited. Idempotent."""
    page = DocPage.objects.select_related("doc_source").filter(pk=page_id).first()
    if page is None:
        return
    if not page.live:
        _remove([page.pk])
        DocPage.objects.filter(pk=page.pk).update(indexed_key="")
    elif page.indexed_key != indexed_key(page):
        write_sections(pages=[(page, render_page(page=page))])
