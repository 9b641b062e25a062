"""An agreement is income of its months, and no cent is lost or counted twice."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sustainability.domain.answers import Window
from sustainability.domain.periods import add_months, counted_in, month_measure, slices
from sustainability.domain.windows import window_before

DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def test_a_year_is_a_twelfth_a_month():
    for month in range(1, 13):
        start = date(2026, month, 1)
        counted = counted_in(1_200_000, date(2026, 1, 1), date(2026, 12, 31), start, add_months(start, 1))
        assert counted == 100_000


def test_a_year_that_begins_in_mid_month_has_twelve_months():
    assert month_measure(date(2026, 3, 15), date(2027, 3, 15)) == 12


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 5), -12, date(2025, 1, 5)),
        (date(2025, 12, 1), 1, date(2026, 1, 1)),
    ],
)
def test_add_months(day, months, expected):
    assert add_months(day, months) == expected


@given(st.integers(1, 10**10), DAYS, st.integers(0, 900), st.lists(DAYS, min_size=1, max_size=5))
def test_adjoining_windows_sum_to_the_whole(amount, first, length, cuts):
    last = first + timedelta(days=length)
    edges = [date(2019, 1, 1), *sorted(set(cuts)), date(2035, 1, 1)]
    parts = [counted_in(amount, first, last, *pair) for pair in itertools.pairwise(edges)]
    assert sum(parts) == amount
    assert min(parts) >= 0


@given(DAYS, st.integers(1, 2500))
def test_slices_cover_the_window_without_gap(start, days):
    end = start + timedelta(days=days)
    parts = list(slices(start, end))
    assert parts[0][0] == start
    assert parts[-1][1] == end
    assert all(one[1] == two[0] for one, two in itertools.pairwise(parts))


def test_a_period_to_the_end_of_time_is_counted():
    counted = counted_in(1_200, date(2026, 1, 1), date.max, date(2026, 1, 1), date(2027, 1, 1))
    assert 0 <= counted < 1_200
    assert add_months(date.max, 1) == date.max
    assert add_months(date.min, -1) == date.min


@pytest.mark.parametrize(
    ("window", "before"),
    [
        (("2025-11-26", "2026-11-26"), ("2024-11-26", "2025-11-26")),
        (("2026-07-01", "2026-10-01"), ("2026-04-01", "2026-07-01")),
        (("2026-01-01", "2026-11-26"), ("2025-01-01", "2025-11-26")),
        (("2026-03-10", "2026-03-20"), ("2026-02-28", "2026-03-10")),
    ],
)
def test_the_window_before(window, before):
    start, end = map(date.fromisoformat, window)
    found = window_before(Window(start, end))
    assert (found.start.isoformat(), found.end.isoformat()) == before
