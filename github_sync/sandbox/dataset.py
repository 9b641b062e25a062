"""Reads a dataset folder into records with GitHub's own field names; missing files and fields mean none."""

import json
from pathlib import Path

from common.errors import InvalidInputError
from github_sync.sandbox.branches import HEADS, Branches, read_files
from github_sync.sandbox.community import Community
from github_sync.sandbox.git import Objects
from github_sync.sandbox.git_store import read_store
from github_sync.sandbox.records import Record, stable_id
from github_sync.sandbox.repo import Repo


def load(folder: Path) -> Community:
    """Raises InvalidInputError in one line where `folder` holds no dataset or a broken one."""
    if not (folder / "repos").is_dir():
        raise InvalidInputError(f"{folder} holds no dataset: it has no folder “repos”.")
    users = {user["login"].lower(): user for user in _lines(folder / "users.jsonl")}
    login_of = {user["email"].lower(): user["login"] for user in users.values() if user.get("email")}
    repos = [_load_repo(path.parent, login_of) for path in sorted((folder / "repos").glob("*/*/repository.json"))]
    return Community(users, {repo.full_name.lower(): repo for repo in repos})


def _load_repo(folder: Path, login_of: dict[str, str]) -> Repo:
    repo = Repo(json.loads((folder / "repository.json").read_text()))
    name = repo.full_name
    for kind in ("issue", "pull"):
        by_number = getattr(repo, kind + "s")
        for record in _lines(folder / f"{kind}s.jsonl"):
            record.setdefault("id", stable_id(kind, name, record["number"]))
            by_number[record["number"]] = record
    for listing in ("issue_comments", "review_comments", "reviews"):
        target = getattr(repo, listing)
        for position, record in enumerate(_lines(folder / f"{listing}.jsonl")):
            record.setdefault("id", stable_id(listing, name, position))
            target[record["id"]] = record
    repo.milestones = {m["number"]: m for m in _lines(folder / "milestones.jsonl")}
    repo.releases = sorted(
        _lines(folder / "releases.jsonl"), key=lambda r: (r.get("published_at") or "", r["id"]), reverse=True
    )
    for reference in _lines(folder / "closing_references.jsonl"):
        repo.closes[reference["pull"]].append(reference["issue"])
    repo.branches = _load_branches(repo, folder, login_of)
    name_labels(repo, {label["name"]: label for label in _lines(folder / "labels.jsonl")})
    return repo


def _load_branches(repo: Repo, folder: Path, login_of: dict[str, str]) -> Branches:
    if (folder / "git").is_dir():
        return _of_store(repo, folder / "git", login_of)
    objects = Objects(commits={c["sha"]: c for c in _lines(folder / "commits.jsonl")})
    contents = folder / "contents"
    if not objects.commits and contents.is_dir():
        return _first_commit(repo, objects, contents)
    return with_line(repo, objects, contents)


def _of_store(repo: Repo, folder: Path, login_of: dict[str, str]) -> Branches:
    """A tag or branch that leads to no commit is left out."""
    found = read_store(folder, login_of)
    repo.record["default_branch"] = repo.record.get("default_branch") or found.default
    refs = {ref: sha for ref, sha in found.refs.items() if sha in found.objects.commits}
    return Branches(repo.default_branch, found.objects, refs, store=folder)


def with_line(repo: Repo, objects: Objects, folder: Path | None) -> Branches:
    """The default branch over all commits that `objects` knows."""
    newest = max(objects.commits.values(), key=lambda c: c["committer"]["date"], default={"sha": ""})
    head = repo.record.get("head_sha") or newest["sha"]
    refs = {HEADS + repo.default_branch: head} if head else {}
    return Branches(repo.default_branch, objects, refs, list(objects.commits.values()), folder)


def _first_commit(repo: Repo, objects: Objects, folder: Path) -> Branches:
    """Files without a history: GitHub has no such repository, so they come by one commit of nobody."""
    moment = repo.record.get("pushed_at") or repo.record.get("created_at") or "2008-01-01T00:00:00Z"
    nobody = {"name": "Sandbox", "email": "sandbox@example.org", "date": moment}
    tree = objects.add_tree(read_files(folder, objects))
    objects.add_commit(tree, [], "Add the files", nobody, nobody)
    return with_line(repo, objects, folder)


def name_labels(repo: Repo, known: dict[str, Record]) -> None:
    """Every label that a thread has is a label of the repository."""
    repo.labels = known
    for thread in (*repo.issues.values(), *repo.pulls.values()):
        for label in thread.get("labels") or ():
            repo.labels.setdefault(label, {"name": label})
    for name, label in repo.labels.items():
        label.setdefault("id", stable_id("label", repo.full_name, name))


def _lines(path: Path) -> list[Record]:
    if not path.exists():
        return []
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    found.append(json.loads(line))
                except json.JSONDecodeError as error:
                    raise InvalidInputError(f"{path.name} line {number} is not JSON: {error.msg}.") from error
    return found
