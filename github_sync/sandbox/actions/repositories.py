"""What happens to repositories and accounts as wholes."""

from typing import Any

from github_sync.sandbox.branches import Branches
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.records import Record, now, small_id, touch
from github_sync.sandbox.repo import Repo


def _move(doer: Doer, repo: Repo, owner: str, name: str) -> None:
    community, old = doer.community, repo.full_name.lower()
    community.repos.pop(old, None)
    community.old_names[old] = repo.id
    repo.record |= {"owner": owner, "name": name, "full_name": f"{owner}/{name}"}
    community.repos[repo.full_name.lower()] = repo
    touch(repo.record)
    repo.changed()


def rename(doer: Doer, repo: Repo, name: str) -> None:
    old = repo.record["name"]
    _move(doer, repo, repo.record["owner"], name)
    doer.tell("repository", repo, "renamed", changes={"repository": {"name": {"from": old}}})


def transfer(doer: Doer, repo: Repo, owner: str) -> None:
    was = doer.community.user(repo.record["owner"]) or {}
    kind = "organization" if was.get("type") == "Organization" else "user"
    shape = doer.shapes.organization if kind == "organization" else doer.shapes.user
    before = shape(repo.record["owner"])
    _move(doer, repo, owner, repo.record["name"])
    doer.tell("repository", repo, "transferred", changes={"owner": {"from": {kind: before}}})


def set_archived(doer: Doer, repo: Repo, is_archived: bool) -> None:
    repo.record["archived"] = is_archived
    touch(repo.record)
    repo.changed()
    doer.tell("repository", repo, "archived" if is_archived else "unarchived")


def set_private(doer: Doer, repo: Repo, is_private: bool, visible_to: dict[str, str] | None = None) -> None:
    """A repository made private is seen by its owner and those in `visible_to` (login -> permission) only."""
    repo.record["private"] = is_private
    if is_private:
        repo.record["collaborators"] = {**(repo.record.get("collaborators") or {}), **(visible_to or {})}
    touch(repo.record)
    repo.changed()
    doer.tell("repository", repo, "privatized" if is_private else "publicized")
    if not is_private:
        doer.tell("public", repo)


def edit(doer: Doer, repo: Repo, new: Record) -> None:
    changes = {key: {"from": repo.record.get(key)} for key in new if repo.record.get(key) != new[key]}
    repo.record |= new
    touch(repo.record)
    repo.changed()
    doer.tell("repository", repo, "edited", changes=changes)


def delete(doer: Doer, repo: Repo) -> None:
    doer.tell("repository", repo, "deleted")
    doer.community.repos.pop(repo.full_name.lower(), None)


def create(doer: Doer, owner: str, name: str, **more: Any) -> Repo:
    moment = now()
    record = {"id": small_id("repo", owner, name), "owner": owner, "name": name, "full_name": f"{owner}/{name}",
              "default_branch": "main", "created_at": moment, "updated_at": moment, "pushed_at": moment,
              **more}  # fmt: skip
    repo = Repo(record)
    doer.community.repos[repo.full_name.lower()] = repo
    doer.tell("repository", repo, "created")
    return repo


def fork(doer: Doer, repo: Repo, owner: str, name: str = "") -> Repo:
    """The one that the account has already, or a new one that shares the Git objects."""
    for known in doer.community.owned_by(owner):
        if known.record.get("parent") == repo.id:
            return known
    name = name or repo.record["name"]
    moment = now()
    about = {key: repo.record.get(key) for key in ("description", "default_branch", "language", "private")}
    record: Record = {**about, "id": small_id("fork", owner, name), "owner": owner, "name": name,
              "full_name": f"{owner}/{name}", "parent": repo.id, "collaborators": {}, "created_at": moment,
              "updated_at": moment, "pushed_at": repo.record.get("pushed_at")}  # fmt: skip
    old = repo.branches
    made = Repo(record)
    made.branches = Branches(old.default, old.objects, dict(old.refs), list(old.line), old.folder)
    made.branches.start_from(old)
    doer.community.repos[made.full_name.lower()] = made
    repo.record["forks_count"] = (repo.record.get("forks_count") or 0) + 1
    doer.tell("fork", repo, forkee={**doer.shapes.webhook_repository(made), "fork": True, "public": True})
    return made


def star(doer: Doer, repo: Repo, login: str, is_starred: bool) -> None:
    stars = doer.community.stars.setdefault(repo.id, set())
    if (login in stars) == is_starred:
        return
    (stars.add if is_starred else stars.discard)(login)
    repo.record["stargazers_count"] = max(0, (repo.record.get("stargazers_count") or 0) + (1 if is_starred else -1))
    doer.tell("star", repo, "created" if is_starred else "deleted", starred_at=now() if is_starred else None)


def set_member(doer: Doer, repo: Repo, login: str, permission: str | None) -> None:
    """A collaborator with a permission, or without one any more; from then on only the named ones may write."""
    members = repo.record.setdefault("collaborators", {})
    had = members.pop(login, None)
    if permission is not None:
        members[login] = permission
    action = "removed" if permission is None else "edited" if had else "added"
    changes = {"permission": {"from": had, "to": permission}} if action == "edited" else {}
    parts = {"changes": changes} if changes else {}
    doer.tell("member", repo, action, member=doer.shapes.user(login), **parts)
