"""The branches of one repository.

A dataset gives the default branch's commits in order of time; what is written after stands on them.
"""

from dataclasses import dataclass, field
from pathlib import Path

from github_sync.sandbox.git import FILE, Files, Objects
from github_sync.sandbox.records import Record

HEADS = "refs/heads/"


@dataclass
class Branches:
    """`refs` by full name; `line` is the dataset's own history, newest first.

    `store`: the dataset's `git/`, where it has one: then every commit knows what it stands on, and there is no line.
    """

    default: str
    objects: Objects
    refs: dict[str, str] = field(default_factory=dict)
    line: list[Record] = field(default_factory=list)
    folder: Path | None = None
    store: Path | None = None

    def __post_init__(self) -> None:
        self.line.sort(key=lambda c: c["committer"]["date"], reverse=True)
        self._place = {record["sha"]: place for place, record in enumerate(self.line)}
        self._first_head = self.head

    @property
    def head(self) -> str:
        """The default branch's newest commit; empty for a repository without commits."""
        return self.refs.get(HEADS + self.default, "")

    def start_from(self, other: "Branches") -> None:
        """A fork's dataset line ends where that of its parent does."""
        self._first_head = other._first_head

    def resolve(self, ref: str) -> str | None:
        """The commit that a branch's, tag's or commit's name stands for."""
        if ref in {"", "HEAD"}:
            return self.head or None
        for name in (ref, f"refs/{ref}", HEADS + ref, f"refs/tags/{ref}"):
            if name in self.refs:
                return self.refs[name]
        return ref if ref in self.objects.commits else None

    def files(self, commit: str | None) -> Files | None:
        if commit is None:
            return None
        if commit == self._first_head and "tree" not in self.objects.commits.get(commit, {}):
            self._read_folder(commit)
        return self.objects.files(commit)

    def _read_folder(self, commit: str) -> None:
        if self.folder is not None and commit in self.objects.commits:
            self.objects.commits[commit]["tree"] = self.objects.add_tree(read_files(self.folder, self.objects))

    def history(self, sha: str) -> list[Record]:
        """Newest first: what was written, then the dataset's line from where that stands on it."""
        if sha == self._first_head and self.line:
            return self.line
        if self.store is not None:
            return self._walked(sha)
        written, start = [], len(self.line)
        for found in self._written(sha):
            if (place := self._place.get(found)) is None:
                written.append(self.objects.commits[found])
            else:
                start = min(start, 0 if found == self._first_head else place)
        return written + self.line[start:]

    def _walked(self, sha: str) -> list[Record]:
        """All that it stands on, a child before its parents, the newest first."""
        found = [self.objects.commits[known] for known in self.objects.ancestors(sha)]
        return sorted(found, key=lambda c: c["committer"]["date"], reverse=True)

    def _written(self, sha: str) -> list[str]:
        """Ancestors by a walk that stops at the dataset's line."""
        found: dict[str, None] = {}
        waiting = [sha]
        while waiting:
            current = waiting.pop(0)
            if current in found or current not in self.objects.commits:
                continue
            found[current] = None
            if current not in self._place:
                waiting.extend(self.objects.commits[current].get("parents") or ())
        return list(found)

    def shas(self, sha: str) -> list[str]:
        return [record["sha"] for record in self.history(sha)]

    def is_ancestor(self, old: str, new: str) -> bool:
        return old in set(self.shas(new))

    def merge_base(self, one: str, other: str) -> str | None:
        reachable = set(self.shas(one))
        return next((sha for sha in self.shas(other) if sha in reachable), None)

    def missing(self, base: str, head: str) -> list[Record]:
        """Commits of `head` that `base` has not, oldest first."""
        known = set(self.shas(base))
        return [record for record in reversed(self.history(head)) if record["sha"] not in known]


def read_files(folder: Path, objects: Objects) -> Files:
    """The files under `folder`, stored; symbolic links are left out."""
    return {
        path.relative_to(folder).as_posix(): (FILE, objects.add_blob(path.read_bytes()))
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }
