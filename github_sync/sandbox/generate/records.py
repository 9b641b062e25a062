"""Drafts as the records of the dataset format."""

import json
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from pathlib import Path

from github_sync.sandbox.generate.calendar import Calendar, stamp
from github_sync.sandbox.generate.catalog import Plan
from github_sync.sandbox.generate.drafts import Issue, Pull

Row = dict[str, object]


def _id(sort: int, plan: Plan, index: int) -> int:
    """Numbers that no other record of the dataset has."""
    return 1_900_000_000 + sort * 40_000_000 + plan.id % 100 * 1_000_000 + index * 7


def write_lines(path: Path, rows: Iterable[Row]) -> None:
    text = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows)
    path.write_text(text, encoding="utf-8")


def write_repository(path: Path, plan: Plan, calendar: Calendar, head: Row) -> None:
    committer = head["committer"]
    pushed = committer["date"] if isinstance(committer, dict) else None
    row = {
        "id": plan.id,
        "owner": "ferrywell",
        "name": plan.name,
        "full_name": plan.full_name,
        "description": plan.description,
        "private": False,
        "archived": False,
        "default_branch": "main",
        "language": plan.language,
        "topics": list(plan.topics),
        "created_at": stamp(calendar.at(-0.4).replace(microsecond=0)),
        "pushed_at": pushed,
        "updated_at": stamp(calendar.end),
        "head_sha": head["sha"],
    }
    path.write_text(json.dumps(row, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def tables(plan: Plan, issues: list[Issue], pulls: list[Pull]) -> dict[str, list[Row]]:
    return {
        "issues": [_issue(issue) for issue in issues],
        "pulls": [_pull(pull) for pull in pulls],
        "issue_comments": _comments(plan, issues, pulls),
        "review_comments": _review_comments(plan, pulls),
        "reviews": _reviews(plan, pulls),
        "closing_references": [
            {"pull": pull.number, "issue": pull.closes.number} for pull in pulls if pull.closes is not None
        ],
    }


def _thread(thread: Issue | Pull, updated: datetime) -> Row:
    return {
        "number": thread.number,
        "title": thread.title,
        "body": thread.body,
        "user": thread.author,
        "labels": list(dict.fromkeys(thread.labels)),
        "assignees": thread.assignees,
        "state": thread.state,
        "state_reason": thread.state_reason if isinstance(thread, Issue) else None,
        "milestone": thread.milestone,
        "created_at": stamp(thread.created_at),
        "updated_at": stamp(updated),
        "closed_at": stamp(thread.closed_at),
        "closed_by": thread.closed_by,
        "locked": thread.locked,
    }


def _issue(issue: Issue) -> Row:
    return _thread(issue, max(_moments(issue)))


def _pull(pull: Pull) -> Row:
    spoken = [review.at for review in pull.reviews] + [comment.at for comment in pull.review_comments]
    return _thread(pull, max(_moments(pull) + spoken)) | {
        "head_ref": pull.head_ref,
        "base_ref": "main",
        "draft": pull.draft,
        "merged_at": stamp(pull.merged_at),
        "merged_by": pull.merged_by,
        "merge_commit_sha": pull.merge_commit_sha,
        "additions": sum(change[1] for change in pull.changes),
        "deletions": sum(change[2] for change in pull.changes),
        "changed_files": len(pull.changes),
        "commits": pull.commits,
        "files": [list(change) for change in pull.changes],
    }


def _moments(thread: Issue | Pull) -> list[datetime]:
    closed = [thread.closed_at] if thread.closed_at else []
    return [thread.created_at, *closed, *(comment.at for comment in thread.comments)]


def _comments(plan: Plan, issues: list[Issue], pulls: list[Pull]) -> list[Row]:
    said = [(comment, thread.number) for thread in chain(issues, pulls) for comment in thread.comments]
    said.sort(key=lambda pair: (pair[0].at, pair[1]))
    return [
        {
            "id": _id(0, plan, index),
            "issue": number,
            "user": comment.author,
            "body": comment.body,
            "created_at": stamp(comment.at),
            "updated_at": stamp(comment.at),
        }
        for index, (comment, number) in enumerate(said)
    ]


def _review_comments(plan: Plan, pulls: list[Pull]) -> list[Row]:
    said = [(comment, pull) for pull in pulls for comment in pull.review_comments]
    said.sort(key=lambda pair: (pair[0].at, pair[1].number))
    return [
        {
            "id": _id(1, plan, index),
            "pull": pull.number,
            "user": comment.author,
            "body": comment.body,
            "path": comment.path,
            "line": _line(pull, comment.path, index),
            "created_at": stamp(comment.at),
            "updated_at": stamp(comment.at),
        }
        for index, (comment, pull) in enumerate(said)
    ]


def _line(pull: Pull, path: str, index: int) -> int | None:
    """One that the change may have added; None where it added none."""
    added = next((change[1] for change in pull.changes if change[0] == path), 0)
    return index * 7 % added + 1 if added else None


def _reviews(plan: Plan, pulls: list[Pull]) -> list[Row]:
    given = [(review, pull.number) for pull in pulls for review in pull.reviews]
    given.sort(key=lambda pair: (pair[0].at, pair[1]))
    return [
        {
            "id": _id(2, plan, index),
            "pull": number,
            "user": review.author,
            "state": review.state,
            "body": review.body,
            "submitted_at": stamp(review.at),
        }
        for index, (review, number) in enumerate(given)
    ]
