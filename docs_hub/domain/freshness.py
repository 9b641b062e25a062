"""When a page was last checked by somebody, and when it has to be checked again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

FRESH, DUE, OVERDUE, ORPHAN, UNOWNED = "fresh", "due", "overdue", "orphan", "unowned"
STATES = {
    OVERDUE: "Overdue",
    DUE: "Due soon",
    ORPHAN: "Owner left",
    UNOWNED: "No owner",
    FRESH: "Fresh",
}
"""The most urgent first."""
NOTICE = timedelta(days=14)
LONGEST = 3650
"""Days of the longest interval."""


@dataclass(frozen=True)
class Promise:
    """What is said of one place: a source, a folder, a page or a section. Empty values are left to the place above.

    `interval`: days; `since`: when the promise was made, from which a page is counted that nobody checked yet.
    """

    owner: str = ""
    has_left: bool = False
    interval: int | None = None
    version: str = ""
    since: datetime | None = None


@dataclass(frozen=True)
class Checked:
    """That somebody has read a page through and found it right, for that version of the product."""

    at: datetime
    by: str = ""
    version: str = ""


@dataclass(frozen=True)
class Freshness:
    """`is_lapsed` is what readers are told, whoever owns the page; `reason`: time, version or empty."""

    state: str
    owner: str = ""
    due_at: datetime | None = None
    is_lapsed: bool = False
    reason: str = ""
    promise: Promise = field(default_factory=Promise)
    checked: Checked | None = None

    @property
    def title(self) -> str:
        return STATES[self.state]

    @property
    def needs_somebody(self) -> bool:
        return self.state != FRESH


def joined(promises: Iterable[Promise]) -> Promise:
    """The nearest place first. Each value is the nearest that is said; an owner comes with whether they have left."""
    owner, interval, version, since = Promise(), None, "", None
    for one in promises:
        owner = owner if owner.owner else one
        interval = interval if interval is not None else one.interval
        version = version or one.version
        since = since or one.since
    return Promise(owner.owner, owner.has_left if owner.owner else False, interval, version, since)


def freshness(promise: Promise, checked: Checked | None, now: datetime) -> Freshness:
    """Without an interval nothing is ever due by time; a newer version of the product makes a page due at once."""
    due_at = _due_at(promise, checked)
    is_lapsed = due_at is not None and now >= due_at
    is_older = checked is not None and bool(promise.version) and checked.version != promise.version
    is_soon = due_at is not None and now >= due_at - _notice(promise.interval or 0)
    reason = "time" if is_lapsed or is_soon else "version" if is_older else ""
    state = _state(promise, is_lapsed=is_lapsed, is_due=bool(reason))
    return Freshness(state, promise.owner, due_at, is_lapsed, reason, promise, checked)


def _state(promise: Promise, *, is_lapsed: bool, is_due: bool) -> str:
    if not promise.owner:
        return UNOWNED
    if promise.has_left:
        return ORPHAN
    if is_lapsed:
        return OVERDUE
    return DUE if is_due else FRESH


def _due_at(promise: Promise, checked: Checked | None) -> datetime | None:
    start = checked.at if checked is not None else promise.since
    if start is None or not promise.interval:
        return None
    return start + timedelta(days=promise.interval)


def _notice(interval: int) -> timedelta:
    """Two weeks ahead; of a short interval its last half, or a page would be due from the day it was checked."""
    return min(NOTICE, timedelta(days=interval) / 2)


def folders_above(path: str) -> list[str]:
    """`a/b/c.md` lies in `a/b`, in `a` and in the source itself, the empty name; the nearest first."""
    found = []
    while "/" in path:
        path = path.rpartition("/")[0]
        found.append(path)
    return [*found, ""]
