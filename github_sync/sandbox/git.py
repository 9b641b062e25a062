"""Git in memory: blobs, trees and commits under the names that Git itself gives them, and branches over them."""

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from github_sync.sandbox.records import Record

Files = dict[str, tuple[str, str]]
"""A whole tree: path -> (mode, blob sha)."""
FILE, FOLDER = "100644", "40000"
EXACT_LINES = 2000
"""Longer files are counted by their lines as a bag, for an exact diff of them is slow."""


def object_sha(kind: str, content: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(content)}\0".encode() + content, usedforsecurity=False).hexdigest()


def blob_sha(content: bytes) -> str:
    """Git's own name of a file's content."""
    return object_sha("blob", content)


@dataclass
class Objects:
    """Shared by a repository and its forks, as GitHub shares them."""

    blobs: dict[str, bytes] = field(default_factory=dict)
    trees: dict[str, Files] = field(default_factory=dict)
    commits: dict[str, Record] = field(default_factory=dict)

    def add_blob(self, content: bytes) -> str:
        sha = blob_sha(content)
        self.blobs[sha] = content
        return sha

    def add_tree(self, files: Files) -> str:
        """Stores the folders inside as trees of their own, and returns the name of the whole."""
        for content, inside in _trees(files):
            tree = object_sha("tree", content)
            self.trees[tree] = inside
        return tree

    def add_commit(self, tree: str, parents: list[str], message: str, author: Record, committer: Record) -> Record:
        sha = object_sha("commit", _commit_content(tree, parents, message, author, committer))
        changes = self.changes(self.files(parents[0]) if parents else {}, self.trees[tree])
        record = {
            "sha": sha,
            "parents": parents,
            "message": message,
            "author": author,
            "committer": committer,
            "tree": tree,
            "files": changes,
            "stats": {"additions": sum(c[1] for c in changes), "deletions": sum(c[2] for c in changes)},
        }
        return self.commits.setdefault(sha, record)

    def files(self, commit: str) -> Files | None:
        """None where the dataset does not say what the tree of this commit was."""
        tree = self.commits.get(commit, {}).get("tree")
        return self.trees.get(tree) if tree else None

    def changes(self, before: Files | None, after: Files) -> list[list[Any]]:
        """Each changed file as path, lines added, lines removed, status."""
        if before is None:
            return []
        found: list[list[Any]] = []
        for path in sorted(before.keys() | after.keys()):
            old, new = before.get(path), after.get(path)
            if old != new:
                status = "added" if old is None else "removed" if new is None else "modified"
                found.append([path, *self._counts(old, new), status])
        return found

    def _counts(self, old: tuple[str, str] | None, new: tuple[str, str] | None) -> tuple[int, int]:
        return changed_lines(self.lines(old), self.lines(new))

    def lines(self, entry: tuple[str, str] | None) -> list[str]:
        return self.blobs.get(entry[1], b"").decode(errors="replace").splitlines() if entry else []

    def ancestors(self, sha: str) -> list[str]:
        """`sha` and all that it stands on, in the order found; commits that are not known are left out."""
        found: dict[str, None] = {}
        waiting = [sha]
        while waiting:
            current = waiting.pop(0)
            if current in self.commits and current not in found:
                found[current] = None
                waiting.extend(self.commits[current].get("parents") or ())
        return list(found)


def changed_lines(old: list[str], new: list[str]) -> tuple[int, int]:
    if max(len(old), len(new)) > EXACT_LINES:
        return len(set(new) - set(old)), len(set(old) - set(new))
    blocks = difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    same = sum(block.size for block in blocks)
    return len(new) - same, len(old) - same


def commit_content(record: Record) -> bytes:
    """As Git stores it; of what `add_commit` made."""
    return _commit_content(record["tree"], record["parents"], record["message"], record["author"], record["committer"])


def _commit_content(tree: str, parents: list[str], message: str, author: Record, committer: Record) -> bytes:
    lines = [f"tree {tree}", *(f"parent {sha}" for sha in parents)]
    lines += [f"author {_signature(author)}", f"committer {_signature(committer)}", "", message]
    return "\n".join(lines).encode()


def tree_content(files: Files) -> Iterator[bytes]:
    """As Git stores it: each folder inside, then the whole."""
    return (content for content, _ in _trees(files))


def _trees(files: Files) -> Iterator[tuple[bytes, Files]]:
    folders: dict[str, Files] = {}
    entries = []
    for path, entry in files.items():
        folder, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(folder, {})[rest] = entry
        else:
            entries.append((path, *entry))
    for name, inside in folders.items():
        for content, found in _trees(inside):
            yield content, found
        entries.append((name, FOLDER, object_sha("tree", content)))
    entries.sort(key=lambda e: (e[0] + ("/" if e[1] == FOLDER else "")).encode(errors="surrogateescape"))
    parts = (f"{mode} {name}\0".encode(errors="surrogateescape") + bytes.fromhex(sha) for name, mode, sha in entries)
    yield b"".join(parts), files


def _signature(person: Record) -> str:
    moment = datetime.fromisoformat(person["date"])
    return f"{person.get('name') or ''} <{person.get('email') or ''}> {int(moment.timestamp())} +0000"
