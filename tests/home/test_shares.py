import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.shares import whole_percents


@pytest.mark.parametrize(
    ("weights", "percents"),
    [([1, 1, 1], [34, 33, 33]), ([0.625, 0.125, 0.25], [63, 12, 25]), ([5], [100]), ([], []), ([0, 0], [0, 0])],
)
def test_shares_add_up(weights: list[float], percents: list[int]) -> None:
    assert whole_percents(weights) == percents


@given(st.lists(st.floats(min_value=0.01, max_value=1e6), min_size=1, max_size=12))
def test_they_are_100_together_and_near_the_exact_share(weights: list[float]) -> None:
    percents = whole_percents(weights)
    assert sum(percents) == 100
    assert all(abs(p - w * 100 / sum(weights)) <= 1 for p, w in zip(percents, weights, strict=True))
