"""Metrics of money. Definitions: docs/reference/metrics.md; every amount is in minor units of one currency."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from sustainability.domain.answers import Answer
from sustainability.domain.classes import CLASS_LABELS, COMMUNITY_AND_CUSTOMER, ONE_TIME
from sustainability.domain.concentration import fewest_for_share, herfindahl, normalized, top_share
from sustainability.domain.context import Context
from sustainability.domain.rows import IncomeRow, PositionRow, RenewalRow

NO_INCOME = "No cash income is recorded in this window."
NO_EXPENSES = (
    "No cash expense is recorded in the last 12 months of this window, so there is nothing to measure against."
)
NO_RESERVES = "No reserve statement is recorded up to the end of this window."
COVERED = "covered"
EXPENSE_MONTHS = 12


def ratio(part: Fraction | int, whole: Fraction | int) -> float | None:
    return float(Fraction(part) / Fraction(whole)) if whole else None


def by_funder(rows: Iterable[IncomeRow]) -> dict[str, int]:
    """Totals of known funders; money without one leaves."""
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        if row.funder_key:
            totals[row.funder_key] += row.counted_minor
    return dict(totals)


def by_class(rows: Iterable[IncomeRow]) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for row in rows:
        totals[row.funding_class] += row.counted_minor
    return dict(totals)


def total_income(rows: Sequence[IncomeRow], context: Context) -> Answer:
    total = sum(row.counted_minor for row in rows)
    if not rows:
        return context.unknown(context.currency, NO_INCOME)
    return context.answer(context.major(total), context.currency, len(rows), detail={"value_minor": total})


def funding_mix(rows: Sequence[IncomeRow], context: Context) -> Answer:
    """Share of each class in cash income; recurring, one-time and restricted within each as amounts."""
    totals = by_class(rows)
    whole = sum(totals.values())
    if not whole:
        return context.unknown("share of cash income", NO_INCOME)
    shares = {name: float(Fraction(totals[name], whole)) for name in CLASS_LABELS if totals.get(name)}
    return context.answer(
        shares, "share of cash income", len(rows), detail={"classes": {name: _parts(rows, name) for name in shares}}
    )


def _parts(rows: Sequence[IncomeRow], name: str) -> dict[str, int]:
    own = [row for row in rows if row.funding_class == name]
    return {
        "total_minor": sum(row.counted_minor for row in own),
        "recurring_minor": sum(row.counted_minor for row in own if row.recurrence != ONE_TIME),
        "one_time_minor": sum(row.counted_minor for row in own if row.recurrence == ONE_TIME),
        "restricted_minor": sum(row.counted_minor for row in own if row.is_restricted),
    }


def community_and_customer_share(rows: Sequence[IncomeRow], context: Context) -> Answer:
    totals = by_class(rows)
    share = ratio(sum(totals.get(name, 0) for name in COMMUNITY_AND_CUSTOMER), sum(totals.values()))
    if share is None:
        return context.unknown("share of cash income", NO_INCOME)
    return context.answer(share, "share of cash income", len(rows))


def _concentrated(
    rows: Sequence[IncomeRow], context: Context, unit: str
) -> tuple[list[int], dict[str, Any], Answer | None]:
    totals = by_funder(rows)
    known, whole = sum(totals.values()), sum(row.counted_minor for row in rows)
    coverage = {"attributed_share": ratio(known, whole), "funders": len(totals)}
    if not whole:
        return [], coverage, context.unknown(unit, NO_INCOME)
    if context.is_insufficient(whole - known, whole):
        return [], coverage, context.insufficient(unit, len(rows), coverage)
    return list(totals.values()), coverage, None


def funder_absence_factor(rows: Sequence[IncomeRow], context: Context) -> Answer:
    amounts, coverage, missing = _concentrated(rows, context, "funders")
    if missing:
        return missing
    k = fewest_for_share(amounts, context.threshold)
    return context.answer(k, "funders", len(amounts), {"threshold": float(context.threshold)}, coverage)


def herfindahl_by_funder(rows: Sequence[IncomeRow], context: Context) -> Answer:
    amounts, coverage, missing = _concentrated(rows, context, "index from 0 to 1")
    return missing or _index(amounts, coverage, context)


def herfindahl_by_class(rows: Sequence[IncomeRow], context: Context) -> Answer:
    amounts = list(by_class(rows).values())
    if not sum(amounts):
        return context.unknown("index from 0 to 1", NO_INCOME)
    return _index(amounts, {"classes": len(amounts)}, context)


def _index(amounts: list[int], coverage: dict[str, Any], context: Context) -> Answer:
    index = herfindahl(amounts)
    assert index is not None  # noqa: S101 (the callers have looked)
    even = normalized(index, len([amount for amount in amounts if amount > 0]))
    detail = {"normalized": None if even is None else float(even), "effective": float(1 / index)}
    return context.answer(float(index), "index from 0 to 1", len(amounts), {}, coverage, detail=detail)


def effective_funders(rows: Sequence[IncomeRow], context: Context) -> Answer:
    amounts, coverage, missing = _concentrated(rows, context, "funders of equal size")
    if missing:
        return missing
    index = herfindahl(amounts)
    return context.answer(float(1 / index) if index else None, "funders of equal size", len(amounts), {}, coverage)


def top_1_share(rows: Sequence[IncomeRow], context: Context) -> Answer:
    return _top(rows, context, 1)


def top_3_share(rows: Sequence[IncomeRow], context: Context) -> Answer:
    return _top(rows, context, 3)


def _top(rows: Sequence[IncomeRow], context: Context, n: int) -> Answer:
    amounts, coverage, missing = _concentrated(rows, context, "share of cash income")
    if missing:
        return missing
    share = top_share(amounts, n)
    return context.answer(
        None if share is None else float(share), "share of cash income", len(amounts), {"funders": n}, coverage
    )


def _sum(rows: Iterable[PositionRow], part: str) -> int:
    return sum(row.counted_minor for row in rows if row.part == part)


def _has(rows: Iterable[PositionRow], part: str) -> bool:
    return any(row.part == part for row in rows)


def monthly_recurring_income(rows: Sequence[PositionRow], context: Context) -> Answer:
    """Running on the last day of the window: monthly ones, and a twelfth of yearly ones; never one-time ones."""
    own = [row for row in rows if row.part == "recurring"]
    restricted = sum(row.counted_minor for row in own if row.is_restricted)
    minor = _sum(own, "recurring")
    detail = {"value_minor": minor, "restricted_minor": restricted}
    note = "" if own else "No recurring income runs on the last day of this window."
    return context.answer(context.major(minor), f"{context.currency} a month", len(own), note=note, detail=detail)


def mean_monthly_expense(rows: Sequence[PositionRow], context: Context) -> Answer:
    own = [row for row in rows if row.part == "expense"]
    unit = f"{context.currency} a month"
    if not own:
        return context.unknown(unit, NO_EXPENSES)
    minor = Fraction(_sum(own, "expense"), EXPENSE_MONTHS)
    return context.answer(
        float(context.major(minor)), unit, len(own), {"months": EXPENSE_MONTHS}, detail={"value_minor": float(minor)}
    )


def recurring_cover(rows: Sequence[PositionRow], context: Context) -> Answer:
    if not _sum(rows, "expense"):
        return context.unknown("share of monthly expense", NO_EXPENSES)
    cover = ratio(_sum(rows, "recurring") * EXPENSE_MONTHS, _sum(rows, "expense"))
    return context.answer(cover, "share of monthly expense", len(rows), {"months": EXPENSE_MONTHS})


def reserve_months(rows: Sequence[PositionRow], context: Context) -> Answer:
    if not _has(rows, "reserve"):
        return context.unknown("months", NO_RESERVES)
    if not _sum(rows, "expense"):
        return context.unknown("months", NO_EXPENSES)
    months = ratio(_sum(rows, "reserve") * EXPENSE_MONTHS, _sum(rows, "expense"))
    return context.answer(months, "months", len(rows), {"months": EXPENSE_MONTHS}, detail=_reserve(rows))


def runway_months(rows: Sequence[PositionRow], context: Context) -> Answer:
    """“covered” where recurring income meets the mean expense: then the reserves do not shrink."""
    if not _has(rows, "reserve"):
        return context.unknown("months", NO_RESERVES)
    if not _sum(rows, "expense"):
        return context.unknown("months", NO_EXPENSES)
    gap = Fraction(_sum(rows, "expense"), EXPENSE_MONTHS) - _sum(rows, "recurring")
    value = COVERED if gap <= 0 else float(_sum(rows, "reserve") / gap)
    note = "Recurring income meets the mean monthly expense." if value == COVERED else ""
    detail = {**_reserve(rows), "monthly_gap_minor": float(max(gap, Fraction(0)))}
    return context.answer(value, "months", len(rows), {"months": EXPENSE_MONTHS}, note=note, detail=detail)


def _reserve(rows: Sequence[PositionRow]) -> dict[str, Any]:
    return {
        "reserve_minor": _sum(rows, "reserve"),
        "restricted_reserve_minor": _sum(rows, "restricted_reserve"),
        "reserve_as_of": max(row.on for row in rows if row.part == "reserve"),
    }


def renewal_rate(rows: Sequence[RenewalRow], context: Context) -> Answer:
    """By value; what was renewed for more counts as renewed in full, what still has grace time is left out."""
    decided = [row for row in rows if row.state != "open"]
    up = sum(row.up_minor for row in decided)
    waiting = {"still_open": len(rows) - len(decided)}
    if not up:
        return context.unknown("share of value", "No recurring agreement came up for renewal in this window.", waiting)
    renewed = sum(min(row.up_minor, row.renewed_minor) for row in decided)
    net = float(Fraction(sum(row.renewed_minor for row in decided), up))
    return context.answer(
        float(Fraction(renewed, up)),
        "share of value",
        len(decided),
        {"grace_days": context.grace_days},
        waiting,
        detail={"net": net},
    )


def without_largest_funder(
    income: Sequence[IncomeRow], position: Sequence[PositionRow]
) -> tuple[list[IncomeRow], list[PositionRow]]:
    totals = by_funder(income)
    gone = max(sorted(totals), key=lambda key: totals[key], default=None)
    return [row for row in income if row.funder_key != gone], [
        row for row in position if row.part != "recurring" or row.funder_key != gone
    ]


def without_largest_class(
    income: Sequence[IncomeRow], position: Sequence[PositionRow]
) -> tuple[list[IncomeRow], list[PositionRow]]:
    totals = by_class(income)
    gone = max(sorted(totals), key=lambda key: totals[key], default=None)
    return [row for row in income if row.funding_class != gone], [
        row for row in position if row.part != "recurring" or row.funding_class != gone
    ]


def with_less_recurring(
    income: Sequence[IncomeRow], position: Sequence[PositionRow], percent: int
) -> tuple[list[IncomeRow], list[PositionRow]]:
    """All that recurs, in the window and a month, less by `percent`; one-time income, expense and reserves stay."""
    kept = 100 - percent
    less_income = [
        row if row.recurrence == ONE_TIME else replace(row, counted_minor=row.counted_minor * kept // 100)
        for row in income
    ]
    less_position = [
        replace(row, counted_minor=row.counted_minor * kept // 100) if row.part == "recurring" else row
        for row in position
    ]
    return less_income, less_position
