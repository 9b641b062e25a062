"""What follows when a page's text is published here: it is set right with the repository, recorded, credited, sent.

Everything due is read from the pages themselves, so that a lost task loses nothing.
"""

from collections.abc import Iterable
from posixpath import join

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from wagtail.models import Revision

from docs_hub.domain.line_diff import count_changes
from docs_hub.models import DocConflict, DocEdit, DocPage
from docs_hub.services.blobs import text_of
from docs_hub.services.conflicts import note_conflict
from docs_hub.services.crediting import credit_edit
from docs_hub.services.edit_people import EditPeople, people_of
from docs_hub.services.merging import merged_text
from docs_hub.services.proposing import propose, propose_anew
from docs_hub.services.publishing import publish_text
from docs_hub.services.removing import call_off_removal
from docs_hub.services.rolling_back import note_undone, roll_back
from docs_hub.services.translations import note_changes


def due_pages() -> QuerySet[DocPage]:
    """Published with a text that is neither the repository's nor a recorded edit's of what the repository has."""
    recorded = DocEdit.objects.filter(
        page=OuterRef("pk"), text_sha=OuterRef("text_sha"), base_sha=OuterRef("blob_sha"), is_rolled_back=False
    )
    edited = DocPage.objects.filter(live=True, live_revision__isnull=False).exclude(source_path="")
    return edited.exclude(text_sha=F("blob_sha")).exclude(text_sha="").filter(~Exists(recorded))


@transaction.atomic
def take_up_edit(*, page_id: int) -> DocEdit | None:
    """Idempotent; None where there is nothing new. Holds the page for as long as it takes."""
    DocPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    page = DocPage.objects.select_related("doc_source", "live_revision").filter(pk=page_id, live=True).first()
    if page is None or page.doc_source is None or page.live_revision is None or page.is_folder:
        return None
    page = _set_right(page)
    kept, undone = call_off_removal(page=page), roll_back(page=page)
    has_to_go = any(edit.proposal is not None and edit.proposal.is_live for edit in [*kept, *undone])
    last = _last_edit(page)
    is_same = last is not None and last.text_sha == page.text_sha
    is_known = page.text_sha == page.blob_sha or (is_same and last is not None and last.base_sha == page.blob_sha)
    if is_known and not has_to_go:
        return None
    if last is not None and is_same and not is_known and (last.proposal is None or last.proposal.is_live):
        return _keep_beside_theirs(last, page)
    note_changes(pages=[page])
    edit = _record(page, page.live_revision, last, is_credited=not undone)
    if edit is not None:
        note_undone(page=page, undone=undone, by=edit)
    if edit is not None and not DocConflict.objects.filter(page=page, resolved_at=None).exists():
        propose(edit=edit, page=page)
    return edit


def _keep_beside_theirs(last: DocEdit, page: DocPage) -> DocEdit | None:
    """Both sides changed, and a person chose this site's text: the repository has not seen it on its own new one."""
    if DocConflict.objects.filter(page=page, resolved_at=None).exists():
        return None
    propose_anew(edit=last, page=page)
    return last


def carry_over(*, pages: Iterable[DocPage]) -> None:
    """An import put the repository's changes beside these edits: they stand on its text from now on."""
    for page in pages:
        if (last := _last_edit(page)) is not None:
            new = {"base_sha": page.blob_sha, "text_sha": page.text_sha, "text": page.source}
            DocEdit.objects.filter(pk=last.pk).update(**new)


def _last_edit(page: DocPage) -> DocEdit | None:
    return DocEdit.objects.filter(page=page, is_rolled_back=False).select_related("proposal").last()


def _set_right(page: DocPage) -> DocPage:
    """A draft that began from an older text than the repository's present one: both together, or a conflict."""
    if not page.upstream_sha or page.blob_sha == page.upstream_sha or page.text_sha == page.upstream_sha:
        return page
    theirs = text_of(page.upstream_sha)
    merged = merged_text(text_of(page.blob_sha) if page.blob_sha else "", page.source, theirs) if theirs else None
    if merged is None:
        known = DocConflict.objects.filter(page=page, resolved_at=None).first()
        note_conflict(page=page, theirs_sha=page.upstream_sha, known=known)
        return page
    page.blob_sha = page.upstream_sha
    return publish_text(page=page, text=merged, actor=page.live_revision.user if page.live_revision else None)


def _record(page: DocPage, revision: Revision, last: DocEdit | None, *, is_credited: bool) -> DocEdit | None:
    """None where nobody wrote it: an import or the site itself."""
    stands_on_last = last is not None and last.base_sha == page.blob_sha
    before = last.text if last is not None and stands_on_last else (text_of(page.blob_sha) or "")
    since = (last.revision_id or 0) if last is not None else 0
    people = people_of(page=page, revision=revision, since=since, before=before)
    if not people.writers:
        return None
    edit = _edit(page, revision, people, before)
    if is_credited:
        credit_edit(edit=edit, page=page)
    return edit


def _edit(page: DocPage, revision: Revision, people: EditPeople, before: str) -> DocEdit:
    added, removed = count_changes(before, page.source)
    edit, _ = DocEdit.objects.update_or_create(
        page=page,
        revision=revision,
        defaults={
            "path": _path(page),
            "base_sha": page.blob_sha,
            "text_sha": page.text_sha,
            "text": page.source,
            "note": page.change_note,
            "writers": people.writers,
            "reviewers": people.reviewers,
            "added": added,
            "removed": removed,
            "is_rolled_back": False,
            "undone_by": "",
        },
    )
    return edit


def _path(page: DocPage) -> str:
    """In the repository; of a symbolic link that of the file it leads to, which is what was edited."""
    source = page.doc_source
    linked = source.paths.get("linked", {}).get(page.source_path) if source else None
    return linked or join(source.docs_prefix if source else "", page.source_path)
