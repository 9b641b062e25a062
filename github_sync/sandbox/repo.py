"""One repository of the sandbox: its records, and the orders and groups that answers are cut from."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from github_sync.sandbox.branches import HEADS, Branches
from github_sync.sandbox.git import FILE, Files, Objects
from github_sync.sandbox.records import Record, now

SMALL = 500


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
    def contents(self) -> "Contents":
        return Contents(self)

    def thread(self, number: int) -> Record | None:
        return self.issues.get(number) or self.pulls.get(number)

    @property
    def next_number(self) -> int:
        return max((*self.issues, *self.pulls, *self.gone), default=0) + 1

    def remembered(self, key: Any, make: Callable[[], Any]) -> Any:
        """`make()`, kept until the next change; a small repository is read afresh, so a test may write into it."""
        if len(self.issues) + len(self.pulls) < SMALL:
            return make()
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


class Contents(MutableMapping[str, bytes]):
    """Files of the default branch by path; what is set is one commit more, of which nobody is told."""

    def __init__(self, repo: Repo) -> None:
        self.repo, self.branches = repo, repo.branches

    @property
    def _files(self) -> Files:
        return self.branches.files(self.branches.head) or {}

    def __getitem__(self, path: str) -> bytes:
        return self.branches.objects.blobs[self._files[path][1]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __setitem__(self, path: str, content: bytes) -> None:
        self._commit(self._files | {path: (FILE, self.branches.objects.add_blob(content))})

    def __delitem__(self, path: str) -> None:
        self._commit({known: entry for known, entry in self._files.items() if known != path})

    def _commit(self, files: Files) -> None:
        nobody = {"name": "Sandbox", "email": "sandbox@example.org", "date": now()}
        head = [self.branches.head] if self.branches.head else []
        tree = self.branches.objects.add_tree(files)
        record = self.branches.objects.add_commit(tree, head, "Change a file", nobody, nobody)
        self.branches.refs[HEADS + self.branches.default] = record["sha"]
        self.repo.changed("git")


def grouped(records: Iterable[Record], key: str, order: str) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = defaultdict(list)
    for record in sorted(records, key=lambda r: (r.get(order) or "", r["id"])):
        found[record[key]].append(record)
    return found
