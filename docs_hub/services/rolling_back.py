"""Edits that an earlier text undoes, published here: void at once, or once their repository took that text, too."""

from docs_hub.models import DocEdit, DocPage, Proposal
from docs_hub.services.crediting import take_credit_back

ROLLED_BACK = "rolled back on this site"


def roll_back(*, page: DocPage) -> list[DocEdit]:
    """An earlier text again, of an edit or of the repository: what came after it is undone, and its credit with it.

    What the repository has merged is only named here: its credit stands for as long as the repository has it.
    """
    undone = _undone(page)
    for edit in undone:
        if not _is_kept_there(page, edit):
            take_credit_back(edit=edit, reason=ROLLED_BACK)
    return undone


def note_undone(*, page: DocPage, undone: list[DocEdit], by: DocEdit) -> None:
    """For the repository to decide, with the proposal of the edit that undoes them."""
    kept = [edit.pk for edit in undone if _is_kept_there(page, edit) and edit.pk != by.pk]
    DocEdit.objects.filter(pk__in=kept, is_rolled_back=False).update(undone_by=_mark(by))


def take_back_undone(*, proposal: Proposal) -> None:
    """The repository merged what undoes them. Idempotent."""
    marks = [_mark(edit) for edit in proposal.edits.filter(is_rolled_back=False)]
    for edit in DocEdit.objects.filter(undone_by__in=marks, is_rolled_back=False).select_related("proposal"):
        take_credit_back(edit=edit, reason=ROLLED_BACK)


def _undone(page: DocPage) -> list[DocEdit]:
    edits = DocEdit.objects.filter(page=page, is_rolled_back=False).select_related("proposal")
    same = edits.filter(text_sha=page.text_sha).last()
    first = edits.filter(base_sha=page.text_sha).exclude(base_sha="").first()
    if same is not None:
        return list(edits.filter(pk__gt=same.pk))
    if first is not None and page.text_sha != page.blob_sha:  # what it was before edits that are merged by now
        return list(edits.filter(pk__gte=first.pk))
    return list(edits.filter(base_sha=page.blob_sha)) if page.text_sha == page.blob_sha else []


def _is_kept_there(page: DocPage, edit: DocEdit) -> bool:
    """The repository has it, and what is published here goes there."""
    source = page.doc_source
    is_sent = source is not None and source.writing == "github" and bool(source.repository)
    return is_sent and edit.proposal is not None and edit.proposal.state == Proposal.State.MERGED


def _mark(edit: DocEdit) -> str:
    return f"edit/{edit.pk}"
