"""What all figures of one report share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from typing import Any

from sustainability.domain.answers import Answer, Window


@dataclass(frozen=True)
class Context:
    """`sub_unit`: minor units in one unit of the currency. `credit_coverage`: that of the ledger in the window."""

    window: Window
    as_of: datetime
    currency: str = "EUR"
    sub_unit: int = 100
    threshold: Fraction = Fraction(1, 2)
    attribution_limit: Fraction = Fraction(1, 2)
    grace_days: int = 90
    drifting_months: int = 6
    away_months: int = 18
    hourly_rate_minor: int | None = None
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
