"""Community metrics over plain facts; bots are left out by the caller."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True)
class Response:
    """Hours until the first answer by another human, or, where there is none yet, the age now (`is_open`)."""

    hours: float
    is_censored: bool


def quantile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that at least `share` of all do not exceed; None for no values."""
    ordered = sorted(values)
    if not ordered:
        return None
    position = max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)
    return ordered[min(position, len(ordered) - 1)]


def response_quantile(responses: Iterable[Response], share: float) -> float | None:
    """As `quantile`, over answered and unanswered alike: an unanswered item counts with its present age (METRICS)."""
    return quantile([response.hours for response in responses], share)


def newcomers(first: Mapping[int, datetime], start: date, end: date) -> set[int]:
    """People whose first contribution of all lies in the half-open window."""
    return {person for person, at in first.items() if start <= at.date() < end}


def retention(dates: Mapping[int, Sequence[datetime]], start: date, end: date, days: int = 90) -> float | None:
    """Share of the window's newcomers with a second contribution within `days` of the first; None without newcomers."""
    fresh = {p: sorted(d) for p, d in dates.items() if d and start <= min(d).date() < end}
    if not fresh:
        return None
    stayed = sum(len(d) > 1 and d[1] - d[0] <= timedelta(days=days) for d in fresh.values())
    return stayed / len(fresh)


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"


def cohorts(dates: Mapping[int, Sequence[datetime]]) -> dict[str, list[float]]:
    """R(n) by quarter of the first contribution: the share of that quarter's newcomers active n quarters later."""
    active = {person: {_quarter_number(at) for at in seen} for person, seen in dates.items() if seen}
    last = max((max(quarters) for quarters in active.values()), default=0)
    groups: dict[int, list[set[int]]] = {}
    for quarters in active.values():
        groups.setdefault(min(quarters), []).append(quarters)
    return {
        f"{q // 4}-Q{q % 4 + 1}": [sum(q + n in seen for seen in people) / len(people) for n in range(last - q + 1)]
        for q, people in sorted(groups.items())
    }


def _quarter_number(at: datetime) -> int:
    return at.year * 4 + (at.month - 1) // 3


def months_since(last: Mapping[int, datetime], now: datetime, low: int = 6, high: int = 18) -> tuple[int, int]:
    """(drifting, away): last contribution older than `low` up to `high` months, and older than `high` months."""
    month = 365.25 / 12
    ages = [(now - at).days / month for at in last.values()]
    return sum(low < age <= high for age in ages), sum(age > high for age in ages)


def largest_share(groups: Iterable[object]) -> float | None:
    """Share of the most frequent group."""
    counted = Counter(groups)
    return max(counted.values()) / counted.total() if counted else None
