"""Which documentation has the file or the address that a link across documentations means."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from docs_hub.domain.across import FILE, SITE
from docs_hub.domain.links import names_of
from docs_hub.domain.paths import is_markdown, is_rst

UNKNOWN = ("main", "master")
"""What the default branch of a repository may be called that is not mirrored."""


@dataclass(frozen=True)
class Home:
    """A source, or a version of one: `folder` of which branch its pages were read from, and where they are read."""

    id: int
    repository: str
    ref: str
    folder: str
    base: str
    is_current: bool = True
    is_version: bool = False

    def path_in(self, path: str) -> str | None:
        """A path of the repository as one of this tree."""
        if not self.folder or path == self.folder:
            return path if not self.folder else ""
        return path.removeprefix(f"{self.folder}/") if path.startswith(f"{self.folder}/") else None


@dataclass(frozen=True)
class Guess:
    """A page that may be meant: of one home, under one of these paths, or at one address."""

    home: Home
    paths: tuple[str, ...] = ()
    address: str | None = None


def guesses(place: str, here: Home, homes: Iterable[Home], default: str | None, github: str) -> list[Guess]:
    """The likeliest first. `default`: the default branch of the repository of the place, None where it is not known."""
    if place.startswith(SITE):
        return list(_at(unquote(place.removeprefix(SITE)), homes))
    found = list(_in_repository(place, here, homes, default, github))
    return sorted(found, key=lambda guess: _rank(guess.home, here))


def repository_of(place: str, here: Home, github: str) -> str:
    """In small letters; empty for an address of this site."""
    if place.startswith((SITE, FILE)):
        return here.repository.lower() if place.startswith(FILE) else ""
    return unquote("/".join(place.removeprefix(f"{github}/").split("/")[:2])).lower()


def _at(address: str, homes: Iterable[Home]) -> Iterator[Guess]:
    for home in homes:
        if home.base and f"{address.strip('/')}/".startswith(home.base.lstrip("/")):
            yield Guess(home, address=address.strip("/")[len(home.base.strip("/")) :].strip("/"))


def _in_repository(place: str, here: Home, homes: Iterable[Home], default: str | None, github: str) -> Iterator[Guess]:
    repository = repository_of(place, here, github)
    for home in homes:
        if not repository or home.repository.lower() != repository:
            continue
        for path in _paths(place, home, default, github):
            if (inside := home.path_in(path)) is not None:
                yield Guess(home, paths=_names(inside))


def _paths(place: str, home: Home, default: str | None, github: str) -> Iterator[str]:
    """What the place may be called in the repository: a branch may have a slash in its name."""
    if place.startswith(FILE):
        yield unquote(place.removeprefix(FILE))
        return
    rest = unquote("/".join(place.removeprefix(f"{github}/").split("/")[3:]))
    for ref in _refs(home.ref, default):
        if f"{rest}/".startswith(f"{ref}/"):
            yield rest[len(ref) + 1 :]


def _refs(ref: str, default: str | None) -> Collection[str]:
    """Under which names GitHub has the branch."""
    names = (default,) if default else UNKNOWN
    if ref:
        return ("HEAD", ref) if ref in names else (ref,)
    return ("HEAD", *names)


def _names(path: str) -> tuple[str, ...]:
    return (path,) if is_markdown(path) or is_rst(path) else tuple(names_of(path))


def _rank(home: Home, here: Home) -> tuple[bool, bool, bool, bool, int, int]:
    """Of the same branch first, then the current; the innermost folder before those it lies in."""
    is_same = home.ref == here.ref
    is_itself = (home.is_version, home.id) == (here.is_version, here.id)
    return not is_same, not is_itself, not home.is_version, not home.is_current, -len(home.folder), home.id
