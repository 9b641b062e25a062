"""A dataset's `git/`: a bare repository that Git itself reads and, for whoever wants to check with Git, writes."""

import shutil
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import IO, Any, cast

from common.errors import InvalidInputError
from github_sync.sandbox.git import FOLDER, Files, Objects, commit_content, object_sha, tree_content
from github_sync.sandbox.records import Record

STATUS = {"A": "added", "D": "removed", "M": "modified", "R": "renamed", "C": "added", "T": "modified"}


@dataclass
class Read:
    """What the store holds: `refs` by full name, tags led to their commits; `default` is the branch of HEAD."""

    objects: Objects = field(default_factory=Objects)
    refs: dict[str, str] = field(default_factory=dict)
    default: str = ""


def read_store(folder: Path, login_of: dict[str, str]) -> Read:
    """`login_of`: whose account an address is, in small letters. Raises InvalidInputError where Git cannot read it."""
    try:
        return _Reader(folder, login_of).read()
    except (OSError, subprocess.CalledProcessError) as error:
        raise InvalidInputError(f"{folder} is no Git repository that can be read: {error}.") from error


def write_store(objects: Objects, refs: dict[str, str], target: Path, *, source: Path | None) -> Path:
    """A bare repository of all that `objects` holds: a copy of `source`, with what was written since."""
    if target.exists():
        shutil.rmtree(target)
    if source is None:
        git(target.parent, "init", "-q", "--bare", str(target))
    else:
        shutil.copytree(source, target)
    for kind, content in _all_content(objects, set(_listed(target))):
        _write_loose(target, kind, content)
    orders = "".join(f"update {ref} {sha}\n" for ref, sha in refs.items() if sha)
    git(target, "update-ref", "--stdin", given=orders.encode())
    return target


def git(folder: Path, *arguments: str, given: bytes | None = None) -> bytes:
    done = subprocess.run(["git", *arguments], cwd=folder, input=given, capture_output=True, check=True)
    return done.stdout


class _Reader:
    def __init__(self, folder: Path, login_of: dict[str, str]) -> None:
        self.folder, self.login_of = folder, login_of
        self.found = Read()
        self.entries: dict[str, list[tuple[str, str, str]]] = {}
        self.lists: dict[str, Files] = {}

    def read(self) -> Read:
        objects = self.found.objects
        for sha, kind, content in _contents(self.folder):
            if kind == "blob":
                objects.blobs[sha] = content
            elif kind == "tree":
                self.entries[sha] = list(_tree_entries(content))
            elif kind == "commit":
                objects.commits[sha] = self._commit(sha, content)
        for record in objects.commits.values():
            self._files(record["tree"])
        objects.trees |= self.lists
        for sha, files in _changes(self.folder):
            if sha in objects.commits:
                stats = {"additions": sum(f[1] for f in files), "deletions": sum(f[2] for f in files)}
                objects.commits[sha] |= {"files": files, "stats": stats}
        self._refs()
        return self.found

    def _files(self, tree: str) -> Files:
        """Kept, for most trees are in many commits; what is no blob (a submodule) is left out."""
        if tree not in self.lists:
            found: Files = {}
            for mode, name, sha in self.entries[tree]:
                if mode == FOLDER:
                    found |= {f"{name}/{path}": entry for path, entry in self._files(sha).items()}
                elif sha in self.found.objects.blobs:
                    found[name] = (mode, sha)
            self.lists[tree] = found
        return self.lists[tree]

    def _commit(self, sha: str, content: bytes) -> Record:
        head, _, message = content.decode(errors="replace").partition("\n\n")
        lines = [line.partition(" ") for line in head.split("\n") if not line.startswith(" ")]
        single = {name: value for name, _, value in lines}
        return {
            "sha": sha,
            "parents": [value for name, _, value in lines if name == "parent"],
            "message": message.rstrip("\n"),
            "author": self._person(single["author"]),
            "committer": self._person(single["committer"]),
            "tree": single["tree"],
            "files": [],
            "stats": {"additions": 0, "deletions": 0},
        }

    def _person(self, text: str) -> Record:
        who, seconds, zone = text.rsplit(" ", 2)
        name, _, email = who.rpartition(" <")
        email = email.rstrip(">")
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[3:5])) * (-1 if zone[0] == "-" else 1)
        moment = datetime.fromtimestamp(int(seconds), timezone(offset)).astimezone(UTC)
        date = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        return {"name": name, "email": email, "date": date, "login": self._login(email)}

    def _login(self, email: str) -> str | None:
        local, _, host = email.lower().partition("@")
        if host == "users.noreply.github.com":
            return local.rpartition("+")[2]
        return self.login_of.get(email.lower())

    def _refs(self) -> None:
        form = "--format=%(refname) %(objectname) %(*objectname)"
        for line in git(self.folder, "for-each-ref", form).decode().splitlines():
            name, sha, *peeled = line.split()
            self.found.refs[name] = peeled[0] if peeled else sha
        self.found.default = git(self.folder, "symbolic-ref", "--short", "HEAD").decode().strip()


