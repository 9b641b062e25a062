from datetime import date

import pytest

from contributors.domain.availability import TaskFacts, availability, claimed, issues_closed_by


@pytest.mark.parametrize(
    ("facts", "state", "reason"),
    [
        (TaskFacts(), "available", ""),
        (TaskFacts(is_open=False, is_locked=True), "closed", "Closed on GitHub"),
        (TaskFacts(is_archived=True, is_locked=True), "blocked", "The repository is archived"),
        (TaskFacts(is_locked=True, assignees=("rosa",)), "blocked", "The issue is locked"),
        (TaskFacts(assignees=("rosa",), open_pull_requests=(12,)), "in_review", "Pull request #12 is open"),
        (TaskFacts(open_pull_requests=(9, 7)), "in_review", "Pull requests #7, #9 are open"),
        (TaskFacts(assignees=("rosa",)), "assigned", "Assigned to rosa"),
        (TaskFacts(assignees=("rosa", "tomas", "ines")), "assigned", "Assigned to rosa and 2 more"),
    ],
)
def test_the_strongest_fact_decides(facts, state, reason):
    found = availability(facts)
    assert (found.state, found.reason) == (state, reason)


def test_a_claim_says_who_and_until_when():
    assert claimed("Bob", date(2026, 12, 8)).reason == "Claimed by Bob until 8 December"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Fixes #1, closes #22 and resolved: #3", {1, 22, 3}),
        ("See #1", set()),
        ("fixes other/repository#4", set()),
        ("prefixes #5", set()),
        ("fix #99999999999999", set()),
    ],
)
def test_closing_words_are_read_as_github_reads_them(text, numbers):
    assert issues_closed_by(text) == numbers
