"""Who of those that wait for an answer of the site has a child: one at a time a person, and few at once in all.

Work of the queue, for which nobody waits, is not counted: it has as many children as the queue has workers.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from common.apart.errors import BusyError

RUNNING, WAITING = 2, 4
"""In each server process; both together must leave threads (WEB_THREADS) to all other pages."""
WAITING_OF_ONE = 2
"""An editor saves by itself and checks while its writer sends: whoever writes has three at once without meaning to."""
WAIT = 8.0
"""Seconds; a little more than a child may have for who waits."""


class Turns:
    def __init__(self, running: int = RUNNING, waiting: int = WAITING, wait: float = WAIT) -> None:
        self._most_running, self._most_waiting, self._wait = running, waiting, wait
        self._changed = threading.Condition()
        self._running: set[Hashable] = set()
        self._waiting: list[Hashable] = []

    @contextmanager
    def turn(self, person: Hashable) -> Iterator[None]:
        """Raises BusyError where the person waits often enough, too many wait, or the turn does not come in time."""
        self._take(person)
        try:
            yield
        finally:
            with self._changed:
                self._running.discard(person)
                self._changed.notify_all()

    def _take(self, person: Hashable) -> None:
        with self._changed:
            if not self._is_free(person):
                self._queue(person)
            self._running.add(person)

    def _queue(self, person: Hashable) -> None:
        has_enough = self._waiting.count(person) >= WAITING_OF_ONE
        if has_enough or len(self._waiting) >= self._most_waiting:
            raise BusyError(is_own=has_enough)
        self._waiting.append(person)
        try:
            if not self._changed.wait_for(lambda: self._is_free(person), self._wait):
                raise BusyError(is_own=person in self._running)
        finally:
            self._waiting.remove(person)

    def _is_free(self, person: Hashable) -> bool:
        return person not in self._running and len(self._running) < self._most_running


_turns = Turns()


class Asking:
    """One request, whose children share one turn."""

    def __init__(self, person: Callable[[], Hashable], turns: Turns = _turns) -> None:
        self._person, self._turns = person, turns
        self._depth = 0

    @contextmanager
    def turn(self) -> Iterator[None]:
        self._depth += 1
        try:
            if self._depth > 1:
                yield
                return
            with self._turns.turn(self._person()):
                yield
        finally:
            self._depth -= 1


asking: ContextVar[Asking | None] = ContextVar("asking", default=None)
"""The request that this thread answers; None in the queue and in commands."""


@contextmanager
def turn() -> Iterator[None]:
    """Around any use of a child. Raises BusyError, but in the queue and in commands."""
    request = asking.get()
    if request is None:
        yield
        return
    with request.turn():
        yield
