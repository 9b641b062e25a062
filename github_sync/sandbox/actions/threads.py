"""What happens to issues, and to pull requests as threads."""

import re
from typing import Any

from github_sync.sandbox.actions.labels import create_label
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.records import Record, now, touch
from github_sync.sandbox.repo import Repo

CLOSING = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+#(\d+)", re.IGNORECASE)
MOST_ASSIGNEES = 10


def tell(doer: Doer, repo: Repo, thread: Record, action: str, **parts: Any) -> None:
    number = thread["number"]
    if number in repo.pulls:
        shape = doer.shapes.pull(repo, thread, is_whole=True)
        doer.tell("pull_request", repo, action, number=number, pull_request=shape, **parts)
    else:
        doer.tell("issues", repo, action, issue=doer.shapes.issue(repo, thread), **parts)


def open_issue(doer: Doer, repo: Repo, title: str, body: str | None = None, **more: Any) -> Record:
    """`more`: labels, assignees, milestone."""
    number, moment = repo.next_number, now()
    record: Record = {
        "id": 3_000_000_000 + repo.id * 100_000 + number,
        "number": number,
        "title": title,
        "body": body,
        "user": doer.login,
        "labels": [],
        "assignees": [],
        "milestone": more.get("milestone"),
        "state": "open",
        "created_at": moment,
        "updated_at": moment,
    }
    repo.issues[number] = record
    repo.changed()
    tell(doer, repo, record, "opened")
    add_labels(doer, repo, record, more.get("labels") or [])
    assign(doer, repo, record, more.get("assignees") or [])
    return record


def edit(doer: Doer, repo: Repo, thread: Record, new: Record) -> None:
    """Title, body and milestone."""
    old = {key: thread.get(key) for key in new if thread.get(key) != new[key]}
    if not old:
        return
    thread |= new
    _changed(repo, thread)
    changes = {key: {"from": value or ""} for key, value in old.items() if key != "milestone"}
    if changes:
        tell(doer, repo, thread, "edited", changes=changes)
    if "milestone" in old:
        action = "milestoned" if thread.get("milestone") else "demilestoned"
        shape = doer.shapes.milestone(repo, thread.get("milestone") or old["milestone"])
        tell(doer, repo, thread, action, milestone=shape)
    refer(repo, thread)


def refer(repo: Repo, thread: Record) -> None:
    """The issues that a pull request says it closes."""
    if thread["number"] in repo.pulls:
        named = [int(number) for number in CLOSING.findall(thread.get("body") or "")]
        known = repo.closes[thread["number"]]
        known.extend(number for number in named if number in repo.issues and number not in known)


def close(doer: Doer, repo: Repo, thread: Record, reason: str | None = None) -> None:
    if thread["state"] == "closed":
        return
    moment = _changed(repo, thread)
    thread |= {"state": "closed", "closed_at": moment, "closed_by": doer.login}
    if thread["number"] in repo.issues:
        thread["state_reason"] = reason or "completed"
    tell(doer, repo, thread, "closed")


def reopen(doer: Doer, repo: Repo, thread: Record) -> None:
    if thread["state"] == "open":
        return
    _changed(repo, thread)
    thread |= {"state": "open", "closed_at": None, "closed_by": None}
    if thread["number"] in repo.issues:
        thread["state_reason"] = "reopened"
    tell(doer, repo, thread, "reopened")


def add_labels(doer: Doer, repo: Repo, thread: Record, names: list[str]) -> None:
    for name in names:
        known = next((label for label in repo.labels if label.lower() == name.lower()), None)
        if known is None:
            known = create_label(doer, repo, name)["name"]
        if known not in thread.setdefault("labels", []):
            thread["labels"].append(known)
            _changed(repo, thread)
            tell(doer, repo, thread, "labeled", label=doer.shapes.label(repo, known))


def remove_label(doer: Doer, repo: Repo, thread: Record, name: str) -> None:
    thread["labels"].remove(name)
    _changed(repo, thread)
    tell(doer, repo, thread, "unlabeled", label=doer.shapes.label(repo, name))


def set_labels(doer: Doer, repo: Repo, thread: Record, names: list[str]) -> None:
    for name in [label for label in thread.get("labels") or () if label not in names]:
        remove_label(doer, repo, thread, name)
    add_labels(doer, repo, thread, names)


def assign(doer: Doer, repo: Repo, thread: Record, logins: list[str]) -> None:
    kept = thread.setdefault("assignees", [])
    for login in logins:
        if login not in kept and len(kept) < MOST_ASSIGNEES:
            kept.append(login)
            _changed(repo, thread)
            tell(doer, repo, thread, "assigned", assignee=doer.shapes.user(login))


def unassign(doer: Doer, repo: Repo, thread: Record, logins: list[str]) -> None:
    community = doer.community
    off = [one for one in thread.get("assignees") or () if any(community.is_same(one, login) for login in logins)]
    for login in off:
        thread["assignees"].remove(login)
        _changed(repo, thread)
        tell(doer, repo, thread, "unassigned", assignee=doer.shapes.user(login))


def set_locked(doer: Doer, repo: Repo, thread: Record, is_locked: bool) -> None:
    if bool(thread.get("locked")) != is_locked:
        thread["locked"] = is_locked
        _changed(repo, thread)
        tell(doer, repo, thread, "locked" if is_locked else "unlocked")


def remove(doer: Doer, repo: Repo, thread: Record, fate: str = "deleted") -> None:
    """Take an issue away for good; `fate` is the word `deleted` or the address where it went."""
    number = thread["number"]
    shape = doer.shapes.issue(repo, thread)
    del repo.issues[number]
    repo.gone[number] = fate
    for comment in repo.comments_of_thread.pop(number, []):
        del repo.issue_comments[comment["id"]]
    repo.changed()
    if fate == "deleted":
        doer.tell("issues", repo, "deleted", issue=shape)


def transfer(doer: Doer, repo: Repo, thread: Record, target: Repo) -> Record:
    """To another repository, under a new number and id, with its comments and the labels that the target has too."""
    old, comments = doer.shapes.issue(repo, thread), repo.comments_of_thread.get(thread["number"], [])
    number = target.next_number
    fresh = {**thread, "number": number, "id": 3_000_000_000 + target.id * 100_000 + number, "milestone": None}
    fresh["labels"] = [label for label in thread.get("labels") or () if label in target.labels]
    touch(fresh)
    target.issues[number] = fresh
    for comment in comments:
        target.issue_comments[comment["id"]] = {**comment, "issue": number}
    target.changed("comments_of_thread")
    remove(doer, repo, thread, fate=f"{target.full_name}/issues/{number}")
    new = doer.shapes.issue(target, fresh)
    changes = {"new_issue": new, "new_repository": doer.shapes.webhook_repository(target)}
    doer.tell("issues", repo, "transferred", issue=old, changes=changes)
    changes = {"old_issue": old, "old_repository": doer.shapes.webhook_repository(repo)}
    doer.tell("issues", target, "opened", issue=new, changes=changes)
    return fresh


def _changed(repo: Repo, thread: Record) -> str:
    repo.changed()
    return touch(thread)
