"""Stores deliveries in groups: whoever comes first writes for all that came meanwhile, in one transaction.

Fifty deliveries at once would else be fifty transactions that wait for each other. Nobody is answered before the
transaction that holds the delivery has ended, and one that comes alone is written at once.
"""

import threading
from dataclasses import dataclass, field
from uuid import UUID

from django.db import connection, transaction

from github_sync.models import Delivery
from github_sync.services.webhooks.nudges import nudge
from github_sync.services.webhooks.turns import writing

MOST = 100


@dataclass
class Waiting:
    row: Delivery
    is_done: threading.Event = field(default_factory=threading.Event)
    is_new: bool = False
    error: BaseException | None = None


class Intake:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[Waiting] = []
        self._is_led = False

    def store(self, row: Delivery) -> bool:
        """True once the row is stored, False where its id was there before; raises what the database says."""
        mine = Waiting(row)
        with self._lock:
            self._waiting.append(mine)
            leads, self._is_led = not self._is_led, True
        if leads:
            self._lead()
        mine.is_done.wait()
        if mine.error is not None:
            raise mine.error
        return mine.is_new

    def _lead(self) -> None:
        while group := self._next_group():
            try:
                with writing():
                    _write(group)
                transaction.on_commit(nudge, robust=True)  # the answer does not hang on the queue
            except BaseException as error:
                for waiting in group:
                    waiting.error = error
            finally:
                for waiting in group:
                    waiting.is_done.set()

    def _next_group(self) -> list[Waiting]:
        with self._lock:
            group, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            self._is_led = bool(group)
            return group


def _write(group: list[Waiting]) -> None:
    """One statement, which says what it has stored; the ORM would spend more on making it than the database on it."""
    rows = {waiting.row.guid: waiting for waiting in reversed(group)}
    values = [f.get_db_prep_save(f.pre_save(w.row, True), connection) for w in rows.values() for f in FIELDS]
    place = f"({', '.join(['%s'] * len(FIELDS))})"
    statement = f"{INSERT} VALUES {', '.join([place] * len(rows))} {UNLESS_KNOWN}"
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)
        for (guid,) in cursor.fetchall():
            rows[guid if isinstance(guid, UUID) else UUID(guid)].is_new = True


FIELDS = [field for field in Delivery._meta.concrete_fields if not field.primary_key]
INSERT = f"INSERT INTO {Delivery._meta.db_table} ({', '.join(str(field.column) for field in FIELDS)})"
UNLESS_KNOWN = "ON CONFLICT (guid) DO NOTHING RETURNING guid"
intake = Intake()
