"""How fresh the mirror is, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, OuterRef, Subquery

from github_sync.models import Repository, SyncRun


@dataclass(frozen=True)
class Freshness:
    """`state` is one of never, syncing, failing, fresh."""

    full_name: str
    state: str
    synced_at: datetime | None
    error: str


def last_synced_at() -> datetime | None:
    """The latest end of a successful sync; None before the first."""
    found: datetime | None = Repository.objects.filter(is_tracked=True).aggregate(at=Max("synced_at"))["at"]
    return found


def repository_states() -> list[Freshness]:
    """One row a tracked repository, in one query."""
    latest = SyncRun.objects.filter(repository=OuterRef("pk")).order_by("-started_at")
    rows = Repository.objects.filter(is_tracked=True).annotate(
        status=Subquery(latest.values("status")[:1]), error=Subquery(latest.values("error")[:1])
    )
    return [Freshness(r.full_name, _state(r.status, r.synced_at), r.synced_at, r.error or "") for r in rows]


def _state(status: str | None, synced_at: datetime | None) -> str:
    if status == SyncRun.Status.FAILED:
        return "failing"
    if status == SyncRun.Status.RUNNING:
        return "syncing"
    return "fresh" if synced_at else "never"


def state_in_words(repository: Repository) -> str:
    """For one repository annotated with `status` and `error` of its latest run."""
    state = _state(getattr(repository, "status", None), repository.synced_at)
    return {
        "never": "Not synced yet",
        "syncing": "Syncing now",
        "failing": f"Failing: {getattr(repository, 'error', '')}",
        "fresh": "Fresh" if repository.is_tracked else "Paused",
    }[state]
