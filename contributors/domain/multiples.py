"""Work over time as small multiples: one row of bars a kind, all on the same scale and the same quarters.

A template draws the bars as plain SVG: a chart library would take longer to start than the whole page takes.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from contributors.domain.kinds import kind_title

MAX_QUARTERS = 24
WIDTH, HEIGHT, GAP = 240, 40, 1
Quarter = tuple[int, int]
MONTHS = {1: ("January", "March"), 2: ("April", "June"), 3: ("July", "September"), 4: ("October", "December")}


@dataclass(frozen=True, slots=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    title: str


@dataclass(frozen=True, slots=True)
class Multiple:
    kind: str
    title: str
    total: int
    bars: list[Bar]
    years: dict[int, int]
    summary: str


def quarter_of(at: datetime) -> Quarter:
    return at.year, (at.month + 2) // 3


def quarters_between(first: Quarter, last: Quarter) -> list[Quarter]:
    """Every quarter from first to last, both included."""
    count = (last[0] - first[0]) * 4 + last[1] - first[1] + 1
    return [(first[0] + (first[1] - 1 + n) // 4, (first[1] - 1 + n) % 4 + 1) for n in range(count)]


def small_multiples(work: Iterable[tuple[str, datetime]], now: datetime) -> list[Multiple]:
    """The most frequent kind first; at most the last MAX_QUARTERS are drawn, while totals count everything."""
    by_kind: dict[str, list[datetime]] = defaultdict(list)
    for kind, at in work:
        by_kind[kind].append(at)
    if not by_kind:
        return []
    first = min(quarter_of(at) for times in by_kind.values() for at in times)
    quarters = quarters_between(first, max(quarter_of(now), first))[-MAX_QUARTERS:]
    counts = {kind: Counter(map(quarter_of, times)) for kind, times in by_kind.items()}
    highest = max((count[quarter] for count in counts.values() for quarter in quarters), default=1) or 1
    kinds = sorted(by_kind, key=lambda kind: (-len(by_kind[kind]), kind))
    return [_multiple(kind, by_kind[kind], counts[kind], quarters, highest) for kind in kinds]


def _multiple(
    kind: str, times: list[datetime], counts: Counter[Quarter], quarters: list[Quarter], highest: int
) -> Multiple:
    step = WIDTH / len(quarters)
    width = round(max(1.0, min(step - GAP, 18)), 1)
    bars = []
    for place, quarter in enumerate(quarters):
        if counts[quarter]:
            height = max(2.0, round(HEIGHT * counts[quarter] / highest, 1))
            label = f"{counts[quarter]} in {name_of(quarter)}"
            bars.append(Bar(round(place * step, 1), HEIGHT - height, width, height, label))
    years = dict(sorted(Counter(at.year for at in times).items(), reverse=True))
    summary = f"from {MONTHS[quarters[0][1]][0]} {quarters[0][0]} to {MONTHS[quarters[-1][1]][1]} {quarters[-1][0]}"
    return Multiple(kind, kind_title(kind), len(times), bars, years, summary)


def name_of(quarter: Quarter) -> str:
    return f"{' to '.join(MONTHS[quarter[1]])} {quarter[0]}"
