"""When something happened, where what tells it cannot be trusted or tells it in pieces."""

from collections.abc import Sequence
from datetime import datetime


def ceiling_of(committed_at: datetime, now: datetime, pushed_at: datetime | None) -> datetime | None:
    """What a commit's time cannot be later than, at the first sight of it: GitHub's time of the last push; None where
    the commit's own date is past. A date long ago stays."""
    if committed_at <= now:
        return None
    return min(now, pushed_at) if pushed_at else now


def commit_time(authored_at: datetime, committed_at: datetime, ceiling: datetime | None) -> datetime:
    """The commit's own date, else its author's, else when it was pushed: the first that was not in the future."""
    if ceiling is None or committed_at <= ceiling:
        return committed_at
    return min(authored_at, ceiling)


def ready_at(created_at: datetime, is_draft: bool, changes: Sequence[tuple[str, datetime]]) -> datetime | None:
    """Since when a pull request asked for an answer first; None for a draft that never did.

    `changes`: its events `ready` and `draft`, the oldest first. Whatever begins as a draft is made ready first.
    """
    if changes:
        return changes[0][1] if changes[0][0] == "ready" else created_at
    return None if is_draft else created_at
