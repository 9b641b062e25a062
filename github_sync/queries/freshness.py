"""How fresh the mirror is, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format

from github_sync.models import Repository, SyncRun


@dataclass(frozen=True)
class Freshness:
    """`state` is one of never, syncing, failing, fresh; `failing_since` the first failure after the last success."""

    full_name: str
    state: str
    synced_at: datetime | None
    error: str
    failing_since: datetime | None


def last_synced_at() -> datetime | None:
    """The latest end of a successful sync; None before the first."""
    found: datetime | None = Repository.objects.filter(is_tracked=True).aggregate(at=Max("synced_at"))["at"]
    return found


def repository_states() -> list[Freshness]:
    """One row a tracked repository, in one query."""
    return [
        Freshness(r.full_name, _state(r), r.synced_at, r.error or "", r.failing_since)
        for r in with_latest_run(Repository.objects.filter(is_tracked=True))
    ]


def with_latest_run(repositories: QuerySet[Repository]) -> QuerySet[Any]:
    """Annotated with `status` and `error` of the latest run and with `failing_since`."""
    latest = SyncRun.objects.filter(repository=OuterRef("pk")).order_by("-started_at", "-pk")
    failed_since = Q(runs__status=SyncRun.Status.FAILED) & (Q(synced_at=None) | Q(runs__started_at__gt=F("synced_at")))
    return repositories.annotate(
        status=Subquery(latest.values("status")[:1]),
        error=Subquery(latest.values("error")[:1]),
        failing_since=Min("runs__started_at", filter=failed_since),
    )


def state_in_words(repository: Repository) -> str:
    """For one repository of `with_latest_run`."""
    if repository.gone_at:
        return f"Gone: deleted on GitHub, as it said on {date_format(timezone.localtime(repository.gone_at), 'j M Y')}"
    state = _state(repository)
    if state == "failing":
        since = getattr(repository, "failing_since", None)
        when = f" since {date_format(timezone.localtime(since), 'j M Y, H:i')}" if since else ""
        return f"Failing{when}: {getattr(repository, 'error', '')}"
    return {
        "never": "Not synced yet",
        "syncing": "Syncing now",
        "fresh": "Fresh" if repository.is_tracked else "Paused",
    }[state]


def _state(repository: Repository) -> str:
    """A run is going on only while its lease lives; one that died will be taken up again."""
    status = getattr(repository, "status", None)
    expires_at = repository.lease_expires_at
    if status == SyncRun.Status.RUNNING and expires_at and expires_at > timezone.now():
        return "syncing"
    if status == SyncRun.Status.FAILED:
        return "failing"
    return "fresh" if repository.synced_at else "never"
