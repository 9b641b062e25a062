"""What all figures of one report share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from sustainability.domain.agreements import GRACE_DAYS
from sustainability.domain.answers import Answer, Window


@dataclass(frozen=True)
class Context:
    """`sub_unit`: minor units in one unit of the currency. `credit_coverage`: that of the ledger in the window.

    `without_rate`: of income, recurring, expense and reserve, how many rows could not be converted, and of how many.
    `expense_months`: of the last 12 months those that have books.
    """

    window: Window
    as_of: datetime
    currency: str = "EUR"
    sub_unit: int = 100
    threshold: Fraction = Fraction(1, 2)
    attribution_limit: Fraction = Fraction(1, 2)
    grace_days: int = GRACE_DAYS
    drifting_months: int = 6
    away_months: int = 18
    hourly_rate_minor: int | None = None
    expense_months: Fraction = Fraction(12)
    without_rate: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    money_coverage: Mapping[str, Any] = field(default_factory=dict)
    credit_coverage: Mapping[str, Any] = field(default_factory=dict)
    is_about_work: bool = False
    interest: Mapping[str, int] = field(default_factory=dict)

    def major(self, minor: int | Fraction) -> float:
        return float(Fraction(minor) / self.sub_unit)

    def is_insufficient(self, unattributed: int, total: int) -> bool:
        return bool(total) and Fraction(unattributed, total) > self.attribution_limit

    def answer(
        self,
        value: Any,
        unit: str,
        n: int,
        parameters: Mapping[str, Any] | None = None,
        coverage: Mapping[str, Any] | None = None,
        note: str = "",
        detail: Mapping[str, Any] | None = None,
    ) -> Answer:
        shared = self.credit_coverage if self.is_about_work else self.money_coverage
        return Answer(
            value,
            unit,
            n,
            self.window,
            self.as_of,
            parameters or {},
            {**shared, **(coverage or {})},
            note,
            detail or {},
        )

    def unknown(self, unit: str, note: str, coverage: Mapping[str, Any] | None = None) -> Answer:
        return self.answer(None, unit, 0, {}, coverage, note)

    def insufficient(self, unit: str, n: int, coverage: Mapping[str, Any]) -> Answer:
        limit = round(float(self.attribution_limit) * 100)
        return self.answer(
            None,
            unit,
            n,
            {"limit": limit / 100},
            coverage,
            f"Insufficient attribution: more than {limit} % is unattributed.",
        )

    def too_little_credit(self, unit: str, n: int) -> Answer | None:
        """Where more than the limit of the humans' work in the window has no known author, no figure of people."""
        humans = self.credit_coverage.get("total", 0) - self.credit_coverage.get("bots_removed", 0)
        is_too_little = self.is_insufficient(self.credit_coverage.get("unattributed", 0), humans)
        return self.insufficient(unit, n, {}) if is_too_little else None

    def too_few_rates(self, unit: str, *parts: str) -> Answer | None:
        """Where more than the limit of the rows of one part lacks a rate, a share of the rest would mislead."""
        for part in parts:
            missing, total = self.without_rate.get(part, (0, 0))
            if self.is_insufficient(missing, total):
                limit = float(self.attribution_limit)
                note = f"Insufficient exchange rates: {missing} of {total} {WORDS[part]} {_is(missing)} without one."
                return self.answer(None, unit, total - missing, {"limit": limit}, note=note)
        return None


WORDS = {
    "income": "income entries",
    "recurring": "running agreements",
    "expense": "expense entries",
    "reserve": "reserve statements",
}


def _is(n: int) -> str:
    return "is" if n == 1 else "are"
