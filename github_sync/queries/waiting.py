"""What of GitHub waits for somebody here: what could not be sent or applied, and who waits for an answer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from github_sync.models import Delivery, OutboxAction
from github_sync.queries.activity import unanswered_threads

LATELY = timedelta(days=7)
GRACE, LOOKED_BACK = timedelta(days=2), timedelta(days=365)


@dataclass(frozen=True)
class Undone:
    """`refused` and `failing` are what this site wants to do on GitHub; `deliveries` what GitHub told of the last
    week and could not be applied."""

    refused: int
    failing: int
    deliveries: int


@dataclass(frozen=True)
class Unanswered:
    """Open threads of the last year that wait for two days or longer; the oldest is named."""

    count: int
    repository: str = ""
    number: int = 0
    since: datetime | None = None


def undone() -> Undone:
    """Three queries."""
    now = timezone.now()
    state = OutboxAction.State
    actions = OutboxAction.objects.filter(created_at__gt=now - LATELY)
    failed = Q(state=Delivery.State.FAILED) | (Q(state=Delivery.State.PENDING, attempts__gt=0) & ~Q(reason=""))
    return Undone(
        refused=actions.filter(state=state.REFUSED).count(),
        failing=OutboxAction.objects.filter(state=state.WAITING).exclude(error="").count(),
        deliveries=Delivery.objects.filter(failed, received_at__gt=now - LATELY).count(),
    )


def unanswered() -> Unanswered:
    """Of tracked repositories; two queries."""
    now = timezone.now()
    found = unanswered_threads(now - LOOKED_BACK, now - GRACE)
    if not found:
        return Unanswered(0)
    since, repository, number = min(found)
    return Unanswered(len(found), repository, number, since)
