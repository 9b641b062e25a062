"""Which action is next, and taking it: one worker a lane, whatever their number."""

import os
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from github_sync.domain.outbox import SETTLED
from github_sync.models import OutboxAction
from github_sync.queries.holders import has_died, machine
from github_sync.services.outbox.work import lease

State = OutboxAction.State


def due_actions() -> QuerySet[OutboxAction]:
    """Those whose time has come, that nothing in their lane is before, and whose predecessor is through."""
    before = OutboxAction.objects.filter(lane=OuterRef("lane"), pk__lt=OuterRef("pk"), state__in=OutboxAction.OPEN)
    is_through = Q(needs=None) | Q(needs__state__in=[State.SENT, State.DRY_RUN])
    return OutboxAction.objects.filter(is_through, ~Exists(before), state=State.WAITING, due_at__lte=timezone.now())


def take(pk: int) -> OutboxAction | None:
    """The action, claimed for this process; None where it is not due any more or another is at its lane.

    `is_uncertain` of what is returned is how it was before: from now on the row says that it may be on GitHub.
    """
    claim = f"{machine()}:{os.getpid()}:{uuid4().hex[:8]}"
    try:
        with transaction.atomic():
            is_next = due_actions().filter(pk=pk).exists()
            free = OutboxAction.objects.filter(pk=pk, state=State.WAITING, due_at__lte=timezone.now())
            found = free.select_for_update().first() if is_next else None
            if found is None:
                return None
            OutboxAction.objects.filter(pk=pk).update(
                state=State.SENDING, claim=claim, claimed_until=timezone.now() + lease(), attempts=F("attempts") + 1,
                is_uncertain=True,
            )  # fmt: skip
    except IntegrityError:  # another of its lane is being sent
        return None
    action = OutboxAction.objects.select_related("repository", "needs").get(pk=pk)
    action.is_uncertain = found.is_uncertain
    return action


def take_back_lost() -> int:
    """Actions whose process died, or did not speak up in time, are tried again, once what it asked for has settled."""
    now = timezone.now()
    sending = OutboxAction.objects.filter(state=State.SENDING)
    lost = [
        (pk, claim)
        for pk, claim, until in sending.values_list("pk", "claim", "claimed_until")
        if until is None or until < now or has_died(claim)
    ]
    for pk, claim in lost:
        sending.filter(pk=pk, claim=claim).update(
            state=State.WAITING, claim="", claimed_until=None, due_at=now + SETTLED,
            error="The worker ended while it was sending this. It is tried again.",
        )  # fmt: skip
    return len(lost)
