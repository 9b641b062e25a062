"""Texts that changed here and in the repository and do not agree: noted by imports, resolved by people."""

from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import ConflictError, InvalidInputError
from common.models import User
from docs_hub.models import DocConflict, DocPage, DocSource
from docs_hub.queries.writing import CLOSED, is_closed
from docs_hub.services.blobs import text_of
from docs_hub.services.import_plan import Plan
from docs_hub.services.navigation import refresh_navigation
from docs_hub.services.publishing import publish_text
from docs_hub.services.sections import refresh_sections

Resolution = DocConflict.Resolution


def note_conflicts(*, source: DocSource, plan: Plan) -> None:
    """What an import found, and what it found settled; in the import's transaction. Idempotent."""
    open_now = {found.page_id: found for found in DocConflict.objects.filter(page__doc_source=source, resolved_at=None)}
    found = {page.pk: (page, sha) for path, sha in plan.conflicts.items() if (page := plan.pages[path]) is not None}
    for page, sha in found.values():
        note_conflict(page=page, theirs_sha=sha, known=open_now.get(page.pk))
    settled = [conflict.pk for page_id, conflict in open_now.items() if page_id not in found]
    if settled:
        left = DocConflict.objects.filter(pk__in=settled)
        left.update(resolved_at=timezone.now(), resolution=Resolution.GONE)


def note_conflict(*, page: DocPage, theirs_sha: str, known: DocConflict | None) -> DocConflict:
    """One a page: an open one follows what both sides have become."""
    texts = {
        "base": text_of(page.blob_sha) if page.blob_sha else "",
        "ours": page.source,
        "theirs": (text_of(theirs_sha) or "") if theirs_sha else "",
        "theirs_sha": theirs_sha,
    }
    if known is None:
        return DocConflict.objects.create(page=page, **texts)
    DocConflict.objects.filter(pk=known.pk).update(**texts)
    return known


@transaction.atomic
def resolve_conflict(*, conflict_id: int, text: str, seen_sha: str, seen_text_sha: str, actor: User) -> DocPage:
    """Publish `text` as what both sides become; a pull request follows where it is not the repository's own.

    `seen_sha` and `seen_text_sha` are what the person was shown of the repository and of the page. Raises
    ConflictError where either has moved on since or somebody was faster, InvalidInputError where the
    text cannot be shown.
    """
    conflict = _take(conflict_id, seen_sha, seen_text_sha)
    if conflict.is_removed_there and not text:
        raise InvalidInputError("Write the text that the page is to have, or remove the page.")
    page = conflict.page.specific_deferred
    page = DocPage.objects.select_related("doc_source").get(pk=page.pk)
    page.blob_sha = page.upstream_sha = conflict.theirs_sha
    _close(conflict, _kind_of(conflict, text), actor)
    return publish_text(page=page, text=text, actor=actor)


@transaction.atomic
def accept_removal(*, conflict_id: int, seen_text_sha: str, actor: User) -> None:
    """The file is gone there, and so is the page here; its text stays in its revisions."""
    conflict = _take(conflict_id, "", seen_text_sha)
    page = conflict.page.specific_deferred
    if not conflict.is_removed_there:
        raise ConflictError("The file is in the repository again. Look at both texts once more.")
    _close(conflict, Resolution.THEIRS, actor)
    if not page.latest_revision_id:
        page.save_revision(clean=False, user=actor)
    DocPage.objects.filter(pk=page.pk).update(
        live=False, retired=True, has_unpublished_changes=True, blob_sha="", upstream_sha=""
    )
    refresh_sections(page_id=page.pk)
    refresh_navigation(source_id=page.doc_source_id)


def _take(conflict_id: int, seen_sha: str, seen_text_sha: str) -> DocConflict:
    """With the page, in the order in which edits take both: nobody publishes meanwhile."""
    page_id = DocConflict.objects.values_list("page_id", flat=True).get(pk=conflict_id)
    page = DocPage.objects.select_for_update(of=("self",)).get(pk=page_id)
    conflict = DocConflict.objects.select_for_update(of=("self",)).select_related("page").get(pk=conflict_id)
    if conflict.resolved_at is not None:
        raise ConflictError("Somebody has resolved this already.")
    if is_closed(conflict.page):
        raise ConflictError(CLOSED)
    if conflict.theirs_sha != seen_sha:
        raise ConflictError("The repository has another text by now. Look at both once more.")
    if page.text_sha != seen_text_sha:
        raise ConflictError("The page has another text on this site by now. Look at both once more.")
    conflict.ours = page.source
    return conflict


def _kind_of(conflict: DocConflict, text: str) -> str:
    if text == conflict.theirs and not conflict.is_removed_there:
        return Resolution.THEIRS
    return Resolution.OURS if text == conflict.ours else Resolution.EDITED


def _close(conflict: DocConflict, resolution: str, actor: User) -> None:
    DocConflict.objects.filter(pk=conflict.pk).update(
        resolved_at=timezone.now(), resolved_by=actor, resolution=resolution
    )
    audit.record(
        actor=actor, action="docs_hub.resolve_conflict", subject=f"doc_page:{conflict.page_id}", resolution=resolution
    )
