"""Pages and folders that a pattern with stars means, found folder by folder; a star is any part of one name."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable, Iterator

MOST_LOOKED_AT = 1_000_000
"""Names compared for all patterns together; beyond these nothing matches."""


class Folders:
    def __init__(self, pages: Iterable[str]) -> None:
        self._pages: defaultdict[str, list[str]] = defaultdict(list)
        self._inner: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._looked_at = 0
        for page in pages:
            folder = posixpath.dirname(page)
            self._pages[folder].append(page)
            while folder:
                above = posixpath.dirname(folder)
                self._inner[above][folder] = None
                folder = above

    def pages(self, pattern: str) -> list[str]:
        """Those that are called so, with or without their ending."""
        above, _, name = pattern.rpartition("/")
        found = (page for folder in self._below(above) for page in self._seen(self._pages.get(folder, ())))
        return [page for page in found if _is_called(posixpath.basename(page), name)]

    def folders(self, pattern: str) -> list[str]:
        return [folder for folder in self._below(pattern) if folder]

    def _below(self, pattern: str) -> list[str]:
        found = [""]
        for name in pattern.split("/") if pattern else ():
            inner = (one for folder in found for one in self._seen(self._inner.get(folder, ())))
            found = [one for one in inner if matches(posixpath.basename(one), name)]
        return found

    def _seen(self, paths: Iterable[str]) -> Iterator[str]:
        for path in paths:
            self._looked_at += 1
            if self._looked_at > MOST_LOOKED_AT:
                return
            yield path


def _is_called(name: str, pattern: str) -> bool:
    return matches(name, pattern) or matches(posixpath.splitext(name)[0], pattern)


def matches(name: str, pattern: str) -> bool:
    """Each part is looked for after the one before, which is enough where a star is all that can lie between."""
    first, *others = pattern.split("*")
    if not others:
        return name == first
    *middle, last = others
    if len(name) < len(first) + len(last) or not (name.startswith(first) and name.endswith(last)):
        return False
    at, end = len(first), len(name) - len(last)
    for part in middle:
        found = name.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
