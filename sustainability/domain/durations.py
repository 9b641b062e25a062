"""Medians of how long things took, with those that still wait kept in."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """`is_lower_bound` where the value rests on an item that still waits: the truth can only be longer."""

    median: float
    p90: float
    is_lower_bound: bool


def quantile(ordered: Sequence[float], q: float) -> float:
    """Linear interpolation between neighbors (type 7 of Hyndman and Fan 1996), as spreadsheets do."""
    position = (len(ordered) - 1) * q
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def spread(done: Sequence[float], waiting: Sequence[float] = ()) -> Spread | None:
    """Median and p90 where an item that still waits counts with its present age (the rule of this site)."""
    both = sorted([*done, *waiting])
    if not both:
        return None
    p90 = quantile(both, 0.9)
    return Spread(quantile(both, 0.5), p90, any(age <= p90 for age in waiting))
