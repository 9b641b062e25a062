"""What every record has: its type, a stable number, a moment."""

import zlib
from datetime import UTC, datetime
from typing import Any

Record = dict[str, Any]


def stable_id(*parts: object) -> int:
    """A number that is the same in every run, for records whose dataset gives none."""
    return zlib.crc32(":".join(map(str, parts)).encode()) + 1_000_000_000


def small_id(*parts: object) -> int:
    """The same within 32 bits, for what GitHub counts so: accounts and repositories."""
    return 1_000_000_000 + stable_id(*parts) % 1_000_000_000


def now() -> str:
    """The present second as GitHub writes it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def touch(record: Record) -> str:
    """The present second as the record's new `updated_at`, never earlier than the old one."""
    moment = now()
    record["updated_at"] = max(moment, record.get("updated_at") or moment)
    return moment
