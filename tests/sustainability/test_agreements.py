"""Which payments are one agreement, what runs on a day, and what was renewed."""

import itertools
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sustainability.domain.agreements import Payment, agreements, period_of, renewals, running_on, shared_out


def payment(
    number, first, last=None, amount=10_000, recurrence="monthly", description="Hosting", source="s", funder=True
):
    start, end = period_of(recurrence, first, first if last else None, last)
    return Payment(number, source, funder, description, recurrence, start, end, amount)


def monthly_income(payments, day):
    return sum(one.payment.monthly for one in running_on(payments, day))


@pytest.mark.parametrize(
    ("recurrence", "first", "last", "amount", "a_month"),
    [
        ("monthly", date(2026, 1, 15), None, 100, 100),
        ("monthly", date(2026, 2, 15), date(2026, 3, 14), 100, 100),
        ("monthly", date(2026, 1, 31), None, 100, 100),
        ("monthly", date(2026, 10, 1), date(2026, 10, 30), 100, 100),
        ("monthly", date(2026, 1, 10), date(2026, 4, 9), 300, 100),
        ("yearly", date(2026, 2, 15), None, 12_000, 1_000),
        ("yearly", date(2026, 2, 15), date(2027, 2, 14), 12_000, 1_000),
        ("yearly", date(2026, 1, 1), date(2027, 12, 31), 24_000, 1_000),
    ],
)
def test_an_amount_a_month_is_the_whole_by_its_months(recurrence, first, last, amount, a_month):
    assert payment(1, first, last, amount, recurrence).monthly == a_month


def test_two_payments_that_overlap_are_one_agreement_the_later_counts():
    paid = [payment(1, date(2026, 10, 5)), payment(2, date(2026, 11, 3), amount=12_000)]
    assert [one.payment.number for one in running_on(paid, date(2026, 11, 4))] == [2]


def test_a_month_that_is_not_booked_yet_makes_no_cliff():
    paid = [payment(1, date(2026, 9, 5)), payment(2, date(2026, 10, 5)), payment(3, date(2026, 11, 7))]
    found = running_on(paid, date(2026, 11, 6))
    assert [(one.payment.number, one.is_carried_forward) for one in found] == [(2, True)]
    assert monthly_income(paid, date(2026, 11, 6)) == 10_000
    assert monthly_income(paid[:2], date(2026, 12, 4)) == 10_000
    assert monthly_income(paid[:2], date(2026, 12, 5)) == 0


def test_a_yearly_agreement_that_ended_is_not_carried_forward():
    paid = [payment(1, date(2025, 1, 1), date(2025, 12, 31), recurrence="yearly")]
    assert running_on(paid, date(2026, 1, 5)) == []


@pytest.mark.parametrize(
    "others", [{"description": "Support"}, {"first": date(2026, 10, 5)}, {"first": date(2026, 10, 19)}]
)
def test_agreements_side_by_side_all_count(others):
    paid = [payment(1, date(2026, 10, 5)), payment(2, **{"first": date(2026, 10, 5), **others})]
    assert monthly_income(paid, date(2026, 10, 30)) == 20_000


def test_a_stream_whose_words_change_is_not_counted_twice():
    paid = [
        payment(1, date(2026, 10, 1), date(2026, 10, 31), description="Fees, 32 members"),
        payment(2, date(2026, 11, 1), date(2026, 11, 30), description="Fees, 33 members", amount=10_300),
    ]
    assert monthly_income(paid, date(2026, 11, 10)) == 10_300
    without = [
        payment(n, one.first, one.last, one.amount, description=one.description, funder=False)
        for n, one in enumerate(paid)
    ]
    assert monthly_income(without, date(2026, 11, 10)) == 10_300


def up(payments, start=date(2025, 1, 1), end=date(2026, 2, 1), today=date(2026, 11, 1)):
    return [
        (one.ended.number, one.by.number if one.by else None, one.state)
        for one in renewals(payments, start, end, today)
    ]


