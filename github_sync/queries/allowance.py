"""What the site's credential may still ask of GitHub, now and over time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from common.moments import clock
from github_sync.models import Budget, BudgetSample

KEPT_BACK_SHARE = 5
RESOURCES = {"core": "Requests", "graphql": "Points"}
SPANS = {1: timedelta(hours=1), 7: timedelta(hours=6), 30: timedelta(days=1)}
"""How many days can be looked at, and how long one step of each is."""


@dataclass(frozen=True)
class Allowance:
    """`words`: how it stands now, in a sentence; `tone` as in a badge."""

    name: str
    label: str
    tone: str
    words: str


@dataclass(frozen=True)
class Step:
    """One stretch of time: of each resource that was asked the least that was left, and what was spent."""

    began_at: datetime
    lowest: dict[str, int]
    spent: dict[str, int]


def present_credential() -> str:
    """The fingerprint of the one that was used last; empty before the first request."""
    found = Budget.objects.order_by("-seen_at").values_list("credential", flat=True).first()
    return found or ""


def allowances(credential: str) -> list[Allowance]:
    """As the latest answers said it, in words; one query."""
    return [_in_words(budget) for budget in Budget.objects.filter(credential=credential)]


def history(credential: str, days: int) -> list[Step]:
    """The steps of the last `days`, oldest first, also those in which nothing was asked; one query."""
    length, now = SPANS[days], timezone.now()
    first = _floor(now, length) - timedelta(days=days) + length
    steps = [Step(first + number * length, {}, {}) for number in range(int(timedelta(days=days) / length))]
    rows = BudgetSample.objects.filter(credential=credential, began_at__gte=first, resource__in=RESOURCES)
    for resource, began_at, lowest, spent in rows.values_list("resource", "began_at", "lowest", "spent"):
        step = steps[min(int((began_at - first) / length), len(steps) - 1)]
        step.lowest[resource] = min(lowest, step.lowest.get(resource, lowest))
        step.spent[resource] = step.spent.get(resource, 0) + spent
    return steps


def is_empty(steps: Iterable[Step]) -> bool:
    return not any(step.lowest for step in steps)


def _floor(moment: datetime, length: timedelta) -> datetime:
    return moment - timedelta(seconds=moment.timestamp() % length.total_seconds())


def _in_words(budget: Budget) -> Allowance:
    name = RESOURCES.get(budget.resource, budget.resource)
    unit = "points" if budget.resource == "graphql" else "requests"
    if budget.resets_at <= timezone.now():
        words = f"All {budget.limit:,} {unit} are there again; nothing was asked since {clock(budget.resets_at)}."
        return Allowance(name, "Plenty", "good", words)
    left = f"{budget.remaining:,} of {budget.limit:,} {unit} left until {clock(budget.resets_at)}"
    kept = budget.limit // KEPT_BACK_SHARE
    if budget.remaining <= kept:
        words = f"{left}. That is the fifth kept back for people, so the sync waits till then and goes on by itself."
        return Allowance(name, "Waiting", "soon", words)
    words = f"{left}; a fifth ({kept:,}) is kept back for what people do themselves."
    is_short = budget.remaining - kept < budget.limit // 10
    return Allowance(name, "Slowing down" if is_short else "Plenty", "soon" if is_short else "good", words)
