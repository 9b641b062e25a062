"""What a child does: one call after the other, each with a limit of processor time."""

import pickle
import resource
import signal
from multiprocessing.connection import Connection
from typing import Any

MEMORY = 1024**3
"""Bytes of addresses a child may have, what it was born with included."""


def serve(pipe: "Connection[Any, Any]") -> None:
    """Until the other end is closed. A call that needs more processor time than it may is ended by the system, also
    where it holds the interpreter: SIGPROF's default is to end the process."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, resource.getrlimit(resource.RLIMIT_AS)[1]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            told = pipe.recv_bytes()
        except EOFError:
            return
        seconds, call = pickle.loads(told)  # noqa: S301 - from the process that started this one
        signal.setitimer(signal.ITIMER_PROF, seconds)
        answer = _answer(call)
        signal.setitimer(signal.ITIMER_PROF, 0)
        pipe.send_bytes(answer)


def _answer(call: Any) -> bytes:
    try:
        return pickle.dumps((True, call()))
    except Exception as error:  # whatever a parser does with hostile text is the other's to say
        return pickle.dumps((False, type(error).__name__))