def year(number, first, amount=10_000, **more):
    return payment(number, first, None, amount, "yearly", **more)


def test_one_follower_renews_one_agreement():
    paid = [year(1, date(2025, 1, 1)), year(2, date(2025, 1, 1)), year(3, date(2026, 1, 1))]
    assert up(paid) == [(1, 3, "renewed"), (2, None, "lapsed")]


def test_what_ran_beside_it_for_long_is_no_renewal():
    paid = [
        payment(1, date(2025, 1, 1), date(2025, 12, 31), recurrence="yearly", description="Support"),
        payment(2, date(2025, 7, 1), date(2026, 6, 30), recurrence="yearly", description="Training"),
    ]
    assert up(paid) == [(1, None, "lapsed")]


def test_another_recurrence_renews_by_its_value_a_year():
    paid = [year(1, date(2025, 1, 1), 12_000), payment(2, date(2026, 1, 1), amount=500)]
    found = renewals(paid, date(2025, 1, 1), date(2026, 1, 1), date(2026, 11, 1))
    assert [(one.ended.yearly, one.by.yearly) for one in found] == [(12_000, 6_000)]


def test_without_a_funder_only_the_description_tells():
    paid = [
        year(1, date(2025, 1, 1), description="Anna", funder=False),
        year(2, date(2025, 1, 1), description="Bert", funder=False),
        year(3, date(2026, 1, 1), description="Bert", funder=False),
        year(4, date(2026, 1, 1), description="Cleo", funder=False),
    ]
    assert sorted(up(paid)) == [(1, None, "lapsed"), (2, 3, "renewed")]


def test_a_run_of_months_comes_up_where_it_stops():
    paid = [payment(month, date(2025, month, 1)) for month in range(1, 7)]
    assert up(paid) == [(6, None, "lapsed")]
    assert up(paid, today=date(2025, 8, 1)) == [(6, None, "open")]
    assert up([*paid, payment(7, date(2025, 7, 1))], end=date(2025, 7, 20)) == []


def test_many_givers_of_one_source_stay_as_many():
    paid = [
        payment(100 * month + giver, date(2026, month, 1 + giver), amount=1_000 + giver)
        for month in range(3, 11)
        for giver in range(27)
        if giver != 9 or month > 5  # one who begins later takes nobody's place
    ]
    assert len(running_on(paid, date(2026, 10, 28))) == 27
    assert monthly_income(paid, date(2026, 10, 28)) == sum(1_000 + giver for giver in range(27))


PAYMENTS = st.lists(
    st.builds(
        payment,
        st.integers(1, 10**6),
        st.dates(date(2020, 1, 1), date(2026, 1, 1)),
        amount=st.integers(1, 10**6),
        recurrence=st.sampled_from(["monthly", "yearly"]),
        description=st.sampled_from(["a", "b"]),
        funder=st.booleans(),
    ),
    max_size=25,
    unique_by=lambda one: one.number,
)


@given(PAYMENTS)
def test_every_payment_is_in_one_agreement_in_order(payments):
    found = agreements(payments)
    assert sorted(one.number for run in found for one in run) == sorted(one.number for one in payments)
    assert all(before.first < after.first for run in found for before, after in itertools.pairwise(run))
    assert sorted(map(repr, found)) == sorted(map(repr, agreements(reversed(payments))))


@given(st.lists(st.fractions(0, 10**6), max_size=30))
def test_rounded_parts_sum_to_the_rounded_whole(amounts):
    assert sum(shared_out(amounts)) == round(sum(amounts, Fraction(0)))


def test_the_edges_of_the_calendar_hold():
    found = payment(1, date(2026, 1, 1), date.max, recurrence="yearly")
    assert found.monthly > 0
    assert running_on([found], date(2026, 6, 1))
    assert renewals([found, payment(2, date.min + timedelta(days=1))], date.min, date.max, date.max) is not None
