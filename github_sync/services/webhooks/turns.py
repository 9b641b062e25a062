"""Who writes where one process both stores deliveries and applies them (the embedded queue on SQLite).

SQLite has one writer at a time, and one that finds it taken sleeps and asks again, longer each time. So these writers
take turns at a lock of the process. Elsewhere nothing waits here.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings

_writer = threading.Lock()


@contextmanager
def writing(patience: float = -1) -> Iterator[None]:
    """Held around one short write transaction; TimeoutError where it is not free within `patience` seconds."""
    if not settings.EMBEDDED_QUEUE:
        yield
        return
    if not _writer.acquire(timeout=patience):
        raise TimeoutError
    try:
        yield
    finally:
        _writer.release()
