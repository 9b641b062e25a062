"""The REST endpoints that change issues and what is said under them."""

from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.actions import comments, threads
from github_sync.sandbox.errors import SandboxError, invalid, not_found
from github_sync.sandbox.http import Call, json_response
from github_sync.sandbox.permissions import at_least
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo


def create_issue(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    more: dict[str, Any] = {}
    if call.may(repo, "issues", "triage"):
        more = {"labels": names(data, "labels", "Issue"), "assignees": assignable(repo, data.get("assignees") or [])}
        more["milestone"] = _milestone(repo, data)
    record = threads.open_issue(call, repo, text(data, "title", "Issue"), data.get("body"), **more)
    return json_response(call.shapes.issue(repo, record), 201)


def update_issue(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = thread_of(call, owner, name, number)
    data = call.body()
    is_trusted = call.may(repo, "threads", "triage")
    if not is_trusted and not call.community.is_same(call.login, thread.get("user")):
        call.require(repo, "threads", "triage")
    if data.get("state") not in {None, "open", "closed"}:
        raise invalid("Issue", "state")
    new: Record = {key: data[key] for key in ("title", "body") if data.get(key) is not None}
    if is_trusted:
        _apply_trusted(call, repo, thread, data, new)
    threads.edit(call, repo, thread, new)
    if data.get("state") == "closed":
        threads.close(call, repo, thread, data.get("state_reason"))
    elif data.get("state") == "open":
        threads.reopen(call, repo, thread)
    return json_response(call.shapes.issue(repo, thread))


def _apply_trusted(call: Call, repo: Repo, thread: Record, data: dict[str, Any], new: Record) -> None:
    """Labels, assignees and milestone, which GitHub passes over silently for others."""
    if "labels" in data:
        threads.set_labels(call, repo, thread, names(data, "labels", "Issue"))
    if "assignees" in data:
        wanted = assignable(repo, data["assignees"] or [])
        threads.unassign(call, repo, thread, [login for login in thread.get("assignees") or () if login not in wanted])
        threads.assign(call, repo, thread, wanted)
    if "milestone" in data:
        new["milestone"] = _milestone(repo, data)


def _milestone(repo: Repo, data: dict[str, Any]) -> int | None:
    number = data.get("milestone")
    if number is not None and number not in repo.milestones:
        raise invalid("Issue", "milestone")
    return number


def create_comment(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = thread_of(call, owner, name, number)
    if thread.get("locked") and not _may_talk_in_locked(call, repo):
        raise SandboxError(403, "Unable to create comment because issue is locked.", status="403")
    record = comments.add(call, repo, thread, text(call.body(), "body", "IssueComment"))
    return json_response(call.shapes.issue_comment(repo, record), 201)


def _may_talk_in_locked(call: Call, repo: Repo) -> bool:
    """The owner and those who are named as able to write; an App never."""
    is_person = call.grant is not None and not call.grant.is_app
    is_named = repo.record.get("collaborators") is not None or call.community.is_same(call.login, repo.record["owner"])
    return is_person and is_named and call.may(repo, "issues", "write")


def update_comment(call: Call, owner: str, name: str, comment: int) -> Response:
    repo, record = _own_comment(call, owner, name, comment)
    comments.edit(call, repo, record, text(call.body(), "body", "IssueComment"))
    return json_response(call.shapes.issue_comment(repo, record))


def delete_comment(call: Call, owner: str, name: str, comment: int) -> Response:
    repo, record = _own_comment(call, owner, name, comment)
    comments.delete(call, repo, record)
    return Response(status=204)


def _own_comment(call: Call, owner: str, name: str, comment: int) -> tuple[Repo, Record]:
    repo = call.repo(owner, name)
    record = repo.issue_comments.get(comment)
    if record is None:
        raise not_found()
    is_named = repo.record.get("collaborators") is not None and call.may(repo, "threads", "write")
    if not is_named and not call.community.is_same(call.login, record.get("user")):
        raise SandboxError(403, "Must have admin rights to Repository.", status="403")
    return repo, record


def add_labels(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = thread_of(call, owner, name, number)
    threads.add_labels(call, repo, thread, names(call.body(), "labels", "Label", is_needed=True))
    return _labels(call, repo, thread)


def set_labels(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = thread_of(call, owner, name, number)
    threads.set_labels(call, repo, thread, names(call.body(), "labels", "Label"))
    return _labels(call, repo, thread)


def remove_label(call: Call, owner: str, name: str, number: int, label: str) -> Response:
    repo, thread = thread_of(call, owner, name, number)
    known = next((had for had in thread.get("labels") or () if had.lower() == label.lower()), None)
    if known is None:
        raise not_found("Label does not exist")
    threads.remove_label(call, repo, thread, known)
    return _labels(call, repo, thread)


def _labels(call: Call, repo: Repo, thread: Record) -> Response:
    return json_response([call.shapes.label(repo, label) for label in thread.get("labels") or ()])


def add_assignees(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = thread_of(call, owner, name, number)
    wanted = names(call.body(), "assignees", "Issue", is_needed=True)
    threads.assign(call, repo, thread, assignable(repo, wanted))
    return json_response(call.shapes.issue(repo, thread), 201)


def remove_assignees(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = thread_of(call, owner, name, number)
    threads.unassign(call, repo, thread, names(call.body(), "assignees", "Issue", is_needed=True))
    return json_response(call.shapes.issue(repo, thread))


def lock(call: Call, owner: str, name: str, number: int) -> Response:
    repo, thread = thread_of(call, owner, name, number)
    threads.set_locked(call, repo, thread, call.request.method == "PUT")
    return Response(status=204)


def assignable(repo: Repo, logins: list[str]) -> list[str]:
    """Of a repository with named collaborators only those; GitHub passes over others without a word."""
    members = repo.record.get("collaborators")
    if members is None:
        return list(logins)
    trusted = {login.lower() for login, level in members.items() if at_least(level, "triage")}
    return [login for login in logins if login.lower() in trusted | {repo.record["owner"].lower()}]


def thread_of(call: Call, owner: str, name: str, number: int) -> tuple[Repo, Record]:
    repo = call.repo(owner, name)
    thread = repo.thread(number)
    if thread is None:
        raise gone(call, repo, number)
    return repo, thread


def gone(call: Call, repo: Repo, number: int) -> SandboxError:
    """301 for a transferred issue, 410 for a deleted one, 404 for one that never was."""
    fate = repo.gone.get(number)
    if fate is None:
        return not_found()
    if fate == "deleted":
        return SandboxError(410, "This issue was deleted", status="410")
    url = f"{call.shapes.api}/repos/{fate}"
    return SandboxError(301, "Moved Permanently", url=url, headers={"Location": url})


def text(data: dict[str, Any], key: str, resource: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value.strip():
        raise invalid(resource, key, "missing_field" if value is None else "invalid")
    return value


def names(data: dict[str, Any], key: str, resource: str, *, is_needed: bool = False) -> list[str]:
    found: Any = data.get(key)
    if found is None and not is_needed:
        return []
    if isinstance(found, list):
        found = [item.get("name") if isinstance(item, dict) else item for item in found]
    if not isinstance(found, list) or not all(isinstance(item, str) for item in found):
        raise invalid(resource, key)
    return found
