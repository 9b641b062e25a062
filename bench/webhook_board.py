"""How long after its webhook a changed issue is on the public board: one by one, and as the last of a burst."""

import re
import time
import urllib.request
from dataclasses import dataclass
from itertools import count

from bench.webhook_load import Change, Target, send

LIMIT_SECONDS = 5.0
PATIENCE = 60.0
ONE_BY_ONE, BURSTS, A_BURST = 20, 5, 100


@dataclass(frozen=True)
class Shown:
    """Seconds from the moment before a delivery is sent until the board shows the issue's new title, sorted."""

    one_by_one: list[float]
    bursts: list[float]

    @property
    def slowest(self) -> float:
        return max(*self.one_by_one, *self.bursts)


def measure(base: str, target: Target) -> Shown:
    """On a site that is not busy otherwise; in a burst the last of a hundred deliveries at once is looked for."""
    turns = count(1)
    one_by_one = [_seconds(base, target, next(turns), beside=0) for _ in range(ONE_BY_ONE)]
    bursts = [_seconds(base, target, next(turns), beside=A_BURST - 1) for _ in range(BURSTS)]
    return Shown(sorted(one_by_one), sorted(bursts))


def _seconds(base: str, target: Target, turn: int, *, beside: int) -> float:
    change = Change(500 + turn, title=f"Turned{turn}", turn=turn)
    others = [Change(number, turn=turn) for number in range(beside)]
    began = time.monotonic()
    send(target, [*others, change], 50)
    while not _shows(base, change.title):
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"The board does not show “{change.title}” after {PATIENCE:.0f} seconds.")
        time.sleep(0.02)
    return time.monotonic() - began


def _shows(base: str, title: str) -> bool:
    with urllib.request.urlopen(f"{base}/tasks/?q={title}", timeout=PATIENCE) as answer:
        page = answer.read().decode()
    return re.search(rf"<a [^>]*>\s*{title}\b", page) is not None
