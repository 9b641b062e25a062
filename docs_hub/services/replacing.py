"""Proposals that another one takes the place of: called off while GitHub has none of it, else told so there.

Their pull requests stay open until somebody closes or merges them on GitHub.
"""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import MainstayError
from docs_hub.models import Proposal
from github_sync.queries.outbox import outcomes_of
from github_sync.queries.pulls import PullState, pull_states
from github_sync.services.outbox.changing import cancel_unsent
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.talking import comment_on

MEANWHILE = "The page changed in the repository meanwhile."
WAITS = f"{MEANWHILE} Another pull request has the text that fits, and takes the place of this one."
SAYS = (
    "{because} Both changes were put together on {site}, and #{number} has the text that fits, so this one can be "
    "closed."
)


def mark_replaced(*, proposal: Proposal) -> None:
    """The repository went on and a person put both together: that belongs on a branch of what it has now."""
    for action_id in proposal.actions:
        cancel_unsent(action_id=action_id, actor=None)
    Proposal.objects.filter(pk=proposal.pk).update(state=Proposal.State.REPLACED, settled_at=timezone.now(), note=WAITS)


def tell_replaced(*, repository: str) -> int:
    """Say under those whose successor is open which one it is; returns how many. Idempotent: each is told once.

    Nothing is said under one that is known to be closed or merged by then.
    """
    left = Proposal.objects.filter(repository__iexact=repository, state=Proposal.State.REPLACED, told_action=None)
    ready = left.filter(replaced_by__number__isnull=False)
    return sum(_tell(pk) for pk in ready.values_list("pk", flat=True))


@transaction.atomic
def _tell(proposal_id: int) -> bool:
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("replaced_by").get(pk=proposal_id)
    if proposal.told_action is not None or proposal.replaced_by is None:
        return False
    if not proposal.number:
        proposal.number, proposal.url = _opened_by_now(proposal)
    if proposal.number is None:
        return False
    pull = pull_states(proposal.repository, [proposal.number]).get(proposal.number)
    is_open = pull is None or pull.is_open
    said = _say(proposal, proposal.replaced_by) if is_open else None
    if said is not None:
        proposal.told_action, proposal.actions = said, [*proposal.actions, said]
        audit.record(actor=None, action="docs_hub.tell_replaced", subject=f"proposal:{proposal.pk}")
    proposal.note = _note(proposal, is_open=is_open)
    proposal.save(update_fields=["number", "url", "note", "told_action", "actions"])
    return said is not None


def _say(proposal: Proposal, successor: Proposal) -> int | None:
    """The action in the outbox; None where nobody follows the repository any more; tried again at the next look."""
    by = By(None, "Another pull request takes its place", is_by_site=True)
    words = SAYS.format(because=MEANWHILE, site=settings.SITE_NAME, number=successor.number)
    try:
        with transaction.atomic():
            said = comment_on(
                by=by, repository=proposal.repository, number=proposal.number, body=words, is_signed=False
            )
    except MainstayError:
        return None
    return said.pk


def follow_replaced(*, proposal: Proposal, pull: PullState) -> None:
    """Whether a person still has to close it; over on GitHub, nothing that was not sent yet is said there any more."""
    if proposal.told_action is not None and not pull.is_open:
        cancel_unsent(action_id=proposal.told_action, actor=None)
    note = _note(proposal, is_open=pull.is_open)
    if note != proposal.note:
        Proposal.objects.filter(pk=proposal.pk).update(note=note)


def _note(proposal: Proposal, *, is_open: bool) -> str:
    successor = proposal.replaced_by
    if successor is None or successor.number is None:
        return proposal.note
    note = f"{MEANWHILE} Pull request #{successor.number} took its place."
    return f"{note} Close this one on GitHub." if is_open else note


def _opened_by_now(proposal: Proposal) -> tuple[int | None, str]:
    """Number and address; it was being sent while it was replaced."""
    done = outcomes_of(proposal.actions).values()
    opened = (one for one in done if one.kind == "open_pull" and one.number)
    return next(((one.number, one.url) for one in opened), (None, ""))
