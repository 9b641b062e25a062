"""Joins translations to the pages they are made from, and remembers which text that was."""

from collections.abc import Iterable

from django.db import transaction

from common import audit, page_cache
from common.errors import ConflictError, InvalidInputError
from common.models import User
from docs_hub.models import DocChange, DocPage, DocSource
from docs_hub.services.blobs import keep_texts
from docs_hub.services.locales import join_locales


def link_translations(*, source: DocSource) -> None:
    """By their path, from both ends, in the caller's transaction; what is joined to a page that is there stays so."""
    if source.original_id:
        _link(source.pk, source.original_id)
        _join_families(source)
    join_locales(source=source)
    for translation in source.translations.only("pk", "language"):
        _link(translation.pk, source.pk)
        join_locales(source=translation)


def _join_families(source: DocSource) -> None:
    """Readers switch between the languages of a family; the caller saves the source."""
    original = source.original
    if original is None or original.language == source.language or source.family:
        return
    source.family = original.family or original.slug
    DocSource.objects.filter(pk=original.pk, family="").update(family=source.family)


def _link(source_id: int, original_id: int) -> None:
    originals = DocPage.objects.filter(doc_source=original_id, live=True).exclude(source_path="")
    by_path = dict(originals.values_list("source_path", "pk"))
    there = set(by_path.values())
    pages = DocPage.objects.filter(doc_source=source_id).exclude(source_path="")
    changed = []
    for page in pages.only("pk", "source_path", "translation_of_id"):
        if page.translation_of_id not in there and page.translation_of_id != by_path.get(page.source_path):
            page.translation_of_id = by_path.get(page.source_path)
            changed.append(page)
    DocPage.objects.bulk_update(changed, ["translation_of"], batch_size=400)


def note_changes(*, pages: Iterable[DocPage]) -> None:
    """Their text changed in public; a text that is the last one noted already is not noted again."""
    pages = list(pages)
    last: dict[int, str] = {}
    for page_id, sha in DocChange.objects.filter(page__in=pages).order_by("pk").values_list("page_id", "text_sha"):
        last[page_id] = sha
    new = [DocChange(page=page, text_sha=page.text_sha) for page in pages if last.get(page.pk) != page.text_sha]
    DocChange.objects.bulk_create(new, batch_size=400)


@transaction.atomic
def mark_translation_current(*, page_id: int, seen_sha: str, actor: User) -> DocPage:
    """The translation has what its original says now. Raises ConflictError where that changed since somebody looked."""
    page = DocPage.objects.select_for_update(of=("self",)).get(pk=page_id)
    original = page.translation_of
    if original is None:
        raise InvalidInputError("This page is no translation.")
    if original.text_sha != seen_sha:
        raise ConflictError("The original changed a moment ago. Look at what is new first.")
    keep_texts([(original.text_sha, original.source)])
    DocPage.objects.filter(pk=page.pk).update(translated_from_blob=original.text_sha)
    audit.record(
        actor=actor, action="docs_hub.mark_translation_current", subject=f"doc_page:{page.pk}", text=original.text_sha
    )
    page_cache.clear_on_commit()
    return page
