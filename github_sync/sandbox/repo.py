"""One repository of the sandbox: its records, and the orders and groups that answers are cut from."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from github_sync.sandbox.branches import HEADS, Branches
from github_sync.sandbox.git import Objects
from github_sync.sandbox.records import Record


@dataclass
class Repo:
    """`issues` and `pulls` are by number, the other lists in dataset order. After a change call `changed`."""

    record: Record
    labels: dict[str, Record] = field(default_factory=dict)
    milestones: dict[int, Record] = field(default_factory=dict)
    issues: dict[int, Record] = field(default_factory=dict)
    pulls: dict[int, Record] = field(default_factory=dict)
    issue_comments: dict[int, Record] = field(default_factory=dict)
    review_comments: dict[int, Record] = field(default_factory=dict)
    reviews: dict[int, Record] = field(default_factory=dict)
    releases: list[Record] = field(default_factory=list)
    closes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    branches: Branches = field(default_factory=lambda: Branches("main", Objects()))
    gone: dict[int, str] = field(default_factory=dict)
    """Numbers that are no longer here: what became of them, an address or the word deleted."""

    @property
    def full_name(self) -> str:
        return str(self.record["full_name"])

    @property
    def id(self) -> int:
        return int(self.record["id"])

    @property
    def default_branch(self) -> str:
        return str(self.record.get("default_branch") or "main")

    @property
    def commits(self) -> dict[str, Record]:
        return self.branches.objects.commits

    @property
    def head_sha(self) -> str:
        return self.branches.head

    @cached_property
    def history(self) -> list[Record]:
        """Commits of the default branch, newest first."""
        return self.branches.history(self.head_sha)

    @cached_property
    def cache(self) -> dict[Any, Any]:
        """Answers that hold until the next change."""
        return {}

    @cached_property
    def contributions(self) -> list[tuple[str, int]]:
        counts = Counter(login for c in self.history if (login := c["author"].get("login")))
        return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))

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
        return grouped(self.issue_comments.values(), "issue", "created_at")

    @cached_property
    def reviews_of_pull(self) -> dict[int, list[Record]]:
        return grouped(self.reviews.values(), "pull", "submitted_at")

    @cached_property
    def review_comments_of_pull(self) -> dict[int, list[Record]]:
        return grouped(self.review_comments.values(), "pull", "created_at")

    @property
    def contents(self) -> dict[str, bytes]:
        """Files of the default branch by path."""
        files = self.branches.files(self.head_sha) or {}
        return {path: self.branches.objects.blobs[sha] for path, (_, sha) in files.items()}

    def thread(self, number: int) -> Record | None:
        return self.issues.get(number) or self.pulls.get(number)

    @property
    def next_number(self) -> int:
        return max((*self.issues, *self.pulls, *self.gone), default=0) + 1

    def remembered(self, key: Any, make: Callable[[], Any]) -> Any:
        """`make()`, kept until the next change."""
        if key not in self.cache:
            self.cache[key] = make()
        return self.cache[key]

    def changed(self, *parts: str) -> None:
        """Forget the kept answers and the named groups (`git`: all that stands on commits)."""
        git = ("history", "contributions", "pulls_of_commit", "login_of_address")
        for part in ("cache", *parts, *(git if "git" in parts else ())):
            self.__dict__.pop(part, None)

    def branch_of(self, ref: str) -> str:
        return self.branches.refs.get(HEADS + ref, "")


def grouped(records: Iterable[Record], key: str, order: str) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda r: (r.get(order) or "", r["id"])):
        found[record[key]].append(record)
    return found
