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
UNCONVERTED_INCOME = "The income of this window is in currencies without a stored exchange rate."
UNCONVERTED_EXPENSES = "The expense of these 12 months is in currencies without a stored exchange rate."
UNCONVERTED_RESERVES = "The latest reserve statements are in currencies without a stored exchange rate."
COVERED = "covered"
YEAR = 12


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
        return context.unknown(context.currency, _no_income(context))
    return context.answer(context.major(total), context.currency, len(rows), detail={"value_minor": total})


def in_kind_help(rows: Sequence[IncomeRow], context: Context) -> Answer:
    """Help that is not money, at the value its giver put on it; it stands beside the cash, never in it."""
    total = sum(row.counted_minor for row in rows)
    unit = f"{context.currency}, in kind"
    if not rows:
        return context.unknown(unit, "No help in kind is recorded in this window.")
    givers = {row.funder_key for row in rows if row.funder_key}
    return context.answer(
        context.major(total), unit, len(rows), {}, {"givers": len(givers)}, detail={"value_minor": total}
    )


def _no_income(context: Context) -> str:
    return UNCONVERTED_INCOME if context.without_rate.get("income", (0, 0))[0] else NO_INCOME


def _no_shares(rows: Sequence[IncomeRow], context: Context, unit: str) -> Answer | None:
    """Why there is no share of the income to give, where there is none."""
    if not sum(row.counted_minor for row in rows):
        return context.unknown(unit, _no_income(context))
    return context.too_few_rates(unit, "income")


def funding_mix(rows: Sequence[IncomeRow], context: Context) -> Answer:
    """Share of each class in cash income; recurring, one-time and restricted within each as amounts."""
    missing = _no_shares(rows, context, "share of cash income")
    if missing:
        return missing
    totals = by_class(rows)
    whole = sum(totals.values())
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
    missing = _no_shares(rows, context, "share of cash income")
    if missing:
        return missing
    totals = by_class(rows)
    share = ratio(sum(totals.get(name, 0) for name in COMMUNITY_AND_CUSTOMER), sum(totals.values()))
    return context.answer(share, "share of cash income", len(rows))


def _concentrated(
    rows: Sequence[IncomeRow], context: Context, unit: str
) -> tuple[list[int], dict[str, Any], Answer | None]:
    totals = by_funder(rows)
    known, whole = sum(totals.values()), sum(row.counted_minor for row in rows)
    coverage = {"attributed_share": ratio(known, whole), "funders": len(totals)}
    missing = _no_shares(rows, context, unit)
    if missing:
        return [], coverage, missing
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
    missing = _no_shares(rows, context, "index from 0 to 1")
    if missing:
        return missing
    amounts = list(by_class(rows).values())
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
    """Σ monthly + Σ yearly ÷ 12 of what runs on the last day of the window, one payment an agreement.

    Which payments are one agreement, and what is carried forward: `sustainability.domain.agreements`.
    """
    own = [row for row in rows if row.part == "recurring"]
    restricted = sum(row.counted_minor for row in own if row.is_restricted)
    minor, carried = _sum(own, "recurring"), sum(row.is_carried_forward for row in own)
    detail = {"value_minor": minor, "restricted_minor": restricted}
    unit = f"{context.currency} a month"
    note = "" if own else "No recurring income runs on the last day of this window."
    if carried:
        note = (
            f"{carried} monthly {_plural(carried, 'agreement is', 'agreements are')} carried forward: not booked yet."
        )
    return context.too_few_rates(unit, "recurring") or context.answer(
        context.major(minor), unit, len(own), {}, {"carried_forward": carried}, note, detail
    )


def _plural(n: int, one: str, many: str) -> str:
    return one if n == 1 else many


def _no_expense(rows: Sequence[PositionRow], context: Context, unit: str) -> Answer | None:
    """Why there is no mean expense to measure against, where there is none."""
    if not _sum(rows, "expense"):
        unconverted = context.without_rate.get("expense", (0, 0))[0]
        return context.unknown(unit, UNCONVERTED_EXPENSES if unconverted else NO_EXPENSES)
    if context.expense_months < 1:
        return context.unknown(unit, "The books are younger than one month, so there is no mean month yet.")
    return context.too_few_rates(unit, "expense")


