"""Labels, milestones and releases of a repository."""

from typing import Any

from github_sync.sandbox.doer import Doer
from github_sync.sandbox.records import Record, now, stable_id, touch
from github_sync.sandbox.repo import Repo


def create_label(doer: Doer, repo: Repo, name: str, color: str | None = None, description: str | None = None) -> Record:
    record: Record = {"name": name, "id": stable_id("label", repo.full_name, name)}
    record |= {"color": color or "ededed", "description": description}
    repo.labels[name] = record
    repo.changed()
    doer.tell("label", repo, "created", label=doer.shapes.label(repo, name))
    return record


def edit_label(doer: Doer, repo: Repo, name: str, new: Record) -> Record:
    """A new name moves the label on every thread that has it; their `updated_at` stays, as on GitHub."""
    record = repo.labels.pop(name)
    changes = {key: {"from": record.get(key) or ""} for key in new if new[key] != record.get(key)}
    record |= new
    repo.labels[record["name"]] = record
    for thread in (*repo.issues.values(), *repo.pulls.values()):
        if name in (thread.get("labels") or ()):
            thread["labels"] = [record["name"] if label == name else label for label in thread["labels"]]
    repo.changed()
    doer.tell("label", repo, "edited", label=doer.shapes.label(repo, record["name"]), changes=changes)
    return record


def delete_label(doer: Doer, repo: Repo, name: str) -> None:
    shape = doer.shapes.label(repo, name)
    del repo.labels[name]
    for thread in (*repo.issues.values(), *repo.pulls.values()):
        if name in (thread.get("labels") or ()):
            thread["labels"].remove(name)
    repo.changed()
    doer.tell("label", repo, "deleted", label=shape)


def create_milestone(doer: Doer, repo: Repo, title: str, **more: Any) -> Record:
    """`more`: description, due_on, state."""
    number, moment = max(repo.milestones, default=0) + 1, now()
    record = {"number": number, "title": title, "state": "open", "created_at": moment, "updated_at": moment, **more}
    repo.milestones[number] = record
    repo.changed()
    doer.tell("milestone", repo, "created", milestone=doer.shapes.milestone(repo, number))
    return record


def edit_milestone(doer: Doer, repo: Repo, record: Record, new: Record) -> None:
    was = record.get("state") or "open"
    record |= new
    moment = touch(record)
    state = record.get("state") or "open"
    record["closed_at"] = moment if state == "closed" else None
    action = "edited" if state == was else "closed" if state == "closed" else "opened"
    repo.changed()
    parts: Record = {"changes": {}} if action == "edited" else {}
    doer.tell("milestone", repo, action, milestone=doer.shapes.milestone(repo, record["number"]), **parts)


def delete_milestone(doer: Doer, repo: Repo, number: int) -> None:
    shape = doer.shapes.milestone(repo, number)
    for thread in (*repo.issues.values(), *repo.pulls.values()):
        if thread.get("milestone") == number:
            thread["milestone"] = None
    del repo.milestones[number]
    repo.changed()
    doer.tell("milestone", repo, "deleted", milestone=shape)


def publish_release(doer: Doer, repo: Repo, tag: str, name: str | None, body: str | None, **more: Any) -> Record:
    moment = now()
    record: Record = {
        "id": max((r["id"] for r in repo.releases), default=6_000_000) + 1,
        "tag_name": tag,
        "name": name,
        "body": body,
        "author": doer.login,
        "created_at": moment,
        "published_at": moment,
        **more,
    }
    repo.releases.insert(0, record)
    repo.branches.refs.setdefault(f"refs/tags/{tag}", repo.head_sha)
    repo.changed()
    for action in ("created", "published", "released"):
        doer.tell("release", repo, action, release=doer.shapes.release(repo, record))
    return record
