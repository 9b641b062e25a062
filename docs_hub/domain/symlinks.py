"""Symbolic links of a tree, followed on paper: by paths and targets alone, never through a file system."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MOST_STEPS = 40
"""Links on the way to one file, as many as Linux follows."""
MOST_FILES = 20_000
"""Files that links show in all, those of linked folders included."""
LONGEST_TARGET = 4096
OUTSIDE = "a symbolic link that leaves the tree"
NOWHERE = "a symbolic link that leads to nothing in the tree"
LOOP = "a symbolic link that leads back to itself"
NESTED = "a symbolic link to a folder, inside a linked folder"
TOO_MANY = f"a symbolic link beyond the {MOST_FILES} files that links may show"


@dataclass
class Followed:
    """`files`: path of the link -> path of the file that it leads to."""

    files: dict[str, str] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)


class _NotFollowedError(Exception):
    """Its text is the reason."""


def follow_links(*, files: Iterable[str], links: Mapping[str, str], roots: Iterable[str] = ("",)) -> Followed:
    """`links`: path -> what it says. Nothing outside of `roots` (files or folders of the tree) is led to."""
    return _Follower(files, links, [root.strip("/") for root in roots]).follow()


class _Follower:
    def __init__(self, files: Iterable[str], links: Mapping[str, str], roots: list[str]) -> None:
        self.links, self.roots, self.found = links, roots, Followed()
        self.files = set(files)
        self.paths = sorted({*self.files, *links})
        self.looked_at = 0

    def follow(self) -> Followed:
        for link in sorted(self.links):
            try:
                self._follow(link)
            except _NotFollowedError as why:
                self.found.skipped.append((link, str(why)))
        return self.found

    def _follow(self, link: str) -> None:
        if ".git" in link.split("/"):
            raise _NotFollowedError(NOWHERE)
        real = self._leads_to(link)
        if real in self.files:
            self._show(link, real)
        elif real == "" or self._is_folder(real):
            self._show_folder(link, real)
        else:
            raise _NotFollowedError(NOWHERE)

    def _show(self, path: str, real: str) -> None:
        self.looked_at += 1
        if self.looked_at > MOST_FILES:
            raise _NotFollowedError(TOO_MANY)
        self.found.files[path] = real

    def _show_folder(self, link: str, folder: str) -> None:
        """Its files, and those that links in it lead to; folders linked from there are not followed further."""
        if not folder or link.startswith(f"{folder}/"):
            raise _NotFollowedError(LOOP)
        for path in self._below(folder):
            shown = link + path.removeprefix(folder)
            if path in self.files:
                self._show(shown, path)
            else:
                self._show_nested(shown, path)

    def _show_nested(self, shown: str, link: str) -> None:
        """Why the link itself is not followed is said once, where it lies."""
        try:
            real = self._leads_to(link)
        except _NotFollowedError:
            real = ""
        if real in self.files:
            self._show(shown, real)
            return
        self.looked_at += 1
        if self.looked_at > MOST_FILES:
            raise _NotFollowedError(TOO_MANY)
        if real:
            self.found.skipped.append((shown, NESTED))

    def _leads_to(self, path: str) -> str:
        """Part by part, as a file system does: `..` after a link is above what the link leads to."""
        left, done, steps = _parts(path), list[str](), 0
        while left:
            part = left.pop()
            if part == "..":
                if not done:
                    raise _NotFollowedError(OUTSIDE)
                done.pop()
            elif (here := "/".join([*done, part])) in self.links:
                steps += 1
                if steps > MOST_STEPS:
                    raise _NotFollowedError(LOOP)
                left += self._target(here)
            else:
                done.append(part)
        return self._inside("/".join(done))

    def _target(self, link: str) -> list[str]:
        text = self.links[link]
        if text.startswith("/") or "\0" in text:
            raise _NotFollowedError(OUTSIDE)
        if not text or len(text) > LONGEST_TARGET:
            raise _NotFollowedError(NOWHERE)
        return _parts(text)

    def _inside(self, path: str) -> str:
        if not any(not root or path == root or path.startswith(f"{root}/") for root in self.roots):
            raise _NotFollowedError(OUTSIDE)
        return path

    def _is_folder(self, path: str) -> bool:
        return next(self._below(path), None) is not None

    def _below(self, folder: str) -> Iterator[str]:
        prefix = f"{folder}/"
        for number in range(bisect_left(self.paths, prefix), len(self.paths)):
            if not self.paths[number].startswith(prefix):
                return
            yield self.paths[number]


def _parts(path: str) -> list[str]:
    """The last one first."""
    return [part for part in reversed(path.split("/")) if part not in ("", ".")]
