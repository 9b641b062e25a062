"""Metrics of people and of the flow of work, on rows."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sustainability.domain import community, flow
from sustainability.domain.answers import Window
from sustainability.domain.catalog import METRICS
from sustainability.domain.context import Context
from sustainability.domain.durations import quantile, spread
from sustainability.domain.rows import ChangeRow, NewcomerRow, PersonRow, ThreadRow, WorkRow

CONTEXT = Context(
    window=Window(date(2025, 1, 1), date(2026, 1, 1)), as_of=datetime(2026, 1, 1, tzinfo=UTC), is_about_work=True
)


def test_absence_factor_counts_a_person_once_over_kinds():
    rows = [
        WorkRow(1, None, "code", 3),
        WorkRow(1, None, "doc", 3),
        WorkRow(2, None, "code", 4),
        WorkRow(3, None, "doc", 1),
    ]
    answer = community.contributor_absence_factor(rows, CONTEXT)
    assert (answer.value, answer.n, answer.parameters["threshold"]) == (1, 11, 0.5)
    assert answer.detail["by_kind"] == {"code": 1, "doc": 1}


def test_elephant_factor_needs_attribution():
    known = [WorkRow(1, 7, "code", 4), WorkRow(2, 8, "code", 1)]
    assert community.elephant_factor([*known, WorkRow(3, None, "code", 5)], CONTEXT).value == 1
    assert community.elephant_factor([*known, WorkRow(3, None, "code", 6)], CONTEXT).value is None


def test_quantiles_are_those_of_spreadsheets():
    assert quantile([1.0, 2.0, 3.0, 4.0], 0.5) == 2.5
    assert quantile([1.0], 0.9) == 1.0


def test_waiting_items_stay_in():
    found = spread([1.0, 2.0], [100.0])
    assert found.median == 2.0
    assert found.p90 > 2
    assert spread([]) is None


def test_time_to_first_response():
    rows = [
        ThreadRow("o/r", "issue", 1, "2025-12-31T00:00:00+00:00", "2025-12-31T02:00:00+00:00"),
        ThreadRow("o/r", "issue", 2, "2025-12-31T00:00:00+00:00", None),
    ]
    answer = flow.time_to_first_response(rows, CONTEXT)
    assert (answer.value, answer.n) == (13.0, 2)
    assert answer.coverage["unanswered"] == 1


def change(number, closed, merged=None, is_self=None):
    return ChangeRow("o/r", number, 1, "2025-01-05T00:00:00+00:00", closed, merged, None, is_self)


def test_closure_acceptance_and_self_merge():
    at = "2025-02-01T00:00:00+00:00"
    rows = [change(1, at, at, True), change(2, at, at, None), change(3, at), change(4, None)]
    assert flow.change_request_closure_ratio(rows, CONTEXT).value == 0.75
    assert flow.change_request_acceptance_ratio(rows, CONTEXT).value == 2 / 3
    assert flow.self_merge_rate(rows, CONTEXT).value == 1.0


def person(number, first, last, quarters, second=None):
    return PersonRow(number, f"{first}T00:00:00+00:00", f"{last}T00:00:00+00:00", quarters, second)


def test_retention_asks_only_cohorts_with_a_full_next_quarter():
    rows = [
        person(1, "2025-02-01", "2025-05-01", "2025-Q1 2025-Q2"),
        person(2, "2025-02-01", "2025-02-01", "2025-Q1"),
        person(3, "2025-11-01", "2025-11-01", "2025-Q4"),
    ]
    answer = community.retention(rows, CONTEXT)
    assert (answer.value, answer.n) == (0.5, 2)


def test_drifting_and_away_do_not_overlap():
    rows = [
        person(1, "2024-01-01", "2025-12-01", "2024-Q1"),
        person(2, "2024-01-01", "2025-06-30", "2024-Q1"),
        person(3, "2024-01-01", "2024-07-01", "2024-Q1"),
        person(4, "2024-01-01", "2024-06-30", "2024-Q1"),
    ]
    assert community.drifting_contributors(rows, CONTEXT).value == 2
    assert community.away_contributors(rows, CONTEXT).value == 1


def test_newcomers_inside_their_ninety_days_wait():
    rows = [
        person(1, "2025-02-01", "2025-03-01", "2025-Q1", "2025-03-01T00:00:00+00:00"),
        person(2, "2025-02-01", "2025-02-01", "2025-Q1"),
        person(3, "2025-12-20", "2025-12-20", "2025-Q4"),
    ]
    answer = community.returning_newcomers(rows, CONTEXT)
    assert (answer.value, answer.n, answer.coverage["too_new_to_tell"]) == (0.5, 2, 1)


def test_a_cohort_counts_once_its_next_quarter_is_over():
    rows = [person(1, "2025-08-01", "2025-11-01", "2025-Q3 2025-Q4"), person(2, "2025-08-01", "2025-08-01", "2025-Q3")]
    answer = community.retention(rows, CONTEXT)
    assert (answer.value, answer.n, answer.parameters["cohorts"]) == (0.5, 2, "2025-Q3 to 2025-Q3")
    a_day_less = replace(CONTEXT, window=Window(date(2025, 1, 1), date(2025, 12, 31)))
    assert community.retention(rows, a_day_less).value is None


UNCREDITED = {"total": 12, "attributed": 4, "unattributed": 6, "bots_removed": 2}


@pytest.mark.parametrize(
    "name",
    [
        "active_contributors", "new_contributors", "contributor_absence_factor", "elephant_factor", "retention",
        "organizational_diversity", "returning_newcomers", "drifting_contributors", "away_contributors", "labor_investment",
    ],
)  # fmt: skip
def test_no_figure_of_people_where_most_work_has_no_known_author(name):
    rows = {
        "work": [WorkRow(1, 7, "code", 4)],
        "newcomers": [NewcomerRow(1, "any", "2025-02-01T00:00:00+00:00")],
        "people": [person(1, "2025-02-01", "2025-05-01", "2025-Q1 2025-Q2")],
    }[METRICS[name].families[0]]
    assert METRICS[name].compute(rows, replace(CONTEXT, hourly_rate_minor=100)).value is not None
    answer = METRICS[name].compute(rows, replace(CONTEXT, hourly_rate_minor=100, credit_coverage=UNCREDITED))
    assert answer.value is None
    assert "Insufficient attribution" in answer.note


def test_work_without_an_author_has_no_organization_either():
    rows = [WorkRow(1, 7, "code", 4), WorkRow(2, None, "code", 3)]
    some = {"total": 9, "attributed": 7, "unattributed": 2, "bots_removed": 0}
    assert community.elephant_factor(rows, CONTEXT).value == 1
    assert community.elephant_factor(rows, replace(CONTEXT, credit_coverage=some)).value is None


def test_what_was_closed_unanswered_waits_no_longer():
    rows = [ThreadRow("o/r", "issue", 1, "2025-12-01T00:00:00+00:00", None, "2025-12-01T03:00:00+00:00")]
    answer = flow.time_to_first_response(rows, CONTEXT)
    assert (answer.value, answer.coverage["unanswered"]) == (3.0, 1)
    assert answer.detail["p90_is_lower_bound"] is True


def test_merged_with_no_review_by_another():
    at = "2025-02-01T00:00:00+00:00"
    rows = [
        replace(change(n, at, at, False), is_unreviewed_merge=seen) for n, seen in enumerate((True, False, False, None))
    ]
    answer = flow.merged_without_review(rows, CONTEXT)
    assert (answer.value, answer.n, answer.coverage["author_unknown"]) == (1 / 3, 3, 1)
