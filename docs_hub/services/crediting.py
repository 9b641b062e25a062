"""Edits of documentation in the ledger: the edit, the review, the translation; once, whichever way it went."""

from django.conf import settings

from common.models import User
from contributors.services.crediting import (
    count_once,
    keep_address,
    record_contribution,
    restore_contributions,
    void_contributions,
)
from contributors.services.reverting import settle_undone_pull
from docs_hub.models import DocEdit, DocPage, Proposal
from github_sync.services.outbox.voices import address_of

SOURCE = "docs"
NOT_TAKEN = "the pull request was closed"
REVERTED = "reverted in the repository"


def credit_edit(*, edit: DocEdit, page: DocPage) -> None:
    """Idempotent by the edit."""
    kind = "translation" if page.translation_of_id else "doc"
    users = User.objects.in_bulk([*edit.writers, *edit.reviewers])
    for pk in edit.writers:
        if pk in users:
            _record(users[pk], edit, page, kind)
            if address := address_of(pk):
                keep_address(user=users[pk], email=address)
    for pk in edit.reviewers:
        if pk in users:
            _record(users[pk], edit, page, "review")


def _record(user: User, edit: DocEdit, page: DocPage, kind: str) -> None:
    is_review = kind == "review"
    record_contribution(
        user=user,
        kind=kind,
        source=SOURCE,
        external_id=edit.review_id if is_review else edit.external_id,
        title=f"{'Reviewed' if is_review else 'Edited'} “{page.title}” (+{edit.added} −{edit.removed} lines)",
        occurred_at=edit.created_at,
        evidence_url=f"{settings.SITE_URL.rstrip('/')}{page.url}",
        provenance="approved on this site" if is_review else "published on this site",
        repository=page.doc_source.repository if page.doc_source else "",
    )


def take_credit_back(*, edit: DocEdit, reason: str) -> None:
    DocEdit.objects.filter(pk=edit.pk).update(is_rolled_back=True, undone_by=reason)
    void_contributions(source=SOURCE, external_ids=_ids([edit]), reason=reason)
    if edit.proposal is not None:
        settle_pull(proposal=edit.proposal)


def take_credit_of(*, proposal: Proposal) -> None:
    """Nobody took it; whoever opens the pull request again gives it back."""
    edits = list(proposal.edits.filter(is_rolled_back=False))
    DocEdit.objects.filter(pk__in=[edit.pk for edit in edits]).update(is_rolled_back=True, undone_by=NOT_TAKEN)
    void_contributions(source=SOURCE, external_ids=_ids(edits), reason=NOT_TAKEN)


def give_credit_back(*, proposal: Proposal) -> None:
    """What was rolled back for another reason than its closing stays so."""
    give_edits_back(edits=list(proposal.edits.filter(is_rolled_back=True, undone_by=NOT_TAKEN)), reason=NOT_TAKEN)


def give_edits_back(*, edits: list[DocEdit], reason: str) -> None:
    """Those that were rolled back for that reason stand again."""
    DocEdit.objects.filter(pk__in=[edit.pk for edit in edits]).update(is_rolled_back=False, undone_by="")
    restore_contributions(source=SOURCE, external_ids=_ids(edits), reason=reason)


def settle_pull(*, proposal: Proposal) -> None:
    """Merged, it counts for whoever has an edit in it that still stands. Idempotent."""
    if proposal.state != Proposal.State.MERGED or proposal.number is None:
        return
    edits = list(proposal.edits.all())
    settle_undone_pull(
        source=SOURCE, repository=proposal.repository, number=proposal.number,
        undone=[edit.external_id for edit in edits if edit.is_rolled_back],
        standing=[edit.external_id for edit in edits if not edit.is_rolled_back],
    )  # fmt: skip


def count_as_pull_request(*, proposal: Proposal) -> None:
    """Merged: whoever GitHub credits for it is credited for that, and not for the same a second time."""
    if proposal.number is not None:
        ids = [edit.external_id for edit in proposal.edits.all()]
        count_once(source=SOURCE, external_ids=ids, repository=proposal.repository, number=proposal.number)
        settle_pull(proposal=proposal)


def _ids(edits: list[DocEdit]) -> list[str]:
    return [name for edit in edits for name in (edit.external_id, edit.review_id)]
