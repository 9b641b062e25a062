"""The vectors of the reference, and what must hold for any amounts."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sustainability.domain.concentration import fewest_for_share, herfindahl, normalized, top_share

AMOUNTS = st.lists(st.integers(1, 10**9), min_size=1, max_size=40)


def test_absence_factor_of_the_chaoss_example():
    assert fewest_for_share([1000, 202, 90, 33, 332, 343, 42, 433]) == 2


def test_elephant_factor_of_the_chaoss_examples():
    assert fewest_for_share([125] * 8) == 4
    assert fewest_for_share([50] + [5] * 10) == 1


def test_funder_absence_factor():
    assert fewest_for_share([60, 40]) == 1
    assert fewest_for_share([20] * 5) == 3


def test_herfindahl():
    assert herfindahl([50, 50]) == Fraction(1, 2)
    assert herfindahl([60, 40]) == Fraction(52, 100)
    assert herfindahl([7] * 4) == Fraction(1, 4)
    assert 1 / herfindahl([7] * 4) == 4


def test_nothing_has_no_factor():
    assert fewest_for_share([]) is None
    assert herfindahl([0]) is None
    assert top_share([], 1) is None


@given(AMOUNTS)
def test_factor_is_the_smallest_that_reaches_half(amounts):
    k, ordered = fewest_for_share(amounts), sorted(amounts, reverse=True)
    assert sum(ordered[:k]) * 2 >= sum(ordered)
    assert sum(ordered[: k - 1]) * 2 < sum(ordered)


@given(AMOUNTS)
def test_index_lies_between_even_and_one(amounts):
    index = herfindahl(amounts)
    assert Fraction(1, len(amounts)) <= index <= 1
    if len(amounts) > 1:
        assert 0 <= normalized(index, len(amounts)) <= 1


@given(AMOUNTS.filter(lambda amounts: len(amounts) > 1))
def test_joining_two_funders_raises_the_index(amounts):
    joined = [amounts[0] + amounts[1], *amounts[2:]]
    assert herfindahl(joined) > herfindahl(amounts)
