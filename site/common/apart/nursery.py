"""Forks the children that work on texts of strangers: it has loaded what they need, so that one is there in a moment.

Started as `python -m common.apart.nursery FD MODULES`; FD is its end of the conversation with the process that wants
children. It knows no Django, opens no database, and ends with its children when that process ends, however it does.
"""

import gc
import os
import select
import signal
import socket
import struct
import sys
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import Connection
from typing import NoReturn

from common.apart.child import serve

FORK, END = b"f", b"e"
MESSAGE = struct.Struct("!cq")
ANSWER = struct.Struct("!q")
LOOK_AFTER = 5.0
"""Seconds after which children that ended by themselves are taken leave of, when nobody asks for anything."""


class Nursery:
    """Answers FORK, with the child's end of a pipe, by its number; END by the signal that ended it, or 0."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._ended: dict[int, int | None] = {}
        """By number, what ended it; None while it lives."""

    def run(self) -> None:
        while True:
            readable, _, _ = select.select([self._control], [], [], LOOK_AFTER)
            self._take_leave()
            if readable and not self._answer():
                return

    def _answer(self) -> bool:
        """False where nobody is there any more."""
        said, handed, _, _ = socket.recv_fds(self._control, MESSAGE.size, 1)
        if len(said) < MESSAGE.size:
            return False
        what, number = MESSAGE.unpack(said)
        answer = self._fork(handed[0]) if what == FORK else self._end(number)
        self._control.sendall(ANSWER.pack(answer))
        return True

    def _fork(self, handed: int) -> int:
        child = os.fork()
        if child == 0:
            self._live(handed)
        os.close(handed)
        self._ended[child] = None
        return child

    def _live(self, handed: int) -> NoReturn:
        """As a child, which has nothing of its siblings."""
        status = 1
        try:
            self._control.close()
            serve(Connection(handed))
            status = 0
        finally:
            os._exit(status)

    def _end(self, child: int) -> int:
        """Only what is not taken leave of is killed: its number may be another's by now."""
        if self._ended.get(child, 0) is None:
            os.kill(child, signal.SIGKILL)
            self._note(*os.waitpid(child, 0))
        return self._ended.pop(child, 0) or 0

    def _take_leave(self) -> None:
        with suppress(ChildProcessError):
            while True:
                child, status = os.waitpid(-1, os.WNOHANG)
                if child == 0:
                    return
                self._note(child, status)

    def _note(self, child: int, status: int) -> None:
        self._ended[child] = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    def close(self) -> None:
        for child in list(self._ended):
            self._end(child)


def main(number: int, modules: list[str]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it decides when it ends
    with socket.socket(fileno=number) as control:
        for module in modules:
            import_module(module)
        gc.collect()
        gc.freeze()  # a child that looks through what is shared would make it its own
        nursery = Nursery(control)
        try:
            nursery.run()
        finally:
            nursery.close()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
