"""What fails now and what failed lately, grouped by cause, with the remedy."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.utils import timezone

from github_sync.domain.failures import EXPLANATIONS, PASSING, Cause, Explanation, cause_named
from github_sync.models import Delivery, DueRead, Repository, SyncRun
from github_sync.queries.connection import connection_state
from github_sync.queries.due import next_look_at
from github_sync.queries.states import failed_since_success, state_key, with_latest_run

LATELY = timedelta(days=7)
SHOWN = 20


@dataclass(frozen=True)
class Failing:
    """One repository that fails now; `id` is that of its row."""

    id: int
    full_name: str
    cause: Cause
    since: datetime
    error: str
    failures: int
    last_try: datetime | None
    next_try: datetime | None


@dataclass(frozen=True)
class FailureGroup:
    """`error` is what GitHub said last."""

    key: str
    explanation: Explanation
    since: datetime
    repositories: list[Failing] = field(default_factory=list)
    error: str = ""
    count: int = 0

    @property
    def last_try(self) -> datetime | None:
        return max((one.last_try for one in self.repositories if one.last_try), default=None)

    @property
    def next_try(self) -> datetime | None:
        return min((one.next_try for one in self.repositories if one.next_try), default=None)


@dataclass(frozen=True)
class Passed:
    explanation: Explanation
    failures: int
    last_at: datetime


def failing_repositories() -> list[Failing]:
    """Tracked ones whose latest run failed, or that are gone; one query."""
    rows = with_latest_run(Repository.objects.filter(is_tracked=True)).annotate(failures=_failures_in_a_row())
    found = [_failing(row) for row in rows if state_key(row) in {"failing", "gone"}]
    return [one for one in found if one.cause not in PASSING]


def failure_groups() -> list[FailureGroup]:
    """The longest first; a fixed number of queries."""
    by_cause: dict[Cause, list[Failing]] = defaultdict(list)
    for one in failing_repositories():
        by_cause[one.cause].append(one)
    groups = [
        FailureGroup(cause, EXPLANATIONS[cause], min(one.since for one in many), many, _latest_error(many), len(many))
        for cause, many in by_cause.items()
    ]
    more = [_lost_connection(), _failed_deliveries(), _failing_reads()]
    return sorted([*groups, *(one for one in more if one)], key=lambda group: group.since)


def passed_failures() -> list[Passed]:
    """What failed in the last week, whether or not it works again, by cause; one query."""
    since = timezone.now() - LATELY
    failed = SyncRun.objects.filter(status=SyncRun.Status.FAILED, started_at__gt=since).exclude(cause__in=PASSING)
    rows = failed.order_by().values_list("cause").annotate(failures=Count("pk"), last_at=Max("started_at"))
    return [
        Passed(EXPLANATIONS[cause_named(name)], failures, last_at)
        for name, failures, last_at in sorted(rows, key=lambda row: row[2], reverse=True)
    ]


def _failures_in_a_row() -> Any:
    failed = failed_since_success(SyncRun.objects.filter(repository=OuterRef("pk"))).exclude(cause__in=PASSING)
    return Subquery(failed.order_by().values("repository").annotate(number=Count("pk")).values("number"))


def _failing(row: Any) -> Failing:
    is_gone = row.gone_at is not None
    cause = Cause.NOT_FOUND if is_gone else cause_named(row.latest_cause or "")
    since = row.gone_at or row.failing_since or row.latest_started_at or timezone.now()
    error = row.latest_error or "GitHub does not show it to this site."
    return Failing(
        row.pk, row.full_name, cause, since, error, row.failures or 0, row.latest_started_at, next_look_at(row)
    )


def _latest_error(many: list[Failing]) -> str:
    return max(many, key=lambda one: one.last_try or one.since).error


def _lost_connection() -> FailureGroup | None:
    """What webhooks or the vault said of the credential, though no sync may have met it yet."""
    state = connection_state()
    if not state.problem:
        return None
    since = (state.stored and state.stored.checked_at) or timezone.now()
    return FailureGroup("connection", EXPLANATIONS[Cause.CREDENTIAL], since, error=state.problem)


WEBHOOKS = Explanation(
    "What GitHub told by webhook could not be applied",
    "Each delivery was tried several times. The next sync reads whatever it was about, so nothing is lost for good.",
    "Read why below, and replay the deliveries once the cause is gone.",
    "deliveries",
)
READS = Explanation(
    "What a webhook announced cannot be read from GitHub",
    "A webhook told a part only, and GitHub does not give the rest.",
    "It is tried again by itself, and the next sync makes up for it. If it lasts, ask GitHub whether it still accepts"
    " the token or App.",
    "connection",
)


def _failed_deliveries() -> FailureGroup | None:
    since = timezone.now() - LATELY
    failed = Delivery.objects.filter(received_at__gt=since).filter(
        Q(state=Delivery.State.FAILED) | Q(state=Delivery.State.PENDING, attempts__gt=0) & ~Q(reason="")
    )
    rows = list(failed.order_by("received_at").values_list("received_at", "reason"))
    return FailureGroup("webhooks", WEBHOOKS, rows[0][0], error=rows[-1][1], count=len(rows)) if rows else None


def _failing_reads() -> FailureGroup | None:
    rows = list(DueRead.objects.filter(attempts__gt=0).exclude(error="").select_related("repository")[:SHOWN])
    if not rows:
        return None
    many = [
        Failing(row.repository_id, str(row), Cause.OTHER, row.due_at, row.error, row.attempts, None, row.due_at)
        for row in rows
    ]
    return FailureGroup("reads", READS, min(row.due_at for row in rows), many, rows[-1].error, len(rows))
