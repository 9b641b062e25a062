"""When a page is fresh, due, overdue, an orphan or nobody's."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from docs_hub.domain.freshness import (
    DUE,
    FRESH,
    LONGEST,
    ORPHAN,
    OVERDUE,
    STATES,
    UNOWNED,
    Checked,
    Promise,
    folders_above,
    freshness,
    joined,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 5000).map(lambda days: START + timedelta(days=days))
PROMISES = st.builds(
    Promise,
    owner=st.sampled_from(["", "Wendy"]),
    has_left=st.booleans(),
    interval=st.none() | st.integers(1, LONGEST),
    version=st.sampled_from(["", "5.1", "5.2"]),
    since=st.none() | MOMENTS,
)
CHECKS = st.none() | st.builds(Checked, at=MOMENTS, version=st.sampled_from(["", "5.1", "5.2"]))
WENDY = Promise(owner="Wendy", interval=90, since=START)


@pytest.mark.parametrize(
    ("day", "state"), [(0, FRESH), (75, FRESH), (76, DUE), (89, DUE), (90, OVERDUE), (900, OVERDUE)]
)
def test_a_checked_page_is_due_two_weeks_before_its_interval_ends(day: int, state: str) -> None:
    assert freshness(WENDY, Checked(START), START + timedelta(days=day)).state == state


def test_a_page_never_checked_is_counted_from_the_promise() -> None:
    assert freshness(WENDY, None, START + timedelta(days=89)).state == DUE
    assert freshness(WENDY, None, START + timedelta(days=91)).state == OVERDUE


def test_a_newer_version_of_the_product_makes_a_page_due() -> None:
    found = freshness(Promise("Wendy", version="5.2"), Checked(START, version="5.1"), START)
    assert (found.state, found.reason, found.is_lapsed) == (DUE, "version", False)


def test_who_left_leaves_an_orphan_and_readers_are_told_all_the_same() -> None:
    found = freshness(Promise("Wendy", True, 90), Checked(START), START + timedelta(days=400))
    assert (found.state, found.is_lapsed) == (ORPHAN, True)
    assert freshness(Promise(interval=90), Checked(START), START + timedelta(days=400)).state == UNOWNED


@given(PROMISES, CHECKS, MOMENTS)
def test_every_page_is_in_one_state_and_time_only_makes_it_worse(
    promise: Promise, checked: Checked | None, now: datetime
) -> None:
    found = freshness(promise, checked, now)
    assert found.state in STATES
    later = freshness(promise, checked, now + timedelta(days=30))
    assert not (found.is_lapsed and not later.is_lapsed)
    order = [FRESH, DUE, OVERDUE]
    if found.state in order and later.state in order:
        assert order.index(later.state) >= order.index(found.state)


@given(PROMISES, MOMENTS)
def test_checking_now_is_never_overdue(promise: Promise, now: datetime) -> None:
    found = freshness(promise, Checked(now, version=promise.version), now)
    assert found.state not in (OVERDUE, DUE)
    assert not found.is_lapsed


@given(st.lists(PROMISES, max_size=4))
def test_the_nearest_word_counts(promises: list[Promise]) -> None:
    found = joined(promises)
    assert found.owner == next((one.owner for one in promises if one.owner), "")
    assert found.interval == next((one.interval for one in promises if one.interval is not None), None)
    assert found.version == next((one.version for one in promises if one.version), "")
    assert not (found.has_left and not found.owner)


def test_folders_above() -> None:
    assert folders_above("a/b/c.md") == ["a/b", "a", ""]
    assert folders_above("c.md") == [""]
