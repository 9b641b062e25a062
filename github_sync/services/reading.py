"""What GitHub sends as values that the database takes."""

from datetime import datetime
from typing import Any

from common.text import without_control

MAX_TEXT = 300_000


def text(value: Any, limit: int = MAX_TEXT) -> str:
    """Never null, without NUL (PostgreSQL refuses it), cut at `limit`."""
    return without_control(str(value or ""))[:limit]


def moment(value: Any) -> datetime | None:
    """An aware datetime of GitHub's ISO 8601, None for null."""
    return datetime.fromisoformat(value) if value else None


def maybe_number(value: Any) -> int | None:
    return None if value is None else number(value)


def number(value: Any) -> int:
    """A whole number that fits PostgreSQL's positive integer."""
    return min(max(int(value or 0), 0), 2_147_483_647)
