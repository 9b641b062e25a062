"""Windows of a reader's own choice: one is worked out at a time, and a few a minute, since each costs a lot."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from django.core.cache import cache

from sustainability.errors import TooBusyError

TURN = "sustainability-custom-window"
TURN_SECONDS = 120
PER_MINUTE = 10


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Raises TooBusyError where another window is being worked out, or enough were in this minute."""
    mine = uuid4().hex
    if not cache.add(TURN, mine, TURN_SECONDS):
        raise TooBusyError("Another choice of days is being worked out right now. Try again in a minute.")
    try:
        _count()
        yield
    finally:
        if cache.get(TURN) == mine:
            cache.delete(TURN)


def _count() -> None:
    key = f"{TURN}-{int(time.time() // 60)}"
    cache.add(key, 0, 2 * TURN_SECONDS)
    if cache.incr(key) > PER_MINUTE:
        raise TooBusyError("Many other days were asked for in this minute. Try again in the next one.")
