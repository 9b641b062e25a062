"""Money metrics over plain items: minor units of one currency, cash only, in-kind left out by the caller."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sustainability.domain.answer import Window

CUSTOMER, COMMUNITY, IN_KIND = "customer", "community", "in_kind"
Recurrence = Literal["one_time", "monthly", "yearly"]


@dataclass(frozen=True)
class Income:
    """`start` and `end` (not in) are the service period; a day's income has a period of that one day."""

    amount_minor: int
    funder: str
    funding_class: str
    start: date
    end: date
    recurrence: str = "one_time"
    is_restricted: bool = False


@dataclass(frozen=True)
class Expense:
    amount_minor: int
    start: date
    end: date


def within(item: Income | Expense, window: Window) -> float:
    """The part of the amount that falls into the window, spread evenly over the days of the service period."""
    days = max(1, (item.end - item.start).days)
    overlap = (min(item.end, window.end) - max(item.start, window.start)).days
    if (item.end - item.start).days < 1:
        overlap = int(window.start <= item.start < window.end)
    return item.amount_minor * max(0, overlap) / days


def income_by(items: Iterable[Income], window: Window, key: str) -> dict[str, float]:
    """Income of the window by `funder` or `funding_class`; zero parts are left out."""
    found: dict[str, float] = defaultdict(float)
    for item in items:
        part = within(item, window)
        if part > 0:
            found[getattr(item, key)] += part
    return dict(found)


def community_customer_share(by_class: dict[str, float]) -> float | None:
    """(customer + community) ÷ all cash income; None without income."""
    total = sum(by_class.values())
    return (by_class.get(CUSTOMER, 0) + by_class.get(COMMUNITY, 0)) / total if total else None


def monthly_recurring_income(items: Iterable[Income], on: date) -> float:
    """Minor units a month from agreements that run on the day `on`: monthly ones and a twelfth of yearly ones."""
    divisor = {"monthly": 1, "yearly": 12}
    return sum(i.amount_minor / divisor[i.recurrence] for i in items if i.recurrence in divisor and i.start <= on < i.end)


def mean_monthly_expense(items: Iterable[Expense], window: Window) -> float | None:
    """Cash expense of the window by its months; None where there is none."""
    total = sum(within(item, window) for item in items)
    return total / window.months if total else None


def reserve_months(unrestricted_minor: int, monthly_expense: float | None) -> float | None:
    """Unrestricted liquid reserves ÷ mean monthly cash expense; None where no expense is known."""
    return unrestricted_minor / monthly_expense if monthly_expense else None


def runway_months(
    unrestricted_minor: int, monthly_expense: float | None, monthly_recurring: float
) -> float | Literal["covered"] | None:
    """Reserves ÷ what recurring income leaves uncovered each month; "covered" where it leaves nothing."""
    if not monthly_expense:
        return None
    burn = monthly_expense - monthly_recurring
    return unrestricted_minor / burn if burn > 0 else "covered"
