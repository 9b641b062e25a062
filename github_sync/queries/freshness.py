"""How fresh the mirror is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max
from django.utils import timezone

from github_sync.models import Repository
from github_sync.queries.due import INTERVAL
from github_sync.queries.states import state_key, with_latest_run

STALE_AFTER = timedelta(hours=1)
LATE_AFTER = 2 * INTERVAL


@dataclass(frozen=True)
class Freshness:
    """`state`: never, syncing, waiting, failing, gone or fresh; `failing_since`: the first failure after the last
    success."""

    full_name: str
    state: str
    synced_at: datetime | None
    error: str
    failing_since: datetime | None


@dataclass(frozen=True)
class MirrorState:
    """`synced_at`: the latest successful look at any repository; `stale_since`: set where visitors should know that
    what they see may be old: no look has succeeded for an hour, or every repository fails for half of one."""

    synced_at: datetime | None
    stale_since: datetime | None


def last_synced_at() -> datetime | None:
    """The latest end of a successful sync; None before the first."""
    found: datetime | None = Repository.objects.filter(is_tracked=True).aggregate(at=Max("synced_at"))["at"]
    return found


def mirror_state() -> MirrorState:
    """One query. A mirror that was never filled is not stale but new."""
    states = repository_states()
    synced_at = max((one.synced_at for one in states if one.synced_at), default=None)
    if synced_at is None:
        return MirrorState(None, None)
    is_old = timezone.now() - synced_at > STALE_AFTER
    return MirrorState(synced_at, synced_at if is_old or _all_fail(states) else None)


def is_late(synced_at: datetime | None) -> bool:
    """Whether a repository's last success is so long ago that pages may say so."""
    return synced_at is None or timezone.now() - synced_at > LATE_AFTER


def _all_fail(states: list[Freshness]) -> bool:
    """At every look, and not for the first time: GitHub often has trouble for a minute."""
    before = timezone.now() - LATE_AFTER
    return all(one.failing_since and one.failing_since < before for one in states if one.state != "gone") and any(
        one.state == "failing" for one in states
    )


def repository_states() -> list[Freshness]:
    """One row a tracked repository, in one query."""
    return [
        Freshness(r.full_name, state_key(r), r.synced_at, r.latest_error or "", r.failing_since)
        for r in with_latest_run(Repository.objects.filter(is_tracked=True))
    ]
