"""How long a claim keeps a task, how many one person may hold, and what a pull request of theirs makes of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

LEASE = timedelta(days=14)
MAX_LIVE_CLAIMS = 2
ENDS_SOON = timedelta(days=3)
AHEAD = timedelta(days=1)
"""How long before its end a claim with an open pull request is lengthened, so that it is never over in between."""
GRACE = timedelta(days=7)
"""What is left at least after such a pull request was closed unmerged."""


@dataclass(frozen=True, slots=True)
class OwnPull:
    """One by whoever holds the task, which is to close it; `ended_at` is None while it is open."""

    number: int
    is_merged: bool = False
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Of a claim now. `pull_number`: the open pull request that keeps it."""

    expires_at: datetime
    pull_number: int | None = None
    is_done: bool = False


def standing(*, claimed_at: datetime, expires_at: datetime, pulls: Iterable[OwnPull], now: datetime) -> Standing:
    """What was over before the claim says nothing of it."""
    found = list(pulls)
    running = [pull for pull in found if pull.ended_at is None]
    ended = [pull for pull in found if pull.ended_at is not None and pull.ended_at >= claimed_at]
    if running:
        until = expires_at if expires_at > now + AHEAD else now + LEASE
        return Standing(until, max(pull.number for pull in running))
    if any(pull.is_merged for pull in ended):
        return Standing(expires_at, is_done=True)
    graces = [pull.ended_at + GRACE for pull in ended if pull.ended_at is not None]
    return Standing(max([expires_at, *graces]))
