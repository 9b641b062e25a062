"""Work on strangers' texts in child processes: ended when it takes too long or too much, and nothing is left of it."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from common.apart import process, turns
from common.apart.errors import BrokeOffError, BusyError, FailedError, TooLongError
from common.apart.process import ApartProcess
from common.apart.too_long import KnownTooLong
from common.apart.turns import Asking, Turns
from tests.fixtures.waiting import until

HELD = partial(re.match, "(a+)+$", "a" * 60 + "b")
"""Years, in which no other thread of the process runs."""
needs_proc = pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="needs Linux's list of processes")


def test_what_holds_the_interpreter_is_ended_and_the_next_call_is_answered() -> None:
    started = time.monotonic()
    with ApartProcess() as child:
        with pytest.raises(TooLongError, match=r"longer than 0\.3 seconds"):
            child.call(HELD, seconds=0.3)
        assert child.call(partial(sum, (1, 2)), seconds=5) == 3
    assert time.monotonic() - started < 30


def test_what_waits_for_ever_is_ended_by_the_clock() -> None:
    with ApartProcess() as child, pytest.raises(TooLongError):
        child.call(partial(signal.sigwait, [signal.SIGUSR1]), seconds=0.1)


def test_what_takes_too_much_memory_is_no_more_than_an_error() -> None:
    with ApartProcess() as child:
        with pytest.raises(FailedError, match="MemoryError"):
            child.call(partial(bytes, 4 * 1024**3), seconds=5)
        assert child.call(partial(len, "abc"), seconds=5) == 3


def test_an_answer_that_is_too_large_is_not_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "LARGEST", 1000)
    with ApartProcess() as child, pytest.raises(BrokeOffError):
        child.call(partial(bytes, 2000), seconds=5)


def test_a_child_that_falls_dead_is_told_from_one_that_took_too_long() -> None:
    with ApartProcess() as child, pytest.raises(BrokeOffError, match="broke off"):
        child.call(partial(os.abort), seconds=5)


def test_a_child_has_none_of_the_secrets_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://mainstay:secret@db/mainstay")
    process.end_nursery()
    with ApartProcess() as child:
        assert child.call(partial(os.getenv, "DATABASE_URL"), seconds=5) is None


@needs_proc
def test_a_nursery_that_was_killed_is_replaced() -> None:
    with ApartProcess() as child:
        child.call(partial(sum, (1, 2)), seconds=5)
        os.kill(process._kept[0]._process.pid, signal.SIGKILL)
        until(lambda: not process._kept[0].is_alive, "the nursery lives on")
    with ApartProcess() as other:
        assert other.call(partial(sum, (1, 2)), seconds=5) == 3


@needs_proc
def test_nothing_is_left_of_a_server_that_was_killed() -> None:
    """Also where its child computes at that moment."""
    code = (
        "import os, re, threading, django; django.setup()\n"
        "from functools import partial\n"
        "from common.apart import process\n"
        "child = process.ApartProcess()\n"
        "number = child.call(partial(os.getpid), seconds=5)\n"
        "print(process._kept[0]._process.pid, number, flush=True)\n"
        "child.call(partial(re.match, '(a+)+$', 'a' * 60 + 'b'), seconds=60)\n"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": str(settings.DATA_DIR)}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        numbers = [int(number) for number in server.stdout.readline().split()]
        server.kill()
    assert len(numbers) == 2
    until(lambda: not any(_runs(number) for number in numbers), "something runs on")


def _runs(number: int) -> bool:
    told = Path(f"/proc/{number}/stat")
    try:
        return told.read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def test_a_text_that_took_too_long_is_not_tried_again_at_once() -> None:
    def work() -> None:
        with KnownTooLong("[[[[", what="test"), ApartProcess() as child:
            child.call(HELD, seconds=0.2)

    for _ in range(2):
        with pytest.raises(TooLongError, match=r"longer than 0\.2 seconds"):
            work()
    assert process._kept
    with KnownTooLong("[[[[", what="another"):
        pass


class Held:
    """Somebody who has a turn until told to give it back."""

    def __init__(self, turns: Turns, person: str) -> None:
        self.has_it, self._end = threading.Event(), threading.Event()
        self.error: BusyError | None = None
        self._turns, self._person = turns, person
        self._thread = threading.Thread(target=self._take)
        self._thread.start()

    def _take(self) -> None:
        try:
            with self._turns.turn(self._person):
                self.has_it.set()
                self._end.wait(30)
        except BusyError as error:
            self.error = error

    def end(self) -> None:
        self._end.set()

    def give_back(self) -> None:
        self.end()
        self._thread.join(30)


def test_one_person_has_one_turn_and_waits_for_it_twice() -> None:
    """As an editor does that saves by itself and checks while its writer sends."""
    turns = Turns(running=2, waiting=4, wait=30)
    first = Held(turns, "mallory")
    assert first.has_it.wait(30)
    second, third = Held(turns, "mallory"), Held(turns, "mallory")
    until(lambda: turns._waiting.count("mallory") == 2, "the others do not wait")
    with pytest.raises(BusyError) as refused, turns.turn("mallory"):
        pass
    assert refused.value.status == 429
    with turns.turn("wendy"):  # another has a turn meanwhile
        pass
    for held in (first, second, third):  # whichever of the two that wait comes next
        held.end()
    for held in (first, second, third):
        held.give_back()
    assert (second.error, third.error) == (None, None)
    assert (turns._running, turns._waiting) == (set(), [])


def test_many_persons_share_few_turns_and_a_short_queue() -> None:
    turns = Turns(running=1, waiting=1, wait=30)
    first = Held(turns, "a")
    assert first.has_it.wait(30)
    second = Held(turns, "b")
    until(lambda: "b" in turns._waiting, "the second does not wait")
    with pytest.raises(BusyError) as refused, turns.turn("c"):
        pass
    assert refused.value.status == 503
    first.give_back()
    assert second.has_it.wait(30)
    second.give_back()


def test_who_waits_too_long_is_told_so() -> None:
    turns = Turns(running=1, waiting=1, wait=0.01)
    with turns.turn("a"), pytest.raises(BusyError) as refused, turns.turn("b"):
        pass
    assert refused.value.status == 503
    with turns.turn("a"), pytest.raises(BusyError) as refused, turns.turn("a"):
        pass
    assert refused.value.status == 429


def test_children_of_one_request_share_its_turn() -> None:
    one = Turns(running=1, waiting=0, wait=0)
    request = Asking(lambda: "a", one)
    before = turns.asking.set(request)
    try:
        with turns.turn(), turns.turn():
            assert one._running == {"a"}
        assert one._running == set()
    finally:
        turns.asking.reset(before)


def test_the_queue_needs_no_turn() -> None:
    seen: list[Any] = []

    def work() -> None:
        with turns.turn():
            seen.append(turns.asking.get())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [None]
