"""Patterns of names as JavaScript's tools write them: `**` is any number of folders, `{a,b}` one of several."""

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

MOST_FORMS = 200
LONGEST = 300
_BEYOND = ("!", "@(", "+(", "?(", "*(", "\\", "[:")


class Globs(NamedTuple):
    """`unsure` are those that nobody here can read."""

    forms: tuple[tuple[str, ...], ...]
    unsure: tuple[str, ...]

    def match(self, path: str) -> bool:
        parts = path.split("/")
        return any(_matches(form, parts) for form in self.forms)


def globs(patterns: Iterable[object]) -> Globs:
    forms: list[tuple[str, ...]] = []
    unsure: list[str] = []
    for pattern in patterns:
        found = list(_forms(pattern)) if isinstance(pattern, str) else []
        if not found or len(forms) + len(found) > MOST_FORMS:
            unsure.append(str(pattern)[:80])
        forms += [tuple(form.removeprefix("./").strip("/").split("/")) for form in found]
    return Globs(tuple(forms[:MOST_FORMS]), tuple(unsure))


def _forms(pattern: str) -> Iterator[str]:
    """With each choice of its braces; none where it has more than is understood."""
    if len(pattern) > LONGEST or not pattern.strip() or any(mark in pattern for mark in _BEYOND):
        return
    waiting, count = [pattern], 0
    while waiting and count <= MOST_FORMS:
        one = waiting.pop()
        count += 1
        end = one.find("}")
        start = one.rfind("{", 0, end)
        if start < 0 or end < 0:
            yield one
            continue
        waiting += [f"{one[:start]}{choice}{one[end + 1 :]}" for choice in one[start + 1 : end].split(",")]


def _matches(form: tuple[str, ...], parts: list[str]) -> bool:
    """Where the form may have come to after each part; one pass, whatever both hold."""
    at = _passing(form, {0})
    for part in parts:
        here = [place for place in at if place < len(form)]
        further = {place + 1 for place in here if form[place] != "**" and fnmatchcase(part, form[place])}
        further |= {place for place in here if form[place] == "**"}
        at = _passing(form, further)
    return len(form) in at


def _passing(form: tuple[str, ...], places: set[int]) -> set[int]:
    """`**` may be no folder at all."""
    found = set(places)
    for place in sorted(places):
        while place < len(form) and form[place] == "**":
            place += 1
            found.add(place)
    return found
