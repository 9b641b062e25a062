"""Stores deliveries in groups: whoever comes first writes for all that came meanwhile, in one transaction.

Fifty deliveries at once would else be fifty transactions that wait for each other. Nobody is answered before the
transaction that holds the delivery has ended, and one that comes alone is written at once.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

from django.db import OperationalError, connection, transaction

from github_sync.models import Delivery
from github_sync.services.webhooks import overflow
from github_sync.services.webhooks.nudges import nudge
from github_sync.services.webhooks.turns import writing

MOST = 100
GATHERING = 0.002
"""Seconds that a writer waits for others to join, where several came at once just before."""
PATIENCE = 0.04
"""Seconds to wait for SQLite's write lock before the deliveries are set aside."""


@dataclass
class Waiting:
    """One delivery on its way; woken either when it is stored or to write the next group itself."""

    row: Delivery
    is_woken: threading.Event = field(default_factory=threading.Event)
    leads: bool = False
    is_new: bool = False
    error: BaseException | None = None


class Intake:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Waiting] = []
        self._is_led = False
        self._latest = 0

    def store(self, row: Delivery) -> bool:
        """True once the row is stored, False where its id was there before; raises what the database says."""
        mine = Waiting(row)
        with self._lock:
            self._waiting.append(mine)
            mine.leads, self._is_led = not self._is_led, True
        if not mine.leads:
            mine.is_woken.wait()
        if mine.leads:
            self._write_group()
        if mine.error is not None:
            raise mine.error
        return mine.is_new

    def _write_group(self) -> None:
        """The first of those waiting writes for all; then the next one does, so that nobody writes for ever."""
        if self._latest > 1:
            time.sleep(GATHERING)
        with self._lock:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        self._latest = len(group)
        try:
            _store({waiting.row.guid: waiting for waiting in reversed(group)})
            transaction.on_commit(nudge, robust=True)  # the answer does not hang on the queue
        except BaseException as error:
            for waiting in group:
                waiting.error = error
        finally:
            self._wake(group)

    def _wake(self, group: list[Waiting]) -> None:
        with self._lock:
            self._is_led = bool(self._waiting)
            if self._waiting:
                self._waiting[0].leads = True
                self._waiting[0].is_woken.set()
        for waiting in group:
            waiting.is_woken.set()


def move_in() -> int:
    """Bring those that were set aside into the database; returns how many were moved. Doing it twice adds nothing."""
    moved = 0
    while rows := overflow.waiting():
        with writing():
            insert(rows)
        overflow.forget(rows)
        moved += len(rows)
    return moved


def _store(group: dict[UUID, Waiting]) -> None:
    rows = [waiting.row for waiting in group.values()]
    if not overflow.is_of_use():
        new = insert(rows)
    elif (found := _insert_at_once(rows)) is not None:
        new = found
    else:
        overflow.set_aside(rows)
        new = set(group)
    for guid in new:
        group[guid].is_new = True


def _insert_at_once(rows: list[Delivery]) -> set[UUID] | None:
    """None where another holds the write lock."""
    if overflow.is_busy():
        return None
    try:
        with writing(PATIENCE), _little_patience():
            return insert(rows)
    except (TimeoutError, OperationalError) as error:
        if isinstance(error, OperationalError) and "locked" not in str(error):
            raise
        overflow.note_busy()
        return None


@contextmanager
def _little_patience() -> Iterator[None]:
    connection.ensure_connection()
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    connection.connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
    try:
        yield
    finally:
        connection.connection.execute(f"PRAGMA busy_timeout = {usual}")


def insert(rows: list[Delivery]) -> set[UUID]:
    """The ids of those that are new. One statement, which says what it has stored; the ORM would spend more on making
    it than the database on running it."""
    values = [f.get_db_prep_save(f.pre_save(row, True), connection) for row in rows for f in FIELDS]
    place = f"({', '.join(['%s'] * len(FIELDS))})"
    statement = f"{INSERT} VALUES {', '.join([place] * len(rows))} {UNLESS_KNOWN}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {guid if isinstance(guid, UUID) else UUID(guid) for (guid,) in cursor.fetchall()}


FIELDS = [field for field in Delivery._meta.concrete_fields if not field.primary_key]
INSERT = f"INSERT INTO {Delivery._meta.db_table} ({', '.join(str(field.column) for field in FIELDS)})"
UNLESS_KNOWN = "ON CONFLICT (guid) DO NOTHING RETURNING guid"
intake = Intake()
