"""How each credential's allowance went, five minutes a row, for a month."""

from datetime import datetime, timedelta

from django.db.models import F
from django.db.models.functions import Least
from django.utils import timezone

from github_sync.models import Budget, BudgetSample

BUCKET = timedelta(minutes=5)
KEPT = timedelta(days=30)
SAME_WINDOW = timedelta(minutes=1)
"""GitHub says the reset in whole seconds, and answers take time: two resets that are nearer than this are one."""


def note_sample(budget: Budget, remaining_before: int, resets_before: datetime) -> None:
    """Call it in the transaction that tells of the budget, with what it said before."""
    spent = _spent(budget, remaining_before, resets_before)
    now = timezone.now()
    began_at = now - timedelta(seconds=now.timestamp() % BUCKET.total_seconds())
    key = {"credential": budget.credential, "resource": budget.resource, "began_at": began_at.replace(microsecond=0)}
    known = BudgetSample.objects.filter(**key)
    if known.update(lowest=Least(F("lowest"), budget.remaining), spent=F("spent") + spent, limit=budget.limit):
        return
    values = {"limit": budget.limit, "lowest": budget.remaining, "spent": spent}
    BudgetSample.objects.get_or_create(**key, defaults=values)


def drop_old_samples() -> int:
    return BudgetSample.objects.filter(began_at__lt=timezone.now() - KEPT).delete()[0]


def _spent(budget: Budget, remaining_before: int, resets_before: datetime) -> int:
    """A reset gives the whole limit back, so of a new hour all that is missing was spent in it."""
    if budget.resets_at - resets_before > SAME_WINDOW:
        return budget.limit - min(budget.remaining, budget.limit)
    return max(0, remaining_before - budget.remaining)
