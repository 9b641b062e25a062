"""Metrics of people and of the flow of work, on rows."""

from datetime import UTC, date, datetime

from sustainability.domain import community, flow
from sustainability.domain.answers import Window
from sustainability.domain.context import Context
from sustainability.domain.durations import quantile, spread
from sustainability.domain.rows import ChangeRow, PersonRow, ThreadRow, WorkRow

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
