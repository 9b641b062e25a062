"""Stores deliveries in groups: one thread writes all that came while it wrote the group before, in one transaction.

Fifty deliveries at once would else be fifty transactions that wait for each other. Nobody is answered before the
transaction that holds the delivery has ended, and one that comes alone is written at once.
"""

import logging
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from uuid import UUID

from django.db import OperationalError, close_old_connections, connection

from github_sync.models import Delivery
from github_sync.services.webhooks import overflow
from github_sync.services.webhooks.nudges import nudge
from github_sync.services.webhooks.turns import writing

MOST = 100
PATIENCE = 0.04
"""Seconds to wait for SQLite's write lock before the deliveries are set aside."""
NUDGE_EVERY = 0.25
log = logging.getLogger(__name__)


@dataclass
class Waiting:
    """One delivery on its way; `on_its_way` is held until it is stored or cannot be."""

    row: Delivery
    on_its_way: threading.Lock = field(default_factory=threading.Lock)
    is_new: bool = False
    error: Exception | None = None


class Intake:
    """The writer is a thread of its own, with the one database connection that deliveries need."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Waiting] = SimpleQueue()
        self._starting = threading.Lock()
        self._writer: threading.Thread | None = None
        self._nudged_at = 0.0

    def store(self, row: Delivery) -> bool:
        """True once the row is stored, False where its id was there before; raises what the database says."""
        mine = Waiting(row)
        mine.on_its_way.acquire()
        self._waiting.put(mine)
        self._have_writer()
        mine.on_its_way.acquire()
        if mine.error is not None:
            raise mine.error
        return mine.is_new

    def _have_writer(self) -> None:
        """Started at the first delivery, and so after the server has made its processes."""
        if self._writer is None or not self._writer.is_alive():
            with self._starting:
                if self._writer is None or not self._writer.is_alive():
                    self._writer = threading.Thread(target=self._write, name="webhook-intake", daemon=True)
                    self._writer.start()

    def _write(self) -> None:
        while True:
            group = self._next_group()
            close_old_connections()
            try:
                _store({waiting.row.guid: waiting for waiting in reversed(group)})
                self._nudge()
            except Exception as error:
                for waiting in group:
                    waiting.error = error
            for waiting in group:
                waiting.on_its_way.release()

    def _next_group(self) -> list[Waiting]:
        group = [self._waiting.get()]
        with suppress(Empty):
            while len(group) < MOST:
                group.append(self._waiting.get_nowait())
        return group

    def _nudge(self) -> None:
        """Left to the next group where one waits. The answer does not hang on the queue: the schedule finds what it
        was not told."""
        if not self._waiting.empty() and time.monotonic() - self._nudged_at < NUDGE_EVERY:
            return
        self._nudged_at = time.monotonic()
        try:
            nudge()
        except Exception:
            log.exception("The queue could not be told of new deliveries.")


def move_in() -> int:
    """Bring those that were set aside into the database; returns how many were moved. Doing it twice adds nothing."""
    moved = 0
    while rows := overflow.waiting():
        with writing():
            insert(rows)
        overflow.note_free()
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
        with writing(PATIENCE):
            _have_little_patience()
            return insert(rows)
    except (TimeoutError, OperationalError) as error:
        if isinstance(error, OperationalError) and "locked" not in str(error):
            raise
        overflow.note_busy()
        return None


def _have_little_patience() -> None:
    """Asked of the writer's own connection once: each statement costs it the interpreter's lock."""
    connection.ensure_connection()
    if getattr(_patience, "of", None) is not connection.connection:
        connection.connection.execute(f"PRAGMA busy_timeout = {int(PATIENCE * 1000)}")
        _patience.of = connection.connection


def insert(rows: list[Delivery]) -> set[UUID]:
    """The ids of those that are new. One statement, and so one transaction, which says what it has stored; the ORM
    would spend more on making it than the database on running it."""
    values = [f.get_db_prep_save(f.pre_save(row, True), connection) for row in rows for f in FIELDS]
    place = f"({', '.join(['%s'] * len(FIELDS))})"
    statement = f"{INSERT} VALUES {', '.join([place] * len(rows))} {UNLESS_KNOWN}"
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {guid if isinstance(guid, UUID) else UUID(guid) for (guid,) in cursor.fetchall()}


FIELDS = [field for field in Delivery._meta.concrete_fields if not field.primary_key]
INSERT = f"INSERT INTO {Delivery._meta.db_table} ({', '.join(str(field.column) for field in FIELDS)})"
UNLESS_KNOWN = "ON CONFLICT (guid) DO NOTHING RETURNING guid"
intake = Intake()
_patience = threading.local()
