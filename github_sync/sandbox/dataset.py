"""Reads a dataset folder into indexed records with GitHub's own field names; missing files and fields mean none."""

import hashlib
import json
import zlib
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from common.errors import InvalidInputError

Record = dict[str, Any]


def stable_id(*parts: object) -> int:
    """A number that is the same in every run, for records whose dataset gives none."""
    return zlib.crc32(":".join(map(str, parts)).encode()) + 1_000_000_000


@dataclass
class Repo:
    """One repository; `issues` and `pulls` are by number, the other lists in dataset order."""

    record: Record
    folder: Path
    labels: dict[str, Record] = field(default_factory=dict)
    milestones: dict[int, Record] = field(default_factory=dict)
    issues: dict[int, Record] = field(default_factory=dict)
    pulls: dict[int, Record] = field(default_factory=dict)
    issue_comments: dict[int, Record] = field(default_factory=dict)
    review_comments: dict[int, Record] = field(default_factory=dict)
    reviews: dict[int, Record] = field(default_factory=dict)
    commits: dict[str, Record] = field(default_factory=dict)
    releases: list[Record] = field(default_factory=list)
    closes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def full_name(self) -> str:
        return str(self.record["full_name"])

    @property
    def head_sha(self) -> str:
        return str(self.record.get("head_sha") or next((c["sha"] for c in self.history), ""))

    @cached_property
    def history(self) -> list[Record]:
        """Commits of the default branch, newest first."""
        return sorted(self.commits.values(), key=lambda c: c["committer"]["date"], reverse=True)

    @cached_property
    def pulls_of_commit(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, pull in self.pulls.items():
            for sha in {*(pull.get("commits") or ()), pull.get("merge_commit_sha")}:
                if sha:
                    found[sha].append(number)
        return found

    @cached_property
    def login_of_address(self) -> dict[str, str]:
        """Whose address it is, as the commits of this repository say."""
        authors = (commit["author"] for commit in self.commits.values())
        return {a["email"].lower(): a["login"] for a in authors if a.get("email") and a.get("login")}

    @cached_property
    def comments_of_thread(self) -> dict[int, list[Record]]:
        return _grouped(self.issue_comments.values(), "issue", "created_at")

    @cached_property
    def reviews_of_pull(self) -> dict[int, list[Record]]:
        return _grouped(self.reviews.values(), "pull", "submitted_at")

    @cached_property
    def review_comments_of_pull(self) -> dict[int, list[Record]]:
        return _grouped(self.review_comments.values(), "pull", "created_at")

    @cached_property
    def contents(self) -> dict[str, bytes]:
        """Files of the default branch by path; symbolic links are left out."""
        root = self.folder / "contents"
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file() and not path.is_symlink()
        }

    def thread(self, number: int) -> Record | None:
        return self.issues.get(number) or self.pulls.get(number)


@dataclass
class Community:
    users: dict[str, Record]
    repos: dict[str, Repo]

    def repo(self, owner: str, name: str) -> Repo | None:
        return self.repos.get(f"{owner}/{name}".lower())

    def user(self, login: str | None) -> Record | None:
        """None for a deleted account; a login that the dataset does not describe gets a record of its own."""
        if not login:
            return None
        found = self.users.get(login.lower())
        if found is None:
            kind = "Bot" if login.endswith("[bot]") else "User"
            found = {"id": stable_id("user", login), "login": login, "type": kind}
            self.users[login.lower()] = found
        return found


def load(folder: Path) -> Community:
    """Raises InvalidInputError in one line where `folder` holds no dataset or a broken one."""
    if not (folder / "repos").is_dir():
        raise InvalidInputError(f"{folder} holds no dataset: it has no folder “repos”.")
    users = {user["login"].lower(): user for user in _lines(folder / "users.jsonl")}
    repos = [_load_repo(path.parent) for path in sorted((folder / "repos").glob("*/*/repository.json"))]
    return Community(users, {repo.full_name.lower(): repo for repo in repos})


def _load_repo(folder: Path) -> Repo:
    repo = Repo(json.loads((folder / "repository.json").read_text()), folder)
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
    repo.commits = {c["sha"]: c for c in _lines(folder / "commits.jsonl")}
    for reference in _lines(folder / "closing_references.jsonl"):
        repo.closes[reference["pull"]].append(reference["issue"])
    _load_labels(repo)
    return repo


def _load_labels(repo: Repo) -> None:
    repo.labels = {label["name"]: label for label in _lines(repo.folder / "labels.jsonl")}
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


def _grouped(records: Any, key: str, order: str) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda r: (r.get(order) or "", r["id"])):
        found[record[key]].append(record)
    return found


def blob_sha(content: bytes) -> str:
    """Git's own name of a file's content."""
    return hashlib.sha1(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()
