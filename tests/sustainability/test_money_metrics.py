"""Money metrics on rows: recurring, reserves, runway, and what never changes them."""

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest

from sustainability.domain import money, scenarios
from sustainability.domain.answers import Window
from sustainability.domain.catalog import METRICS, MONEY
from sustainability.domain.context import Context
from sustainability.domain.rows import IncomeRow, PositionRow, RenewalRow, WorkRow

CONTEXT = Context(window=Window(date(2025, 1, 1), date(2026, 1, 1)), as_of=datetime(2026, 1, 1, tzinfo=UTC))


def position(part, minor, is_restricted=False, key="f", of="customer"):
    return PositionRow(part, key, "x", of, "2025-12-31", "monthly", is_restricted, minor, "EUR", minor)


def income(minor, key="a", of="customer", recurrence="one_time"):
    return IncomeRow(key, key, of, "s", "", "2025-06-01", None, None, recurrence, False, minor, "EUR", minor)


def test_reserve_months_ignore_restricted_reserves():
    rows = [position("reserve", 600_000), position("expense", 1_200_000)]
    assert money.reserve_months(rows, CONTEXT).value == 6
    assert money.reserve_months([*rows, position("restricted_reserve", 900_000)], CONTEXT).value == 6


def test_runway_is_covered_where_recurring_income_meets_expense():
    rows = [position("reserve", 600_000), position("expense", 1_200_000)]
    assert money.runway_months(rows, CONTEXT).value == 6
    assert money.runway_months([*rows, position("recurring", 50_000)], CONTEXT).value == 12
    assert money.runway_months([*rows, position("recurring", 100_000)], CONTEXT).value == "covered"


@pytest.mark.parametrize("figure", [money.reserve_months, money.runway_months, money.recurring_cover])
def test_nothing_recorded_gives_a_reason_not_a_zero(figure):
    answer = figure([], CONTEXT)
    assert answer.value is None
    assert answer.note


def test_income_without_a_known_funder_leaves_numerator_and_denominator():
    rows = [income(60, "a"), income(40, "b"), income(90, "")]
    assert money.top_1_share(rows, CONTEXT).value == 0.6
    answer = money.top_1_share([*rows, income(30, "")], CONTEXT)
    assert answer.value is None
    assert "Insufficient attribution" in answer.note


def test_community_and_customer_share():
    rows = [income(30, of="customer"), income(20, of="community"), income(50, of="public")]
    assert money.community_and_customer_share(rows, CONTEXT).value == 0.5


def test_renewal_counts_a_raise_once_and_leaves_open_ones_out():
    rows = [
        RenewalRow("a", "s", "2025-06-30", 100, 150, "renewed"),
        RenewalRow("b", "s", "2025-06-30", 100, 0, "lapsed"),
        RenewalRow("c", "s", "2025-12-30", 900, 0, "open"),
    ]
    answer = money.renewal_rate(rows, CONTEXT)
    assert answer.value == 0.5
    assert answer.coverage["still_open"] == 1


def test_without_largest_funder_its_recurring_income_goes_too():
    left, rest = money.without_largest_funder(
        [income(60, "a"), income(40, "b")], [position("recurring", 5, key="a"), position("expense", 7, key="")]
    )
    assert [row.funder_key for row in left] == ["b"]
    assert [row.part for row in rest] == ["expense"]


def test_each_case_recomputes_each_money_figure():
    incomes = [income(60_000, "a", recurrence="monthly"), income(40_000, "b", "philanthropic")]
    positions = [position("recurring", 5_000, key="a"), position("expense", 120_000), position("reserve", 30_000)]
    value = scenarios.scenarios(incomes, positions, [], CONTEXT).value
    money_figures = [
        m.name
        for m in METRICS.values()
        if m.topic == MONEY and m.name not in ("scenarios", "renewal_rate", "in_kind_help")
    ]
    for case in ("as_it_is", "without_largest_funder", "without_largest_class", "recurring_minus_20_percent"):
        assert set(money_figures) <= set(value[case])
    assert value["without_largest_funder"]["total_income"] == 400
    assert value["without_largest_class"]["funding_mix"] == {"philanthropic": 1}
    cut = value["recurring_minus_20_percent"]
    assert cut["total_income"] == 880
    assert cut["community_and_customer_funded_share"] == pytest.approx(48 / 88)
    assert cut["monthly_recurring_income"] == 40
    assert cut["reserve_months"] == value["as_it_is"]["reserve_months"] == 3


def test_a_mean_month_counts_only_months_with_books():
    rows = [position("expense", 600_000), position("reserve", 200_000)]
    young = replace(CONTEXT, expense_months=Fraction(6))
    answer = money.mean_monthly_expense(rows, young)
    assert (answer.value, answer.parameters["months"]) == (1_000, 6)
    assert "6 months before" in answer.note
    assert money.reserve_months(rows, young).value == 2
    newborn = money.mean_monthly_expense(rows, replace(CONTEXT, expense_months=Fraction(20, 30)))
    assert newborn.value is None
    assert "younger than one month" in newborn.note


@pytest.mark.parametrize("figure", [*scenarios.INCOME_FIGURES.values()][1:])
def test_no_share_where_most_entries_lack_a_rate(figure):
    rows = [income(60, "a")]
    assert figure(rows, replace(CONTEXT, without_rate={"income": (1, 2)})).value is not None
    answer = figure(rows, replace(CONTEXT, without_rate={"income": (2, 3)}))
    assert answer.value is None
    assert answer.note == "Insufficient exchange rates: 2 of 3 income entries are without one."


def test_a_statement_without_a_rate_is_not_the_same_as_none():
    lacking = replace(CONTEXT, without_rate={"reserve": (1, 1)})
    assert "without a stored exchange rate" in money.reserve_months([position("expense", 5)], lacking).note
    assert "No reserve statement" in money.reserve_months([position("expense", 5)], CONTEXT).note


def test_what_is_carried_forward_is_told():
    rows = [position("recurring", 100), replace(position("recurring", 50), is_carried_forward=True)]
    answer = money.monthly_recurring_income(rows, CONTEXT)
    assert (answer.value, answer.coverage["carried_forward"]) == (1.5, 1)


def test_the_scenarios_name_what_is_gone():
    answer = scenarios.scenarios(
        [income(60, "a"), income(40, "b", "public")], [], [WorkRow(1, None, "code", 3)], CONTEXT
    )
    gone = answer.detail["removed"]
    assert gone["without_largest_funder"] == "a, 60 % of the cash income"
    assert gone["without_largest_class"] == "Customers, 60 % of the cash income"
    assert gone["without_two_people"] == "Two people with 100 % of the contributions"
    assert answer.value["as_it_is"]["contributor_absence_factor"] == 1


def test_help_in_kind_is_a_figure_of_its_own():
    answer = money.in_kind_help([income(900_00, "racks", "in_kind")], CONTEXT)
    assert (answer.value, answer.unit) == (900, "EUR, in kind")
    assert money.in_kind_help([], CONTEXT).value is None
