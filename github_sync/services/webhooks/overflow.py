"""Where deliveries go while another holds SQLite's one write lock, which a page of a sync or the board may for seconds.

A small SQLite file beside the database, from which the queue moves them. With other databases it is never used.
"""

import json
import sqlite3
import threading
import time
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import connection

from github_sync.models import Delivery

FIELDS = ("event", "action", "repository", "hook_id", "hook_target")
TABLE = "CREATE TABLE IF NOT EXISTS waiting (guid TEXT PRIMARY KEY, received_at TEXT, facts TEXT, payload BLOB)"
A_READ = 200
STAYS_BUSY = 0.1
"""Seconds after a refusal during which the database is not even asked."""

_open = threading.Lock()
_busy_until = 0.0


def is_of_use() -> bool:
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return False
    return _is_a_file(str(connection.settings_dict["NAME"]))


def is_busy() -> bool:
    return time.monotonic() < _busy_until


def note_busy() -> None:
    global _busy_until
    _busy_until = time.monotonic() + STAYS_BUSY


def note_free() -> None:
    global _busy_until
    _busy_until = 0.0


def set_aside(rows: Iterable[Delivery]) -> None:
    """Stored when this returns; one that is there already stays as it is."""
    values = [
        (str(row.guid), row.received_at.isoformat(), json.dumps({f: getattr(row, f) for f in FIELDS}), row.payload)
        for row in rows
    ]
    with _open, closing(_connect()) as file, file:
        file.executemany("INSERT OR IGNORE INTO waiting VALUES (?, ?, ?, ?)", values)


def waiting() -> list[Delivery]:
    """Some of those set aside, the oldest first."""
    if not is_of_use() or not _path().exists():
        return []
    with _open, closing(_connect()) as file:
        found = file.execute(f"SELECT * FROM waiting ORDER BY received_at LIMIT {A_READ}").fetchall()  # noqa: S608
    return [
        Delivery(guid=UUID(guid), received_at=datetime.fromisoformat(at), payload=payload, **json.loads(facts))
        for guid, at, facts, payload in found
    ]


def forget(rows: Iterable[Delivery]) -> None:
    """Call it once they are in the database."""
    with _open, closing(_connect()) as file, file:
        file.executemany("DELETE FROM waiting WHERE guid = ?", [(str(row.guid),) for row in rows])


def _connect() -> sqlite3.Connection:
    file = sqlite3.connect(_path(), timeout=5)
    file.execute("PRAGMA journal_mode=WAL")
    file.execute("PRAGMA synchronous=NORMAL")
    file.execute(TABLE)
    return file


@cache
def _is_a_file(name: str) -> bool:
    return Path(name).parent.is_dir()


def _path() -> Path:
    return Path(f"{connection.settings_dict['NAME']}-deliveries")