def _contents(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Every object by one process of Git's."""
    command = ["git", "cat-file", "--batch-all-objects", "--unordered", "--batch", "--buffer"]
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE) as process:
        output = cast(IO[bytes], process.stdout)
        while header := output.readline():
            sha, kind, size = header.decode().split()
            yield sha, kind, output.read(int(size))
            output.read(1)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)


def _listed(folder: Path) -> Iterator[str]:
    for line in git(folder, "cat-file", "--batch-all-objects", "--batch-check=%(objectname)").split():
        yield line.decode()


def _tree_entries(content: bytes) -> Iterator[tuple[str, str, str]]:
    while content:
        head, _, rest = content.partition(b"\0")
        mode, _, name = head.partition(b" ")
        yield mode.decode(), name.decode(errors="surrogateescape"), rest[:20].hex()
        content = rest[20:]


def _changes(folder: Path) -> Iterator[tuple[str, list[list[Any]]]]:
    """Of each commit against its first parent: path, lines added, lines removed, status, and of a rename its source."""
    form = "--format=%x01%H"
    options = ("--diff-merges=first-parent", "--root", "-M", "--raw", "--numstat", "-z", "--no-abbrev")
    for part in git(folder, "log", "--all", *options, form).decode(errors="surrogateescape").split("\x01")[1:]:
        sha, _, rest = part.partition("\0")
        yield sha.strip(), list(_files_of(iter(rest.lstrip("\n").split("\0"))))


def _files_of(fields: Iterator[str]) -> Iterator[list[Any]]:
    status: dict[str, str] = {}
    for text in fields:
        field_ = text.lstrip("\n")
        if field_.startswith(":"):
            letter = field_.rsplit(" ", 1)[1][0]
            paths = [next(fields) for _ in range(2 if letter in "RC" else 1)]
            status[paths[-1]] = STATUS.get(letter, "modified")
        elif "\t" in field_:
            added, removed, path = field_.split("\t", 2)
            before = [] if path else [next(fields)]
            path = path or next(fields)
            known = status.get(path, "modified")
            yield [path, _count(added), _count(removed), known, *(before if known == "renamed" else [])]


def _count(text: str) -> int:
    """Git writes `-` for a file that is no text."""
    return int(text) if text.isdecimal() else 0


def _all_content(objects: Objects, known: set[str]) -> Iterator[tuple[str, bytes]]:
    for sha, blob in objects.blobs.items():
        if sha not in known:
            yield "blob", blob
    for files in objects.trees.values():
        yield from _new_trees(files, known)
    for sha, record in objects.commits.items():
        if sha not in known and record.get("tree"):
            yield "commit", commit_content(record)


def _new_trees(files: Files, known: set[str]) -> Iterator[tuple[str, bytes]]:
    for content in tree_content(files):
        sha = object_sha("tree", content)
        if sha not in known:
            known.add(sha)
            yield "tree", content


def _write_loose(target: Path, kind: str, content: bytes) -> None:
    sha = object_sha(kind, content)
    path = target / "objects" / sha[:2] / sha[2:]
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_bytes(zlib.compress(f"{kind} {len(content)}\0".encode() + content))
