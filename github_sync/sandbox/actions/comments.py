"""What people say under issues and pull requests."""

from typing import Any

from github_sync.sandbox.actions import lines
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.records import Record, now, touch
from github_sync.sandbox.repo import Repo

PLACE = ("line", "start_line", "side")


def add(doer: Doer, repo: Repo, thread: Record, body: str) -> Record:
    moment = touch(thread)
    record: Record = {
        "id": max(repo.issue_comments, default=1_000_000) + 1,
        "issue": thread["number"],
        "user": doer.login,
        "body": body,
        "created_at": moment,
        "updated_at": moment,
    }
    repo.comments_of_thread[thread["number"]].append(record)
    repo.issue_comments[record["id"]] = record
    repo.changed()
    _tell(doer, repo, record, "created")
    return record


def edit(doer: Doer, repo: Repo, record: Record, body: str) -> None:
    old, record["body"] = record.get("body") or "", body
    touch(record)
    touch(repo.thread(record["issue"]) or {})
    repo.changed()
    _tell(doer, repo, record, "edited", changes={"body": {"from": old}})


def delete(doer: Doer, repo: Repo, record: Record) -> None:
    repo.comments_of_thread[record["issue"]].remove(record)
    del repo.issue_comments[record["id"]]
    touch(repo.thread(record["issue"]) or {})
    repo.changed()
    _tell(doer, repo, record, "deleted")


def review(doer: Doer, repo: Repo, pull: Record, state: str, body: str | None, comments: list[Record]) -> Record:
    """`comments`: path, body and place (`line`, `start_line`, `side`) of each."""
    moment = touch(pull)
    record: Record = {
        "id": max(repo.reviews, default=2_000_000) + 1,
        "pull": pull["number"],
        "user": doer.login,
        "state": state,
        "body": body,
        "submitted_at": moment,
    }
    repo.reviews_of_pull[pull["number"]].append(record)
    repo.reviews[record["id"]] = record
    repo.changed()
    asked = pull.setdefault("requested_reviewers", [])
    pull["requested_reviewers"] = [login for login in asked if login != doer.login]
    for comment in comments:
        place = {name: comment[name] for name in PLACE if comment.get(name)}
        review_comment(doer, repo, pull, comment["path"], comment["body"], review=record["id"], place=place)
    shape = {**doer.shapes.review(repo, record), "state": state.lower()}
    doer.tell("pull_request_review", repo, "submitted", review=shape, pull_request=doer.shapes.pull(repo, pull))
    return record


def review_comment(
    doer: Doer,
    repo: Repo,
    pull: Record,
    path: str,
    body: str,
    *,
    review: int | None = None,
    answer_to: int | None = None,
    place: Record | None = None,
) -> Record:
    """`place`: `line`, `start_line` and `side`; none is a comment on the whole file."""
    moment = now()
    record: Record = {
        "id": max(repo.review_comments, default=4_000_000) + 1,
        "pull": pull["number"],
        "user": doer.login,
        "body": body,
        "path": path,
        "review": review,
        "in_reply_to": answer_to,
        "created_at": moment,
        "updated_at": moment,
        **_placed(repo, pull, path, place or {}),
    }
    repo.review_comments_of_pull[pull["number"]].append(record)
    repo.review_comments[record["id"]] = record
    touch(pull)
    repo.changed()
    shape, about = doer.shapes.review_comment(repo, record), doer.shapes.pull(repo, pull)
    doer.tell("pull_request_review_comment", repo, "created", comment=shape, pull_request=about)
    return record


def _placed(repo: Repo, pull: Record, path: str, place: Record) -> Record:
    if not place.get("line"):
        return {}
    side = place.get("side") or "RIGHT"
    hunk = lines.hunk_to(repo, pull, path, place["line"], side)
    return {**place, "side": side, "diff_hunk": hunk, "original_line": place["line"]}


def _tell(doer: Doer, repo: Repo, record: Record, action: str, **parts: Any) -> None:
    thread = repo.thread(record["issue"])
    if thread is not None:
        parts = {"issue": doer.shapes.issue(repo, thread), "comment": doer.shapes.issue_comment(repo, record), **parts}
        doer.tell("issue_comment", repo, action, **parts)
