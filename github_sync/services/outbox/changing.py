"""What people do to actions of the outbox: try again, or call it off."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import audit
from common.errors import ConflictError
from common.models import User
from github_sync.models import OutboxAction
from github_sync.queries.outbox import is_dry_run
from github_sync.services.outbox.enqueuing import nudge_on_commit
from github_sync.services.outbox.settling import refuse_successors, revive_successors, tell_settled

State = OutboxAction.State
AGAIN = (State.WAITING, State.REFUSED, State.DRY_RUN)


@transaction.atomic
def retry_action(*, action_id: int, actor: User | None) -> OutboxAction:
    """Have it sent now, also what was refused or only rehearsed; what needs it follows. Raises ConflictError."""
    action = OutboxAction.objects.select_for_update(of=("self",)).select_related("needs").get(pk=action_id)
    if action.state not in AGAIN:
        raise ConflictError(f"This is {action.get_state_display().lower()}, so there is nothing to retry.")
    if action.state == State.DRY_RUN and is_dry_run():
        raise ConflictError("The dry run is still on. Switch it off first, under Settings → Writing to GitHub.")
    if action.needs and action.needs.state in (State.REFUSED, State.CANCELLED):
        raise ConflictError(f"It needs another action that was not done. Retry that first: {action.needs}.")
    if action.kind == OutboxAction.Kind.EDIT_COMMENT and _newer_edits(action).exists():
        raise ConflictError("This comment was changed again since, and this would write over it. Change it anew.")
    OutboxAction.objects.filter(pk=action.pk).update(
        state=State.WAITING, due_at=timezone.now(), refusal="", refusal_text="", remedy="", error="", answer={},
        progress={name: value for name, value in action.progress.items() if name != "failing_since"},
    )  # fmt: skip
    revive_successors(action)
    audit.record(actor=actor, action="github_sync.retry", subject=f"outbox:{action.pk}")
    nudge_on_commit()
    return action


def _newer_edits(action: OutboxAction) -> QuerySet[OutboxAction]:
    same = OutboxAction.objects.filter(kind=action.kind, needs_id=action.needs_id, pk__gt=action.pk)
    return same.filter(state__in=[State.WAITING, State.SENDING, State.SENT])


@transaction.atomic
def cancel_action(*, action_id: int, actor: User | None) -> OutboxAction:
    """Only what was not sent; what needs it is refused. Raises ConflictError."""
    cancelled = OutboxAction.objects.filter(pk=action_id, state__in=[State.WAITING, State.REFUSED]).update(
        state=State.CANCELLED
    )
    action = OutboxAction.objects.get(pk=action_id)
    if not cancelled:
        raise ConflictError(f"This is {action.get_state_display().lower()}, so it cannot be taken back here.")
    refuse_successors(action)
    tell_settled(action.pk)
    audit.record(actor=actor, action="github_sync.cancel", subject=f"outbox:{action.pk}")
    nudge_on_commit()
    return action


@transaction.atomic
def cancel_unsent(*, action_id: int, actor: User | None) -> bool:
    """Call off what has certainly not reached GitHub; False where it may have. Idempotent."""
    unsent = OutboxAction.objects.filter(pk=action_id, state=State.WAITING, is_uncertain=False)
    if not unsent.update(state=State.CANCELLED):
        return OutboxAction.objects.filter(pk=action_id, state=State.CANCELLED).exists()
    refuse_successors(OutboxAction.objects.get(pk=action_id))
    audit.record(actor=actor, action="github_sync.cancel", subject=f"outbox:{action_id}")
    return True
