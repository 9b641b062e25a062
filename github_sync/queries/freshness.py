"""How fresh the mirror is, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Max, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format

from github_sync.models import Repository, SyncRun
from github_sync.queries.holders import has_died


@dataclass(frozen=True)
class Freshness:
    """`state`: never, syncing, waiting, failing, gone or fresh; `failing_since`: the first failure after the last
    success."""

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
        Freshness(r.full_name, state_of(r), r.synced_at, r.error or "", r.failing_since)
        for r in with_latest_run(Repository.objects.filter(is_tracked=True))
    ]


def with_latest_run(repositories: QuerySet[Repository]) -> QuerySet[Any]:
    """Annotated with what the latest run says (status, error, progress, percent, goes_on_at) and `failing_since`."""
    latest = SyncRun.objects.filter(repository=OuterRef("pk")).order_by("-started_at", "-pk")
    failed_since = Q(runs__status=SyncRun.Status.FAILED) & (Q(synced_at=None) | Q(runs__started_at__gt=F("synced_at")))
    return repositories.annotate(
        status=Subquery(latest.values("status")[:1]),
        error=Subquery(latest.values("error")[:1]),
        progress=Subquery(latest.values("progress")[:1]),
        percent=Subquery(latest.values("percent")[:1]),
        goes_on_at=Subquery(latest.values("goes_on_at")[:1]),
        failing_since=Min("runs__started_at", filter=failed_since),
    )


def state_in_words(repository: Repository) -> str:
    """For one repository of `with_latest_run`."""
    state = state_of(repository)
    error = getattr(repository, "error", "") or ""
    match state:
        case "failing":
            return f"Failing{_since(getattr(repository, 'failing_since', None))}: {error}"
        case "gone":
            return f"Gone{_since(repository.gone_at)}: GitHub does not show it to this site. Its rows stay."
        case "waiting":
            goes_on_at = timezone.localtime(getattr(repository, "goes_on_at", None))
            return f"Waiting for GitHub's limit until {date_format(goes_on_at, 'H:i')}; it goes on by itself"
        case "syncing":
            return _how_far(repository)
    return {"never": "Not synced yet", "fresh": "Fresh" if repository.is_tracked else "Paused"}[state]


def _since(moment: datetime | None) -> str:
    return f" since {date_format(timezone.localtime(moment), 'j M Y, H:i')}" if moment else ""


def _how_far(repository: Repository) -> str:
    stream, percent = getattr(repository, "progress", ""), getattr(repository, "percent", None)
    return f"Syncing now: {stream}, {percent} %" if stream and percent is not None else "Syncing now"


def state_of(repository: Repository) -> str:
    """A run is going on only while its lease lives; one that died will be taken up again."""
    status = getattr(repository, "status", None)
    expires_at = repository.lease_expires_at
    is_held = bool(expires_at and expires_at > timezone.now() and not has_died(repository.lease_holder))
    if status == SyncRun.Status.RUNNING and is_held:
        return "syncing"
    if repository.gone_at is not None:
        return "gone"
    if status == SyncRun.Status.WAITING:
        return "waiting"
    if status == SyncRun.Status.FAILED:
        return "failing"
    return "fresh" if repository.synced_at else "never"
