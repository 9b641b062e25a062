from datetime import UTC, date, datetime, timedelta

import pytest

from contributors.domain.availability import (
    Availability,
    OpenPull,
    TaskFacts,
    availability,
    claimed,
    reason_parts,
    with_quiet,
)


@pytest.mark.parametrize(
    ("facts", "state", "reason"),
    [
        (TaskFacts(), "available", ""),
        (TaskFacts(is_open=False, is_locked=True), "closed", "Closed on GitHub"),
        (TaskFacts(is_archived=True, is_locked=True), "blocked", "The repository is archived"),
        (TaskFacts(is_locked=True, assignees=("rosa",)), "blocked", "The issue is locked"),
        (TaskFacts(assignees=("rosa",), open_pulls=(OpenPull(12),)), "in_review", "Pull request #12 is open"),
        (TaskFacts(open_pulls=(OpenPull(9), OpenPull(7, is_draft=True))), "in_review", "Pull requests #7, #9 are open"),
        (TaskFacts(open_pulls=(OpenPull(9, is_draft=True),)), "in_review", "Draft pull request #9 is open"),
        (TaskFacts(open_pulls=(OpenPull(9, repository="a/b"),)), "in_review", "Pull request a/b#9 is open"),
        (TaskFacts(assignees=("rosa",)), "assigned", "Assigned to rosa"),
        (TaskFacts(assignees=("rosa", "tomas", "ines")), "assigned", "Assigned to rosa and 2 more"),
    ],
)
def test_the_strongest_fact_decides(facts, state, reason):
    found = availability(facts)
    assert (found.state, found.reason) == (state, reason)


def test_a_claim_says_who_and_until_when():
    assert claimed("Bob", date(2026, 12, 8)).reason == "Claimed by Bob until 8 December"


def test_a_review_that_nobody_touched_for_long_says_since_when():
    found, now = Availability("in_review", "Draft pull request #9 is open"), datetime(2026, 3, 1, tzinfo=UTC)
    assert with_quiet(found, now - timedelta(days=89), now) == found
    old = with_quiet(found, datetime(2024, 2, 1, tzinfo=UTC), now)
    assert old.reason == "Draft pull request #9 is open, untouched since 1 February 2024"
    assert with_quiet(Availability("assigned", "Assigned to rosa"), datetime(2024, 2, 1, tzinfo=UTC), now).reason == (
        "Assigned to rosa"
    )


def test_a_pull_request_of_another_repository_leads_there():
    assert reason_parts("Pull requests #7, a/b.c#9 are open", "https://x/o/r", "https://x") == [
        ("Pull requests ", ""),
        ("#7", "https://x/o/r/pull/7"),
        (", ", ""),
        ("a/b.c#9", "https://x/a/b.c/pull/9"),
        (" are open", ""),
    ]
