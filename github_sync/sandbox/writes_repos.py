"""The REST endpoints that change a repository itself, its labels, milestones, releases, forks, stars and members."""

from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.actions import labels, repositories
from github_sync.sandbox.errors import SandboxError, invalid, not_found
from github_sync.sandbox.http import Call, json_response, paged
from github_sync.sandbox.permissions import level_of
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.writes import assignable, text


def update_repository(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    wants_out = data.get("archived") is False
    if repo.record.get("archived") and not wants_out:
        raise SandboxError(403, "Repository was archived so is read-only.", status="403")
    if new := picked(data, "description", "homepage", "default_branch", "topics"):
        repositories.edit(call, repo, new)
    if isinstance(data.get("archived"), bool) and data["archived"] != bool(repo.record.get("archived")):
        repositories.set_archived(call, repo, data["archived"])
    if isinstance(data.get("private"), bool) and data["private"] != bool(repo.record.get("private")):
        repositories.set_private(call, repo, data["private"])
    if data.get("name") and data["name"] != repo.record["name"]:
        repositories.rename(call, repo, data["name"])
    return json_response(call.shapes.repository(repo))


def picked(data: dict[str, Any], *keys: str) -> Record:
    return {key: data[key] for key in keys if key in data}


def delete_repository(call: Call, owner: str, name: str) -> Response:
    repositories.delete(call, call.repo(owner, name))
    return Response(status=204)


def create_label(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    wanted = text(data, "name", "Label")
    if any(known.lower() == wanted.lower() for known in repo.labels):
        raise invalid("Label", "name", "already_exists")
    color = str(data.get("color") or "ededed").lstrip("#")
    labels.create_label(call, repo, wanted, color, data.get("description"))
    return json_response(call.shapes.label(repo, wanted), 201)


def update_label(call: Call, owner: str, name: str, label: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    new = picked(data, "color", "description")
    new |= {"name": data["new_name"]} if data.get("new_name") else {}
    record = labels.edit_label(call, repo, _known(repo, label), new)
    return json_response(call.shapes.label(repo, record["name"]))


def delete_label(call: Call, owner: str, name: str, label: str) -> Response:
    repo = call.repo(owner, name)
    labels.delete_label(call, repo, _known(repo, label))
    return Response(status=204)


def _known(repo: Repo, label: str) -> str:
    found = next((known for known in repo.labels if known.lower() == label.lower()), None)
    if found is None:
        raise not_found()
    return found


def create_milestone(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    more = picked(data, "description", "due_on", "state")
    record = labels.create_milestone(call, repo, text(data, "title", "Milestone"), **more)
    return json_response(call.shapes.milestone(repo, record["number"]), 201)


def update_milestone(call: Call, owner: str, name: str, number: int) -> Response:
    repo, data = call.repo(owner, name), call.body()
    if number not in repo.milestones:
        raise not_found()
    new = picked(data, "title", "description", "due_on", "state")
    labels.edit_milestone(call, repo, repo.milestones[number], new)
    return json_response(call.shapes.milestone(repo, number))


def create_release(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    tag = text(data, "tag_name", "Release")
    if any(release["tag_name"] == tag for release in repo.releases):
        raise invalid("Release", "tag_name", "already_exists")
    more = {"prerelease": bool(data.get("prerelease"))}
    record = labels.publish_release(call, repo, tag, data.get("name"), data.get("body"), **more)
    return json_response(call.shapes.release(repo, record), 201)


def create_fork(call: Call, owner: str, name: str) -> Response:
    login, repo, data = call.require_login(), call.repo(owner, name), call.body()
    if call.community.is_same(login, repo.record["owner"]) and not data.get("organization"):
        raise SandboxError(403, "You cannot fork your own repository.", status="403")
    made = repositories.fork(call, repo, data.get("organization") or login, data.get("name") or "")
    return json_response(full_repository(call, made), 202)


def forks(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    found = [fork for fork in call.community.repos.values() if fork.record.get("parent") == repo.id and call.sees(fork)]
    return paged(call, found, call.shapes.repository)


def full_repository(call: Call, repo: Repo) -> dict[str, Any]:
    """With the repository that it was forked from."""
    shape = call.shapes.repository(repo)
    parent = call.community.by_id(repo.record["parent"]) if repo.record.get("parent") else None
    if parent is not None and call.sees(parent):
        shape["parent"] = shape["source"] = call.shapes.repository(parent)
    return shape


def star(call: Call, owner: str, name: str) -> Response:
    repositories.star(call, call.repo(owner, name), call.require_login(), call.request.method == "PUT")
    return Response(status=204)


def is_starred(call: Call, owner: str, name: str) -> Response:
    if call.require_login() not in call.community.stars.get(call.repo(owner, name).id, set()):
        raise not_found()
    return Response(status=204)


def set_collaborator(call: Call, owner: str, name: str, login: str) -> Response:
    repo = call.repo(owner, name)
    words = {"pull": "read", "push": "write"}
    given = call.body().get("permission") or "push"
    is_member = call.request.method == "PUT"
    repositories.set_member(call, repo, login, words.get(given, given) if is_member else None)
    return Response(status=204)


def collaborator(call: Call, owner: str, name: str, login: str) -> Response:
    repo = call.repo(owner, name)
    if login not in (repo.record.get("collaborators") or {}) and login != repo.record["owner"]:
        raise not_found()
    return Response(status=204)


def permission(call: Call, owner: str, name: str, login: str) -> Response:
    repo = call.repo(owner, name)
    level = level_of(call.community, login, repo)
    word = {"maintain": "write", "triage": "read"}.get(level, level)
    return json_response({"permission": word, "role_name": level, "user": {**(call.shapes.user(login) or {}),
                          "role_name": level, "permissions": call.shapes.permissions_of(repo, login)}})  # fmt: skip


def assignee(call: Call, owner: str, name: str, login: str) -> Response:
    """204 where the account can be given an issue."""
    repo = call.repo(owner, name)
    if call.community.account(login) is None or not assignable(repo, [login]):
        raise not_found()
    return Response(status=204)
