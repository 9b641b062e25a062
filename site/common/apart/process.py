"""One child, for any number of calls; and the nursery that forks it, one for each process of ours.

`subprocess` and not `multiprocessing`: workers of Celery are daemons, which must not have children of the latter, and a
process with threads and connections is not to be forked.
"""

import atexit
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any

from django.conf import settings

from common.apart.errors import BrokeOffError, FailedError, NotStartedError, TooLongError
from common.apart.nursery import ANSWER, END, FORK, MESSAGE

START_SECONDS = 60.0
"""For the nursery to load all it preloads, on a slow machine."""
LARGEST = 64 * 1024**2
"""Bytes of an answer."""
PATIENCE = 4
"""How often the allowed processor time may pass by the clock, for other processes want the processor too."""
NOT_STARTED = "the process that looks at texts did not start"
BROKE_OFF = "it broke off, perhaps for want of memory"


class ApartProcess:
    """A child that one thread uses; close it when done. It is born when it is first called."""

    def __init__(self) -> None:
        self._pipe: Connection[Any, Any] | None = None
        self._number = 0

    @property
    def is_alive(self) -> bool:
        return self._pipe is not None

    def call[Answer](self, function: Callable[[], Answer], *, seconds: float) -> Answer:
        """`function`: what can be pickled, such as a `partial` of a function of a module.

        Raises ApartError; after that the next call has a new child, which knows nothing of earlier ones.
        """
        pipe = self._pipe or self._start()
        try:
            pipe.send_bytes(pickle.dumps((seconds, function)))
            if not pipe.poll(seconds * PATIENCE):
                raise TooLongError(_too_long(seconds))
            is_done, answer = pickle.loads(pipe.recv_bytes(LARGEST))  # noqa: S301 - from our own process
        except (EOFError, OSError) as error:
            if self.close() == signal.SIGPROF:
                raise TooLongError(_too_long(seconds)) from error
            raise BrokeOffError(BROKE_OFF) from error
        except TooLongError:
            self.close()
            raise
        if not is_done:
            raise FailedError(answer)
        return answer

    def _start(self) -> "Connection[Any, Any]":
        pipe, theirs = Pipe()
        try:
            with theirs:
                self._number = _nursery().fork(theirs.fileno())
        except OSError as error:
            pipe.close()
            raise NotStartedError(NOT_STARTED) from error
        self._pipe = pipe
        return pipe

    def close(self) -> int:
        """The number of the signal that had ended it, if one had."""
        pipe, self._pipe = self._pipe, None
        if pipe is None:
            return 0
        pipe.close()
        try:
            return _nursery().end(self._number)
        except OSError:  # the nursery is gone, and its children with it
            return 0

    def __enter__(self) -> "ApartProcess":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _too_long(seconds: float) -> str:
    return f"it takes longer than {seconds:g} seconds; look for a long row of brackets or other marks"


class NurseryProcess:
    """Answers one question at a time; each takes some milliseconds."""

    def __init__(self, modules: Sequence[str]) -> None:
        """Returns at once, while it still loads. Raises OSError."""
        self._talking = threading.Lock()
        self._control, theirs = socket.socketpair()
        self._control.settimeout(START_SECONDS)
        number = theirs.fileno()
        command = [sys.executable, "-m", "common.apart.nursery", str(number), *modules]
        with theirs:
            self._process = subprocess.Popen(
                command, pass_fds=[number], env=_environment(), stdin=subprocess.DEVNULL, start_new_session=True
            )

    def fork(self, pipe: int) -> int:
        """Raises OSError."""
        return self._ask(FORK, 0, [pipe])

    def end(self, child: int) -> int:
        """Raises OSError."""
        return self._ask(END, child, [])

    def _ask(self, what: bytes, number: int, handed: list[int]) -> int:
        with self._talking:
            socket.send_fds(self._control, [MESSAGE.pack(what, number)], handed)
            answer = self._control.recv(ANSWER.size)
        if len(answer) < ANSWER.size:
            raise ConnectionResetError(NOT_STARTED)
        return int(ANSWER.unpack(answer)[0])

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def close(self) -> None:
        self._control.close()
        with suppress(OSError):
            self._process.kill()
        self._process.wait()

    def forget(self) -> None:
        """In a process that was forked from the one whose nursery this is."""
        self._control.close()
        self._process.returncode = 0  # it is no child of this process, which cannot wait for it


def _environment() -> dict[str, str]:
    """Without what children have no use for: addresses with passwords, keys."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(("LC_", "PYTHON"))}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


KEPT = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "VIRTUAL_ENV")
_starting = threading.Lock()
_kept: list[NurseryProcess] = []


def get_ready() -> None:
    """For whoever will need a child in a moment: what it needs is loaded meanwhile, on another processor."""
    with suppress(OSError):  # whoever needs one says why not
        _nursery()


def _nursery() -> NurseryProcess:
    with _starting:
        if _kept and not _kept[0].is_alive:
            _kept.pop().close()
        if not _kept:
            _kept.append(NurseryProcess(settings.APART_MODULES))
        return _kept[0]


def _forget() -> None:
    global _starting
    _starting = threading.Lock()
    while _kept:
        _kept.pop().forget()


@atexit.register
def end_nursery() -> None:
    with _starting:
        while _kept:
            _kept.pop().close()


os.register_at_fork(after_in_child=_forget)
