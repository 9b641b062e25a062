"""Metrics of how fast and how openly work moves through the repositories (CHAOSS names)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

from sustainability.domain.answers import Answer
from sustainability.domain.context import Context
from sustainability.domain.durations import Spread, spread
from sustainability.domain.rows import ChangeRow, FunnelRow, IssueRow, ReleaseRow, ThreadRow

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _in_window(text: str | None, context: Context) -> bool:
    return text is not None and context.window.start <= _at(text).date() < context.window.end


def time_to_first_response(rows: Sequence[ThreadRow], context: Context) -> Answer:
    """Of issues and pull requests opened in the window; one still unanswered counts with its present age.

    One that was closed with no answer by another stopped waiting then. What began as a draft waits since it was ready.
    """
    found = _response(rows, context)
    if found is None:
        return context.unknown("hours", "Nobody opened an issue or a pull request in this window.")
    answered = sum(row.first_response_at is not None for row in rows)
    kinds = {kind: _response([row for row in rows if row.kind == kind], context) for kind in ("issue", "pull_request")}
    return context.answer(
        found.median,
        "hours",
        len(rows),
        {"unanswered": "present age, or age when closed"},
        {"answered": answered, "unanswered": len(rows) - answered},
        note="The 90th percentile rests on items that nobody answered: it can only grow."
        if found.is_lower_bound
        else "",
        detail={
            "p90": found.p90,
            "p90_is_lower_bound": found.is_lower_bound,
            **{kind: _as_detail(one) for kind, one in kinds.items()},
        },
    )


def _response(rows: Iterable[ThreadRow], context: Context) -> Spread | None:
    done, waiting = [], []
    for row in rows:
        asked_at = _at(row.asked_at or row.created_at)
        if row.first_response_at is None:
            until = context.as_of if row.closed_at is None else min(context.as_of, _at(row.closed_at))
            waiting.append((until - asked_at) / HOUR)
        else:
            done.append((_at(row.first_response_at) - asked_at) / HOUR)
    return spread(done, waiting)


def _as_detail(found: Spread | None) -> dict[str, Any] | None:
    return None if found is None else {"median": found.median, "p90": found.p90}


def change_request_closure_ratio(rows: Sequence[ChangeRow], context: Context) -> Answer:
    """Closed (merged or not) in the window ÷ open at any time during it."""
    if not rows:
        return context.unknown("share of pull requests", "No pull request was open in this window.")
    closed = sum(_in_window(row.closed_at, context) for row in rows)
    return context.answer(closed / len(rows), "share of pull requests", len(rows), detail={"closed": closed})


def change_request_acceptance_ratio(rows: Sequence[ChangeRow], context: Context) -> Answer:
    """Accepted ÷ closed, of those closed in the window: merged, or landed by a commit that names it."""
    closed = [row for row in rows if _in_window(row.closed_at, context)]
    if not closed:
        return context.unknown("share of pull requests", "No pull request was closed in this window.")
    merged = sum(row.merged_at is not None for row in closed)
    landed = sum(row.merged_at is None and row.landed_at is not None for row in closed)
    note = f"{landed} of them closed without a merge, but brought in by a commit that names it." if landed else ""
    detail = {"merged": merged, "landed": landed}
    return context.answer(
        (merged + landed) / len(closed), "share of pull requests", len(closed), note=note, detail=detail
    )


def review_duration(rows: Sequence[ChangeRow], context: Context) -> Answer:
    """From opening (of a draft: from its being ready) to the first review by another human, of pull requests whose
    first review falls in the window."""
    first = [row for row in rows if _in_window(row.first_review_at, context)]
    closed = [row for row in rows if _in_window(row.closed_at, context)]
    to_review = spread([(_at(row.first_review_at or "") - _at(row.asked_at or row.created_at)) / HOUR for row in first])
    to_close = spread([_hours(row, row.closed_at) for row in closed])
    detail = {"p90": to_review.p90 if to_review else None, "to_close": _as_detail(to_close)}
    unreviewed = {"closed_without_review": sum(row.first_review_at is None for row in closed)}
    if to_review is None:
        note = "No pull request had its first review in this window."
        return context.answer(None, "hours", 0, {}, unreviewed, note, detail)
    return context.answer(to_review.median, "hours", len(first), {}, unreviewed, detail=detail)


def _hours(row: ChangeRow, until: str | None) -> float:
    return (_at(until or row.created_at) - _at(row.created_at)) / HOUR


def self_merge_rate(rows: Sequence[ChangeRow], context: Context) -> Answer:
    """Merged by the author with no approving review by another ÷ merged; unknown authors leave both."""
    merged = [row for row in rows if _in_window(row.merged_at, context)]
    known = [row for row in merged if row.is_self_merge is not None]
    coverage = {"merged": len(merged), "author_or_merger_unknown": len(merged) - len(known)}
    if not merged:
        return context.unknown("share of merged", "No pull request was merged in this window.", coverage)
    if context.is_insufficient(len(merged) - len(known), len(merged)):
        return context.insufficient("share of merged", len(merged), coverage)
    own = sum(bool(row.is_self_merge) for row in known)
    return context.answer(own / len(known), "share of merged", len(known), {}, coverage, detail={"self_merged": own})


def merged_without_review(rows: Sequence[ChangeRow], context: Context) -> Answer:
    """Merged with no review by another person before ÷ merged; unknown authors leave both."""
    merged = [row for row in rows if _in_window(row.merged_at, context)]
    known = [row for row in merged if row.is_unreviewed_merge is not None]
    coverage = {"merged": len(merged), "author_unknown": len(merged) - len(known)}
    if not merged:
        return context.unknown("share of merged", "No pull request was merged in this window.", coverage)
    if context.is_insufficient(len(merged) - len(known), len(merged)):
        return context.insufficient("share of merged", len(merged), coverage)
    unseen = sum(bool(row.is_unreviewed_merge) for row in known)
    detail = {"without_review": unseen}
    return context.answer(unseen / len(known), "share of merged", len(known), {}, coverage, detail=detail)


def release_frequency(rows: Sequence[ReleaseRow], context: Context) -> Answer:
    early = sum(row.is_prerelease for row in rows)
    return context.answer(len(rows), "releases", len(rows), detail={"prereleases": early})


def issue_age(rows: Sequence[IssueRow], context: Context) -> Answer:
    """Of issues open at the end of the window (or now, where that is earlier)."""
    at = min(context.as_of, datetime.combine(context.window.end, time.min, UTC))
    found = spread([(at - _at(row.created_at)) / DAY for row in rows])
    if found is None:
        return context.unknown("days", "No issue is open.")
    return context.answer(found.median, "days", len(rows), detail={"p90": found.p90})


def conversion_rate(rows: Sequence[FunnelRow], context: Context) -> Answer:
    """D2 ÷ D1: of people who opened, commented or reviewed in the window, the share that had a change merged."""
    d1, d2 = sum(row.is_d1 for row in rows), sum(row.is_d2 for row in rows)
    both = sum(row.is_d1 and row.is_d2 for row in rows)
    interest = {"d0_now": dict(context.interest), "d1": d1, "d2": d2, "d1_and_d2": both}
    why = "GitHub gives stars, watchers and forks as totals of today, so D1 ÷ D0 is not computed."
    if not d1:
        return context.answer(None, "share of people", 0, note=f"Nobody spoke in this window. {why}", detail=interest)
    return context.answer(both / d1, "share of people", d1, note=why, detail=interest)