def _no_reserve(rows: Sequence[PositionRow], context: Context, unit: str) -> Answer | None:
    if not _has(rows, "reserve"):
        unconverted = context.without_rate.get("reserve", (0, 0))[0]
        return context.unknown(unit, UNCONVERTED_RESERVES if unconverted else NO_RESERVES)
    return context.too_few_rates(unit, "reserve")


def _mean_expense(rows: Sequence[PositionRow], context: Context) -> Fraction:
    return Fraction(_sum(rows, "expense")) / context.expense_months


def _books(context: Context) -> dict[str, Any]:
    months = context.expense_months
    return {"months": int(months) if months.denominator == 1 else round(float(months), 2)}


def _young_books(context: Context) -> str:
    months = context.expense_months
    return f"The books begin {float(months):.3g} months before the end: divided by these." if months < YEAR else ""


def mean_monthly_expense(rows: Sequence[PositionRow], context: Context) -> Answer:
    """Over the last 12 months, or over those since the month of the first recorded expense where they are fewer."""
    own = [row for row in rows if row.part == "expense"]
    unit = f"{context.currency} a month"
    missing = _no_expense(rows, context, unit)
    if missing:
        return missing
    minor = _mean_expense(own, context)
    detail = {"value_minor": float(minor)}
    return context.answer(context.major(minor), unit, len(own), _books(context), {}, _young_books(context), detail)


def recurring_cover(rows: Sequence[PositionRow], context: Context) -> Answer:
    unit = "share of monthly expense"
    missing = _no_expense(rows, context, unit) or context.too_few_rates(unit, "recurring")
    if missing:
        return missing
    cover = ratio(_sum(rows, "recurring"), _mean_expense(rows, context))
    n = sum(row.part in ("recurring", "expense") for row in rows)
    return context.answer(cover, unit, n, _books(context), note=_young_books(context))


def reserve_months(rows: Sequence[PositionRow], context: Context) -> Answer:
    missing = _no_reserve(rows, context, "months") or _no_expense(rows, context, "months")
    if missing:
        return missing
    months = ratio(_sum(rows, "reserve"), _mean_expense(rows, context))
    return context.answer(
        months, "months", len(rows), _books(context), note=_young_books(context), detail=_reserve(rows)
    )


def runway_months(rows: Sequence[PositionRow], context: Context) -> Answer:
    """“covered” where recurring income meets the mean expense: then the reserves do not shrink."""
    missing = (
        _no_reserve(rows, context, "months")
        or _no_expense(rows, context, "months")
        or context.too_few_rates("months", "recurring")
    )
    if missing:
        return missing
    gap = _mean_expense(rows, context) - _sum(rows, "recurring")
    value = COVERED if gap <= 0 else float(_sum(rows, "reserve") / gap)
    notes = ["Recurring income meets the mean monthly expense."] if value == COVERED else []
    note = " ".join([*notes, _young_books(context)]).strip()
    detail = {**_reserve(rows), "monthly_gap_minor": float(max(gap, Fraction(0)))}
    return context.answer(value, "months", len(rows), _books(context), note=note, detail=detail)


def _reserve(rows: Sequence[PositionRow]) -> dict[str, Any]:
    return {
        "reserve_minor": _sum(rows, "reserve"),
        "restricted_reserve_minor": _sum(rows, "restricted_reserve"),
        "reserve_as_of": max(row.on for row in rows if row.part == "reserve"),
    }


def renewal_rate(rows: Sequence[RenewalRow], context: Context) -> Answer:
    """By value a year; what was renewed for more counts as renewed in full, what still has grace time is left out."""
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


def largest_funder(income: Sequence[IncomeRow]) -> str | None:
    totals = by_funder(income)
    return max(sorted(totals), key=lambda key: totals[key], default=None)


def largest_class(income: Sequence[IncomeRow]) -> str | None:
    totals = by_class(income)
    return max(sorted(totals), key=lambda key: totals[key], default=None)


def without_largest_funder(
    income: Sequence[IncomeRow], position: Sequence[PositionRow]
) -> tuple[list[IncomeRow], list[PositionRow]]:
    gone = largest_funder(income)
    return [row for row in income if row.funder_key != gone], [
        row for row in position if row.part != "recurring" or row.funder_key != gone
    ]


def without_largest_class(
    income: Sequence[IncomeRow], position: Sequence[PositionRow]
) -> tuple[list[IncomeRow], list[PositionRow]]:
    gone = largest_class(income)
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
