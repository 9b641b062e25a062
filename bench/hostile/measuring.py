"""How much processor time something takes in a child process, which is ended where it is far too much."""

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import connection, get_context
from typing import Any

from bench.hostile.attacks import attacks
from bench.hostile.functions import FUNCTIONS
from bench.hostile.patterns import Found, all_patterns
from bench.hostile.texts import all_texts

SIZE = 20_000
LIMIT = 0.15
"""Seconds of processor time for SIZE characters: many times what is usual, less than the square of them takes."""
WORTH_A_LOOK = 0.03
GROWTH = 8.0
"""For FOLD times the text: four times is even, sixteen times is the square; what runs beside doubles either."""
FOLD = 4
ENDED_AFTER = 1.5
MOST = 3
"""Faults told of one thing."""
FORK = get_context("fork")


@dataclass(frozen=True)
class Job:
    """`texts`: what it is called and the text, of about so many characters."""

    name: str
    act: Callable[[str], Any]
    texts: Callable[[int], list[tuple[str, str]]]


def pattern_jobs() -> list[Job]:
    return [job_of(one) for one in all_patterns()]


def job_of(found: Found) -> Job:
    return Job(f"pattern {found.where}", partial(_look, found), partial(_texts_of, found))


def function_jobs() -> list[Job]:
    return [Job(f"function: {name}", act, all_texts) for name, act in FUNCTIONS.items()]


def _look(found: Found, text: str) -> None:
    given: Any = text.encode("latin-1", "ignore") if isinstance(found.pattern.pattern, bytes) else text
    if not found.is_looked_for_anywhere:
        found.pattern.match(given)
        found.pattern.fullmatch(given)
        return
    for _ in found.pattern.finditer(given):
        pass


def _texts_of(found: Found, size: int) -> list[tuple[str, str]]:
    return [*attacks(found.pattern, size), *all_texts(size)]


def faults_of(jobs: list[Job], at_once: int) -> Iterator[tuple[str, list[str]]]:
    """By name of a job, as they end."""
    waiting, running = list(reversed(jobs)), dict[int, _Measuring]()
    while waiting or running:
        while waiting and len(running) < at_once:
            started = _Measuring(waiting.pop())
            running[started.process.sentinel] = started
        for sentinel in connection.wait(list(running)):
            one = running.pop(sentinel)  # type: ignore[call-overload]
            yield one.job.name, one.faults()


class _Measuring:
    """One job in a child of its own."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._at = FORK.Value("i", 0)
        self._told, theirs = FORK.Pipe(duplex=False)
        self.process = FORK.Process(target=_measure, args=(job, self._at, theirs))
        self.process.start()
        theirs.close()

    def faults(self) -> list[str]:
        self.process.join()
        found: list[str] = []
        with suppress(EOFError):
            while self._told.poll():
                found.append(self._told.recv())
        if self.process.exitcode:
            title = self.job.texts(SIZE)[self._at.value][0]
            is_late = self.process.exitcode == -signal.SIGPROF
            why = f"takes more than {ENDED_AFTER:g} s" if is_late else f"ended with {self.process.exitcode}"
            found.append(f"{title}: {why}")
        return found


def _measure(job: Job, at: Any, told: Any) -> None:
    longer: dict[str, str] = {}
    found = 0
    for number, (title, text) in enumerate(job.texts(SIZE)):
        at.value = number
        took = _least(job, text, WORTH_A_LOOK)
        says = ""
        if took > LIMIT:
            says = f"takes {took:.2f} s for {len(text):,} characters"
        elif took > WORTH_A_LOOK:
            longer = longer or dict(job.texts(FOLD * SIZE))
            more = _least(job, longer[title], GROWTH * took)
            says = f"takes {took:.3f} s, and {more:.3f} s for {FOLD} times the text" if more > GROWTH * took else ""
        if says:
            told.send(f"{title}: {says}")
            found += 1
        if found >= MOST:
            return


def _least(job: Job, text: str, enough: float) -> float:
    """Of a few times, for what else runs on the machine is no fault of the code; once where it is less than enough."""
    least = ENDED_AFTER
    for _ in range(3):
        least = min(least, seconds_of(job.act, text))
        if least <= enough:
            break
    return least


def seconds_of(act: Callable[[str], Any], text: str) -> float:
    signal.setitimer(signal.ITIMER_PROF, ENDED_AFTER)
    began = time.process_time()
    with suppress(ValueError, RecursionError):  # an error is an answer, too
        act(text)
    took = time.process_time() - began
    signal.setitimer(signal.ITIMER_PROF, 0)
    return took
