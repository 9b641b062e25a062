"""What the figures would be if one leg broke."""

from collections.abc import Sequence
from typing import Any

from sustainability.domain import community, money
from sustainability.domain.answers import Answer
from sustainability.domain.classes import CLASS_LABELS
from sustainability.domain.context import Context
from sustainability.domain.rows import IncomeRow, PositionRow, WorkRow

INCOME_FIGURES = {
    "total_income": money.total_income,
    "funding_mix": money.funding_mix,
    "community_and_customer_funded_share": money.community_and_customer_share,
    "herfindahl_hirschman_index": money.herfindahl_by_funder,
    "herfindahl_hirschman_index_by_class": money.herfindahl_by_class,
    "effective_funders": money.effective_funders,
    "top_1_share": money.top_1_share,
    "top_3_share": money.top_3_share,
    "funder_absence_factor": money.funder_absence_factor,
}
POSITION_FIGURES = {
    "monthly_recurring_income": money.monthly_recurring_income,
    "mean_monthly_expense": money.mean_monthly_expense,
    "recurring_cover": money.recurring_cover,
    "reserve_months": money.reserve_months,
    "runway": money.runway_months,
}
RECURRING_CUT = 20


def scenarios(
    income: Sequence[IncomeRow], position: Sequence[PositionRow], work: Sequence[WorkRow], context: Context
) -> Answer:
    """Every money figure, without the largest funder, without the largest class and with less that recurs.

    The renewal rate is left out: it looks back on agreements that ended. So is help in kind. What each case takes away
    is in the detail; the two people are told by their share of the work, since nobody is ranked by name.
    """
    cut = money.with_less_recurring(income, position, RECURRING_CUT)
    value: dict[str, Any] = {
        "as_it_is": {**_money(income, position, context), **_work(work, work, context)},
        "without_largest_funder": _money(*money.without_largest_funder(income, position), context),
        "without_largest_class": _money(*money.without_largest_class(income, position), context),
        f"recurring_minus_{RECURRING_CUT}_percent": _money(*cut, context),
        "without_two_people": _work(community.without_top_people(work), work, context),
    }
    n = len(income) + len(position) + len(work)
    parameters = {"recurring_cut": RECURRING_CUT / 100, "people_gone": 2}
    gone = {"removed": _removed(income, value["without_two_people"]["share_of_work_lost"])}
    return context.answer(value, "figures", n, parameters, detail=gone)


def _removed(income: Sequence[IncomeRow], share_of_work: float | None) -> dict[str, str]:
    funder, funding_class = money.largest_funder(income), money.largest_class(income)
    names = {row.funder_key: row.funder for row in income}
    whole = sum(row.counted_minor for row in income)
    gone = {f"recurring_minus_{RECURRING_CUT}_percent": f"{RECURRING_CUT} % of all that recurs"}
    if funder:
        share = money.by_funder(income)[funder] / whole
        gone["without_largest_funder"] = f"{names[funder]}, {share * 100:.0f} % of the cash income"
    if funding_class:
        share = money.by_class(income)[funding_class] / whole
        gone["without_largest_class"] = f"{CLASS_LABELS[funding_class]}, {share * 100:.0f} % of the cash income"
    if share_of_work:
        gone["without_two_people"] = f"Two people with {share_of_work * 100:.0f} % of the contributions"
    return gone


def _money(income: Sequence[IncomeRow], position: Sequence[PositionRow], context: Context) -> dict[str, Any]:
    return {
        **{name: figure(income, context).value for name, figure in INCOME_FIGURES.items()},
        **{name: figure(position, context).value for name, figure in POSITION_FIGURES.items()},
    }


def _work(left: Sequence[WorkRow], work: Sequence[WorkRow], context: Context) -> dict[str, Any]:
    total = sum(row.contributions for row in work)
    return {
        "contributor_absence_factor": community.contributor_absence_factor(left, context).value,
        "elephant_factor": community.elephant_factor(left, context).value,
        "share_of_work_lost": 1 - sum(row.contributions for row in left) / total if total else None,
    }
