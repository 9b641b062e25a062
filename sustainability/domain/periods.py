"""Months, and how an agreement spreads over the months it is for."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from fractions import Fraction

DAY = timedelta(days=1)
FIRST_YEAR, LAST_YEAR = 1970, 2200


def add_months(day: date, months: int) -> date:
    """The same day of another month; its last day where the month is too short. Stays in the calendar's range."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        return date.min if year < MINYEAR else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def days_after(day: date, days: int) -> date:
    """Stays in the calendar's range."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def month_measure(start: date, end: date) -> Fraction:
    """Months in [start, end): each day weighs one over the days of its month, so every whole month is exactly 1."""
    total, day = Fraction(0), start
    while day < end:
        next_month = add_months(day.replace(day=1), 1)
        until = min(next_month, end)
        total += Fraction((until - day).days, monthrange(day.year, day.month)[1])
        day = until
    return total


def counted_in(amount: int, first: date, last: date, start: date, end: date) -> int:
    """The part of `amount`, for the service period first…last (both included), that falls in [start, end).

    Rounded so that the parts of adjoining windows always sum to the whole.
    """
    if last < start or first >= end:
        return 0
    after = days_after(last, 1)
    whole = month_measure(first, after)
    if not whole:
        return amount

    def until(day: date) -> int:
        return round(amount * month_measure(first, min(max(day, first), after)) / whole)

    return until(end) - until(start)


def slices(start: date, end: date) -> Iterator[tuple[date, date]]:
    """Calendar months of the window, or quarters where it is longer than two years; the ends may be partial."""
    step = 1 if add_months(start, 24) >= end else 3
    here = start
    while here < end:
        anchor = date(here.year, here.month if step == 1 else 3 * ((here.month - 1) // 3) + 1, 1)
        until = min(add_months(anchor, step), end)
        yield here, until
        here = until


def quarter_of(day: date) -> str:
    return f"{day.year}-Q{(day.month - 1) // 3 + 1}"
