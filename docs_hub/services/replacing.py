"""Proposals that another one takes the place of: called off while GitHub has none of it, else closed there."""

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import MainstayError
from docs_hub.models import Proposal
from github_sync.queries.outbox import outcomes_of
from github_sync.services.outbox.changing import cancel_unsent
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.proposing import close_pull_request
from github_sync.services.outbox.talking import comment_on

MEANWHILE = "The page changed in the repository meanwhile."
CLOSES = f"{MEANWHILE} Another pull request has the text that fits; this one is closed as soon as that is open."
SAYS = (
    "{because} Both changes were put together on {site}, and #{number} has the text that fits. This one is closed "
    "because that takes its place."
)


def mark_replaced(*, proposal: Proposal) -> None:
    """The repository went on and a person put both together: that belongs on a branch of what it has now."""
    for action_id in proposal.actions:
        cancel_unsent(action_id=action_id, actor=None)
    Proposal.objects.filter(pk=proposal.pk).update(
        state=Proposal.State.REPLACED, settled_at=timezone.now(), note=CLOSES
    )


def close_replaced(*, repository: str) -> int:
    """Close those whose successor is open; returns how many. Idempotent: each is closed once, through the outbox.

    One that was merged meanwhile is followed as merged: GitHub's answer to the close has the last word.
    """
    left = Proposal.objects.filter(repository__iexact=repository, state=Proposal.State.REPLACED, closing_action=None)
    ready = left.filter(replaced_by__number__isnull=False)
    return sum(_close(pk) for pk in ready.values_list("pk", flat=True))


@transaction.atomic
def _close(proposal_id: int) -> bool:
    proposal = Proposal.objects.select_for_update(of=("self",)).select_related("replaced_by").get(pk=proposal_id)
    if proposal.closing_action is not None or proposal.replaced_by is None:
        return False
    number = proposal.number or _number_by_now(proposal)
    if number is None:
        return False
    by = By(None, "Another pull request takes its place", is_by_site=True)
    words = SAYS.format(because=MEANWHILE, site=settings.SITE_NAME, number=proposal.replaced_by.number)
    try:
        with transaction.atomic():
            closing = close_pull_request(by=by, repository=proposal.repository, number=number)
            said = comment_on(
                by=by, repository=proposal.repository, number=number, body=words, is_signed=False, needs=closing
            )
    except MainstayError as error:  # nobody follows the repository any more; tried again at the next look
        Proposal.objects.filter(pk=proposal.pk).update(note=f"{MEANWHILE} Close it on GitHub: {error}")
        return False
    note = f"{MEANWHILE} Pull request #{proposal.replaced_by.number} took its place."
    Proposal.objects.filter(pk=proposal.pk).update(
        number=number, note=note, closing_action=closing.pk, actions=[*proposal.actions, closing.pk, said.pk]
    )
    audit.record(actor=None, action="docs_hub.close_replaced", subject=f"proposal:{proposal.pk}")
    return True


def _number_by_now(proposal: Proposal) -> int | None:
    """It was being sent while it was replaced."""
    done = outcomes_of(proposal.actions).values()
    return next((one.number for one in done if one.kind == "open_pull" and one.number), None)
