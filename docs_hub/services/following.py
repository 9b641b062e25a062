"""What became of proposals: read from the outbox and the mirror, and what follows from it for the pages."""

from collections.abc import Iterable
from dataclasses import replace

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from common import audit, page_cache
from common.errors import MainstayError
from common.models import User
from contributors.services.recording import record_contributions
from docs_hub.models import DocConflict, DocEdit, DocPage, Proposal
from docs_hub.queries.proposals import last_edits
from docs_hub.services.blobs import text_of
from docs_hub.services.crediting import count_as_pull_request, give_credit_back, take_credit_of
from docs_hub.services.proposing import send
from docs_hub.services.publishing import keep_as_draft, keep_draft, publish_over, waiting_draft
from docs_hub.services.remarks import keep_remarks
from docs_hub.services.removing import agree_on_removals
from docs_hub.services.replacing import follow_replaced, tell_replaced
from docs_hub.services.rolling_back import take_back_undone
from docs_hub.services.telling import tell_writer
from github_sync.queries.outbox import ActionOutcome, outcomes_of
from github_sync.queries.outcomes import repository_id_of
from github_sync.queries.pulls import PullState, pull_states
from github_sync.services.outbox.changing import retry_action

State = Proposal.State
STAYS_OFF = "Its file stays in the repository. The page stays off this site until somebody publishes it again."


def follow_proposals(*, repository: str) -> int:
    """Bring all of a repository up to date; returns how many changed. Idempotent, a few queries however many."""
    found = _followed(repository)
    done = outcomes_of(pk for proposal in found if proposal.is_live for pk in proposal.actions)
    for proposal in found:
        _note_actions(proposal, [done[pk] for pk in proposal.actions if pk in done])
    tell_replaced(repository=repository)
    pulls = pull_states(repository, [proposal.number for proposal in found if proposal.number])
    changed = sum(_follow(proposal, pulls.get(proposal.number or 0)) for proposal in found)
    keep_remarks(repository=repository, proposals=[one for one in found if one.state != State.REPLACED])
    return changed


def _followed(repository: str) -> list[Proposal]:
    """Those that are under way; of the closed and replaced ones those that somebody may still open again or merge."""
    is_fresh = Q(state__in=[State.CLOSED, State.REPLACED], settled_at__gte=timezone.now() - Proposal.MAY_REOPEN)
    rows = Proposal.objects.filter(Q(state__in=Proposal.LIVE) | is_fresh, repository__iexact=repository)
    return list(rows.select_related("replaced_by").order_by("pk"))


def _note_actions(proposal: Proposal, done: Iterable[ActionOutcome]) -> None:
    """The number of the pull request once it is open; what GitHub refused, with what to do about it."""
    done = list(done)
    opened = next((one for one in done if one.kind == "open_pull" and one.number), None)
    refused = next((one for one in done if one.state == "refused"), None)
    new = (proposal.state, proposal.number, proposal.url, proposal.note)
    if opened is not None:
        proposal.number, proposal.url = opened.number, opened.url
        if proposal.state in (State.WAITING, State.FAILED):
            proposal.state, proposal.note = State.OPEN, ""
    if refused is not None and proposal.is_live:
        proposal.state, proposal.note = State.FAILED, f"{refused.why_not} {refused.remedy}".strip()
    elif proposal.state == State.FAILED and done and opened is None:
        proposal.state, proposal.note = State.WAITING, ""
    if new != (proposal.state, proposal.number, proposal.url, proposal.note):
        proposal.save(update_fields=["state", "number", "url", "note", "updated_at"])
        page_cache.clear_on_commit()


def _follow(proposal: Proposal, pull: PullState | None) -> bool:
    if pull is None:
        return False
    before = proposal.state
    if before == State.REPLACED:
        follow_replaced(proposal=proposal, pull=pull)
    if pull.is_merged:
        _settle_merged(proposal)
    elif before == State.REPLACED:
        return False
    elif not pull.is_open:
        _settle_closed(proposal)
    elif before == State.CLOSED:
        _open_again(proposal)
    elif before in (State.OPEN, State.CHANGES):
        _set_state(proposal, State.CHANGES if pull.has_changes_asked else State.OPEN)
    return proposal.state != before


@transaction.atomic
def _settle_merged(proposal: Proposal) -> None:
    """The next import has the text; the ledger has the pull request."""
    if proposal.state == State.CLOSED:
        give_credit_back(proposal=proposal)
    _set_state(proposal, State.MERGED)
    agree_on_removals(edits=last_edits(proposal))
    repository_id = repository_id_of(proposal.repository)
    if repository_id is not None:
        record_contributions(repository_id=repository_id)
    count_as_pull_request(proposal=proposal)
    take_back_undone(proposal=proposal)
    tell_writer(proposal=proposal)


@transaction.atomic
def _settle_closed(proposal: Proposal) -> None:
    """Readers see the repository's text again; the edit stays as a draft, and its writer is told."""
    if proposal.state == State.CLOSED:
        return
    edits = last_edits(proposal)
    _set_state(proposal, State.CLOSED, STAYS_OFF if any(edit.is_removal for edit in edits) else "")
    for edit in edits:
        page = DocPage.objects.select_related("doc_source").filter(pk=edit.page_id).first()
        if page is not None and page.live and page.text_sha == edit.text_sha:
            _put_back(page, edit)
    take_credit_of(proposal=proposal)
    tell_writer(proposal=proposal)


def _put_back(page: DocPage, edit: DocEdit) -> None:
    """A page made here has no text to go back to: it is hidden, and can be published again."""
    writer = User.objects.filter(pk__in=edit.writers[:1]).first()
    theirs = text_of(page.upstream_sha) if page.upstream_sha else None
    mine, base = page.source, page.blob_sha
    if theirs is None:
        if not page.blob_sha:
            page.unpublish(user=None)
        return
    page.blob_sha = page.upstream_sha
    waiting = waiting_draft(page)
    page = publish_over(page=page, text=theirs, actor=None)
    keep_as_draft(page=page, text=mine, blob_sha=base, writer=writer)
    if waiting is not None:  # it stands on the edit, which is a draft below it now
        keep_draft(replace(waiting, blob_sha=""), now=mine)
    DocConflict.objects.filter(page=page, resolved_at=None).update(
        resolved_at=timezone.now(), resolution=DocConflict.Resolution.THEIRS
    )


@transaction.atomic
def _open_again(proposal: Proposal) -> None:
    """The edit is a draft by now, which its writer may publish again; merging brings it back in any case."""
    _set_state(proposal, State.OPEN)
    give_credit_back(proposal=proposal)


def _set_state(proposal: Proposal, state: Proposal.State, note: str = "") -> None:
    if proposal.state == state:
        return
    proposal.state = state
    proposal.note = note
    proposal.settled_at = None if proposal.is_live else timezone.now()
    proposal.save(update_fields=["state", "note", "settled_at", "updated_at"])
    audit.record(actor=None, action="docs_hub.follow_proposal", subject=f"proposal:{proposal.pk}", state=str(state))
    page_cache.clear_on_commit()


def try_again(*, proposal: Proposal, actor: User | None) -> None:
    """What the outbox refused is sent again, what it never took is put in. Raises MainstayError where it cannot be."""
    for one in outcomes_of(proposal.actions).values():
        if one.can_retry:
            retry_action(action_id=one.id, actor=actor)
    Proposal.objects.filter(pk=proposal.pk, state=State.FAILED).update(state=State.WAITING, note="")
    proposal.refresh_from_db()
    send(proposal=proposal)
    if proposal.state == State.FAILED:
        raise MainstayError(proposal.note)
