"""How one repository fares, in words and with a tone that a badge shows as a color."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from common.moments import absolute, ago, clock
from github_sync.models import Repository, SyncRun
from github_sync.queries.holders import has_died

TONES = {"fresh": "good", "syncing": "busy", "waiting": "soon", "failing": "bad", "gone": "bad"}
OF_LATEST = ("status", "error", "cause", "progress", "percent", "goes_on_at", "started_at", "requests")


@dataclass(frozen=True)
class State:
    """`key`: never, syncing, waiting, failing, gone, paused or fresh; `text` goes on where `label` ends."""

    key: str
    label: str
    text: str = ""

    @property
    def tone(self) -> str:
        return TONES.get(self.key, "quiet")

    def __str__(self) -> str:
        return f"{self.label}{'' if self.key in {'failing', 'gone', 'waiting'} else ':'} {self.text}".strip(": ")


def with_latest_run(repositories: QuerySet[Repository]) -> QuerySet[Any]:
    """Annotated with what the latest run says (`latest_` before each of OF_LATEST), `failing_since` and `held`, the
    rows by kind at the end of the last sync that went well."""
    runs = SyncRun.objects.filter(repository=OuterRef("pk"))
    latest = runs.order_by("-started_at", "-pk")
    last_done = runs.filter(status=SyncRun.Status.DONE).order_by("-started_at", "-pk")
    failed = failed_since_success(runs).order_by("started_at")
    return repositories.annotate(
        **{f"latest_{name}": Subquery(latest.values(name)[:1]) for name in OF_LATEST},
        held=Subquery(last_done.values("rows")[:1]),
        failing_since=Subquery(failed.values("started_at")[:1]),
    )


def failed_since_success(runs: QuerySet[SyncRun]) -> QuerySet[SyncRun]:
    """Of the `runs` of an outer repository those that failed after its last success."""
    success = Coalesce(OuterRef("synced_at"), Value(datetime.min.replace(year=1970, tzinfo=UTC)))
    return runs.filter(status=SyncRun.Status.FAILED, started_at__gt=success)


def state_of(repository: Any) -> State:
    """For one repository of `with_latest_run`."""
    match state_key(repository):
        case "failing":
            return State("failing", "Failing", f"{_since(repository.failing_since)}: {repository.latest_error}")
        case "gone":
            said = f"{_since(repository.gone_at)}: GitHub does not show it to this site. Its rows stay."
            return State("gone", "Gone", said)
        case "waiting":
            until = clock(repository.latest_goes_on_at)
            return State("waiting", "Waiting", f"for GitHub's limit until {until}; it goes on by itself")
        case "syncing":
            return _how_far(repository)
        case "paused":
            return State("paused", "Paused", _synced(repository.synced_at))
        case "never":
            return State("never", "Not synced yet", "")
    return State("fresh", "Fresh", _synced(repository.synced_at))


def state_key(repository: Any) -> str:
    """A run is going on only while its lease lives; one that died will be taken up again."""
    expires_at = repository.lease_expires_at
    is_held = bool(expires_at and expires_at > timezone.now() and not has_died(repository.lease_holder))
    if repository.latest_status == SyncRun.Status.RUNNING and is_held:
        return "syncing"
    if not repository.is_tracked:
        return "paused"
    if repository.gone_at is not None:
        return "gone"
    if repository.latest_status == SyncRun.Status.WAITING:
        return "waiting"
    if repository.latest_status == SyncRun.Status.FAILED and not _is_over(repository):
        return "failing"
    return "fresh" if repository.synced_at else "never"


def _is_over(repository: Any) -> bool:
    """A later look found nothing new, which leaves no run."""
    return bool(repository.synced_at and repository.synced_at > repository.latest_started_at)


def _how_far(repository: Any) -> State:
    stream, percent = repository.latest_progress, repository.latest_percent
    if not stream or percent is None:
        return State("syncing", "Syncing now")
    return State("syncing", f"Syncing {percent} %", stream)


def _synced(moment: datetime | None) -> str:
    return f"synced {ago(moment)}" if moment else "never synced"


def _since(moment: datetime | None) -> str:
    return f"since {absolute(moment)}" if moment else "now"
