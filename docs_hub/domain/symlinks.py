"""Symbolic links of a tree, followed on paper: by paths and targets alone, never through a file system."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

MOST_STEPS = 40
"""Links on the way to one file, as many as Linux follows."""
MOST_FILES = 20_000
"""Files that links show in all, those of linked folders included."""
MOST_LINKS = 20_000
MOST_PARTS = 300_000
"""Parts of the paths that are walked for all links together."""
LONGEST_TARGET = 4096
OUTSIDE = "a symbolic link that leaves the tree"
NOWHERE = "a symbolic link that leads to nothing in the tree"
LOOP = "a symbolic link that leads back to itself"
NESTED = "a symbolic link to a folder, inside a linked folder"
TOO_MANY = f"a symbolic link beyond the {MOST_FILES} files that links may show"
MANY_LINKS = f"a symbolic link beyond the {MOST_LINKS} that are followed"
MANY_PARTS = f"a symbolic link beyond the {MOST_PARTS} parts of paths that are followed"


@dataclass
class Followed:
    """`files`: path of the link -> path of the file that it leads to."""

    files: dict[str, str] = field(default_factory=dict)
    skipped: list[tuple[str, str]] = field(default_factory=list)


class _NotFollowedError(Exception):
    """Its text is the reason."""


class _TooDeepError(_NotFollowedError):
    """Too many links lead to this one, of which that says nothing."""


def follow_links(*, files: Iterable[str], links: Mapping[str, str], roots: Iterable[str] = ("",)) -> Followed:
    """`links`: path -> what it says. Nothing outside of `roots` (files or folders of the tree) is led to."""
    return _Follower(files, links, [root.strip("/") for root in roots]).follow()


class _Follower:
    def __init__(self, files: Iterable[str], links: Mapping[str, str], roots: list[str]) -> None:
        self.links, self.roots, self.found = links, roots, Followed()
        self.files = set(files)
        self.paths = sorted({*self.files, *links})
        self.walk, self.real = _Walk(links), dict[str, str]()
        self.looked_at = 0

    def follow(self) -> Followed:
        for number, link in enumerate(sorted(self.links)):
            try:
                if number >= MOST_LINKS:
                    raise _NotFollowedError(MANY_LINKS)
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
        if path not in self.real:
            self.real[path] = self._inside(self.walk.to(path))
        return self.real[path]

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


@dataclass(eq=False, slots=True)
class _Place:
    """A file or folder on the way, there or not; there is one object for each, so that it is known again."""

    name: str = ""
    above: "_Place | None" = None
    below: "dict[str, _Place]" = field(default_factory=dict)
    link: str | None = None

    def at(self, name: str) -> "_Place":
        return self.below.get(name) or self.below.setdefault(name, _Place(name, self))

    def path(self) -> str:
        names: list[str] = []
        place: _Place | None = self
        while place is not None and place.above is not None:
            names.append(place.name)
            place = place.above
        return "/".join(reversed(names))


class _Walk:
    """Part by part, as a file system does: `..` after a link is above what the link leads to. Each link once."""

    def __init__(self, links: Mapping[str, str]) -> None:
        self._top, self._parts = _Place(), 0
        self._known: dict[_Place, tuple[_Place, int] | str] = {}
        for path, target in links.items():
            place = self._top
            for part in _parts(path):
                place = place.at(part)
            place.link = target

    def to(self, path: str) -> str:
        return self._along(self._top, _parts(path), 0)[0].path()

    def _along(self, place: _Place, parts: Iterable[str], depth: int) -> tuple[_Place, int]:
        """Where they lead from there, and how many links that takes."""
        steps = 0
        for part in parts:
            self._count()
            place = _above(place) if part == ".." else place.at(part)
            if place.link is not None:
                place, more = self._through(place, depth + 1)
                steps += more
                if steps > MOST_STEPS:
                    raise _NotFollowedError(LOOP)
        return place, steps

    def _through(self, link: _Place, depth: int) -> tuple[_Place, int]:
        """What is known of a link that is on its way already is that it leads back to itself."""
        if depth > MOST_STEPS:
            raise _TooDeepError(LOOP)
        if link not in self._known:
            self._known[link] = LOOP
            self._known[link] = self._once(link, depth)
        known = self._known[link]
        if isinstance(known, str):
            raise _NotFollowedError(known)
        return known

    def _once(self, link: _Place, depth: int) -> tuple[_Place, int]:
        try:
            place, steps = self._along(_above(link), _target(link.link or ""), depth)
        except _TooDeepError:
            del self._known[link]  # it may be short enough for who begins here
            raise
        except _NotFollowedError as why:
            self._known[link] = str(why)
            raise
        return place, steps + 1

    def _count(self) -> None:
        self._parts += 1
        if self._parts > MOST_PARTS:
            raise _NotFollowedError(MANY_PARTS)


def _above(place: _Place) -> _Place:
    if place.above is None:
        raise _NotFollowedError(OUTSIDE)
    return place.above


def _target(text: str) -> list[str]:
    if text.startswith("/") or "\0" in text:
        raise _NotFollowedError(OUTSIDE)
    if not text or len(text) > LONGEST_TARGET:
        raise _NotFollowedError(NOWHERE)
    return _parts(text)


def _parts(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]
