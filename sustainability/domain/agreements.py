"""Which payments are one agreement: its run of payments, one after the other.

A payment goes on an agreement that began before it where it begins around the end of the agreement's latest payment:
at most a third of that payment's period (never more than 60 days) before its end, and at most 90 days after it. One to
one: what went on once is not gone on by another.

1. Payments of one source with the same description and recurrence are joined first, in the order of their first days,
   each to the agreement that ended last before it, at most five days ago. Only then are agreements that nothing went on
   so closely joined to such that begin: a new giver must not take over another's running agreement.
2. Then an agreement that ended is joined to one of the same source and description that begins, whatever recurrence.
3. Then, where the source has a funder, to one of the same source, whatever the description. Where several fit, the
   same recurrence comes first, then the nearest value.

So two payments of one source for the same time are two agreements, and an agreement that ran beside another for long
never counts as its renewal.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cached_property

from sustainability.domain.classes import MONTHLY, ONE_TIME, YEARLY
from sustainability.domain.periods import add_months, days_after, month_measure

GRACE_DAYS = 90
BOOKING_DAYS = 31
LONGEST_OVERLAP_DAYS = 60
REACH_DAYS = 2 * GRACE_DAYS + 10  # what ended longer before a day has no part in what runs or is renewed from then on
CLOSE_DAYS = 5
NEARLY_WHOLE = Fraction(1, 6)
MONTHS_OF = {MONTHLY: 1, YEARLY: 12}


@dataclass(frozen=True)
class Payment:
    """`first` and `last` bound the time it is for; `amount` is None where it could not be converted."""

    number: int
    source: Hashable
    has_funder: bool
    description: str
    recurrence: str
    first: date
    last: date
    amount: int | None

    @cached_property
    def months(self) -> Fraction:
        return months_of(self.recurrence, self.first, self.last)

    @cached_property
    def monthly(self) -> Fraction:
        return Fraction(self.amount or 0) / self.months

    @cached_property
    def yearly(self) -> Fraction:
        return self.monthly * 12

    @cached_property
    def may_go_on(self) -> tuple[date, date]:
        """First and last day on which a payment that goes on after this one begins."""
        early = min(LONGEST_OVERLAP_DAYS, ((self.last - self.first).days + 1) // 3)
        return days_after(self.last, 1 - early), days_after(self.last, GRACE_DAYS)


Agreement = list[Payment]


def months_of(recurrence: str, first: date, last: date) -> Fraction:
    """How many months a payment is for: whole ones where the days make them or nearly so; never less than one."""
    whole = next((n for n in range(1, 61) if add_months(first, n) == days_after(last, 1)), None)
    if whole:
        return Fraction(whole)
    measure = month_measure(first, days_after(last, 1))
    near = Fraction(max(round(measure), 1))
    return near if abs(measure - near) <= NEARLY_WHOLE else max(measure, Fraction(1))


def period_of(recurrence: str, on: date, first: date | None, last: date | None) -> tuple[date, date]:
    """First and last day; without a period a recurring payment is for a month or a year from its date."""
    if first and last:
        return first, last
    return on, days_after(add_months(on, MONTHS_OF.get(recurrence, 12)), -1)


def agreements(payments: Iterable[Payment], *, without_funder_too: bool = False) -> list[Agreement]:
    """Every recurring payment in exactly one agreement, by the rule above; the same whatever the order given.

    `without_funder_too` joins by source alone also where no funder is known.
    """
    ordered = sorted(
        (one for one in payments if one.recurrence != ONE_TIME), key=lambda one: (one.first, one.last, one.number)
    )
    likes: dict[Hashable, _Like] = defaultdict(_Like)
    for payment in ordered:
        likes[payment.source, payment.description.casefold(), payment.recurrence].add(payment)
    runs = [run for like in likes.values() for run in like.runs]
    found = _joined(runs, lambda one: (one.source, one.description.casefold(), one.recurrence))
    found = _joined(found, lambda one: (one.source, one.description.casefold()))
    by_source = [run for run in found if without_funder_too or run[0].has_funder]
    others = [run for run in found if not (without_funder_too or run[0].has_funder)]
    return [*_joined(by_source, lambda one: one.source), *others]


def goes_on(before: Payment, after: Payment) -> bool:
    earliest, latest = before.may_go_on
    return before.first < after.first and earliest <= after.first <= latest


class _Like:
    """Runs of payments that are alike, found by the day they end, so that many givers of one source stay cheap."""

    def __init__(self) -> None:
        self.runs: list[Agreement] = []
        self._ending: dict[date, list[Agreement]] = defaultdict(list)

    def add(self, payment: Payment) -> None:
        """To the run that ended last before it, of several such the nearest in value; else a new run."""
        run = self._next_to(payment)
        if run is None:
            run = []
            self.runs.append(run)
        else:
            self._ending[run[-1].last].remove(run)
        run.append(payment)
        self._ending[payment.last].append(run)

    def _next_to(self, payment: Payment) -> Agreement | None:
        for gap in range(CLOSE_DAYS + 1):
            ended = self._ending.get(days_after(payment.first, -1 - gap), ())
            there = [run for run in ended if goes_on(run[-1], payment)]
            if there:
                return _nearest(there, payment)
        return None


def _nearest(runs: Sequence[Agreement], payment: Payment) -> Agreement | None:
    """The run with the nearest value, then the one that ended last."""

    def far(run: Agreement) -> tuple[bool, Fraction, int, int]:
        latest = run[-1]
        distance = abs(latest.yearly - payment.yearly)
        gap = abs((payment.first - latest.last).days - 1)
        return latest.recurrence != payment.recurrence, distance, gap, latest.number

    return min(runs, key=far, default=None)


def _joined(runs: list[Agreement], same: Callable[[Payment], Hashable]) -> list[Agreement]:
    """Among runs that are `same`: where one begins as another ended, they become one."""
    kept: dict[Hashable, list[Agreement]] = {}
    for run in sorted(runs, key=lambda one: (one[0].first, one[0].number)):
        own = kept.setdefault(same(run[0]), [])
        before = _nearest([one for one in own if goes_on(one[-1], run[0])], run[0])
        if before is None:
            own.append(list(run))
        else:
            before.extend(run)
    return [run for own in kept.values() for run in own]


@dataclass(frozen=True)
class Running:
    """`is_carried_forward` where the month after its latest payment is not booked yet."""

    payment: Payment
    is_carried_forward: bool


def running_on(payments: Iterable[Payment], day: date) -> list[Running]:
    """One payment an agreement that runs on that day: the latest that began by then.

    A monthly one whose latest payment ended less than 31 days before that day is carried forward: the next month may
    just not be booked yet. A yearly one is not: its end is a decision, not a delay. Later payments are not looked at,
    so that the answer for a day stays the same.
    """
    begun = [one for one in payments if one.first <= day and one.last >= days_after(day, -REACH_DAYS)]
    found = []
    for run in agreements(begun, without_funder_too=True):
        latest = next((one for one in reversed(run) if one.last >= day), run[-1])
        if latest.last >= day:
            found.append(Running(latest, False))
        elif latest.recurrence == MONTHLY and (day - latest.last).days < BOOKING_DAYS:
            found.append(Running(latest, True))
    return sorted(found, key=lambda one: one.payment.number)


@dataclass(frozen=True)
class Renewal:
    """An agreement that came up; `by` is what went on after it, with its value a year; state as of a day."""

    ended: Payment
    by: Payment | None
    state: str


def renewals(payments: Iterable[Payment], start: date, end: date, today: date) -> list[Renewal]:
    """What came up for renewal in [start, end).

    Of a yearly agreement that is each payment whose period ended in the window, and what went on after it in the same
    agreement. A run of monthly payments comes up where it stopped: nothing went on, or something of another recurrence.
    """
    reach, until = days_after(start, -REACH_DAYS), days_after(end, GRACE_DAYS)
    found = []
    for run in agreements(one for one in payments if one.last >= reach and one.first <= until):
        for ended, by in zip(run, [*run[1:], None], strict=True):
            is_month_of_a_run = by is not None and ended.recurrence == by.recurrence == MONTHLY
            if is_month_of_a_run or not start <= ended.last < end:
                continue
            is_open = by is None and today <= days_after(ended.last, GRACE_DAYS)
            found.append(Renewal(ended, by, "renewed" if by else "open" if is_open else "lapsed"))
    return found


def shared_out(amounts: Sequence[Fraction]) -> list[int]:
    """Each amount rounded so that all of them sum to the rounded whole."""
    parts, reached, rounded = [], Fraction(0), 0
    for amount in amounts:
        reached += amount
        parts.append(round(reached) - rounded)
        rounded = round(reached)
    return parts
