"""The REST endpoints that change something; each moves `updated_at` of its thread."""

import threading
from datetime import UTC, datetime
from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.dataset import Record, Repo
from github_sync.sandbox.http import Call, SandboxError, json_response

LOCK = threading.Lock()


def create_comment(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = _open_thread(call, owner, name, number)
    body = _text(call, "body")
    with LOCK:
        record: Record = {
            "id": max(repo.issue_comments, default=1_000_000) + 1,
            "issue": number,
            "user": call.login,
            "body": body,
            "created_at": _touch(thread),
        }
        record["updated_at"] = record["created_at"]
        repo.issue_comments[record["id"]] = record
        repo.comments_of_thread[number].append(record)
    return json_response(call.shapes.issue_comment(repo, record), 201)


def update_comment(call: Call, owner: str, name: str, comment: int) -> Response:
    login, repo = call.require_login(), call.repo(owner, name)
    record = repo.issue_comments.get(comment)
    if record is None:
        raise SandboxError(404, "Not Found", status="404")
    if record.get("user") != login:
        raise SandboxError(403, "Must have admin rights to Repository.")
    record["body"] = _text(call, "body")
    record["updated_at"] = _touch(repo.thread(record["issue"]) or {})
    return json_response(call.shapes.issue_comment(repo, record))


def add_labels(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = _open_thread(call, owner, name, number)
    for label in _names(call, "labels"):
        repo.labels.setdefault(label, {"name": label, "id": len(repo.labels) + 1})
        if label not in thread.setdefault("labels", []):
            thread["labels"].append(label)
    _touch(thread)
    return json_response([call.shapes.label(repo, label) for label in thread["labels"]])


def remove_label(call: Call, owner: str, name: str, number: int, label: str) -> Response:
    repo, thread = _open_thread(call, owner, name, number)
    if label not in (thread.get("labels") or ()):
        raise SandboxError(404, "Label does not exist")
    thread["labels"].remove(label)
    _touch(thread)
    return json_response([call.shapes.label(repo, name) for name in thread["labels"]])


def add_assignees(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = _open_thread(call, owner, name, number)
    kept = thread.setdefault("assignees", [])
    kept.extend(login for login in _names(call, "assignees") if login not in kept)
    del kept[10:]
    _touch(thread)
    return json_response(call.shapes.issue(repo, thread), 201)


def remove_assignees(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = _open_thread(call, owner, name, number)
    gone = set(_names(call, "assignees"))
    thread["assignees"] = [login for login in thread.get("assignees") or () if login not in gone]
    _touch(thread)
    return json_response(call.shapes.issue(repo, thread))


def update_issue(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = _open_thread(call, owner, name, number)
    data = call.body()
    if data.get("state") not in {None, "open", "closed"}:
        raise SandboxError(422, "Validation Failed")
    thread |= {key: data[key] for key in ("title", "body", "state", "state_reason") if data.get(key) is not None}
    now = _touch(thread)
    if data.get("state") == "closed":
        thread |= {"closed_at": now, "closed_by": call.login}
        thread["state_reason"] = thread.get("state_reason") or "completed"
    elif data.get("state") == "open":
        thread |= {"closed_at": None, "closed_by": None, "state_reason": "reopened"}
    return json_response(call.shapes.issue(repo, thread))


def _open_thread(call: Call, owner: str, name: str, number: int) -> tuple[Repo, Record]:
    call.require_login()
    repo = call.repo(owner, name)
    thread = repo.thread(number)
    if thread is None:
        raise SandboxError(404, "Not Found", status="404")
    if repo.record.get("archived"):
        raise SandboxError(403, "Repository was archived so is read-only.")
    return repo, thread


def _touch(thread: Record) -> str:
    """The present second as the thread's new `updated_at`, never earlier than the old one."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    thread["updated_at"] = max(now, thread.get("updated_at") or now)
    return now


def _text(call: Call, key: str) -> str:
    value = call.body().get(key)
    if not isinstance(value, str) or not value.strip():
        raise SandboxError(422, "Validation Failed", errors=[{"field": key, "code": "missing_field"}])
    return value


def _names(call: Call, key: str) -> list[str]:
    data: Any = call.body().get(key)
    if not isinstance(data, list) or not all(isinstance(item, str) for item in data):
        raise SandboxError(422, "Validation Failed", errors=[{"field": key, "code": "invalid"}])
    return data
