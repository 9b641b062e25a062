"""What one page includes of its tree, within bounds, whichever syntax names it.

No file is opened for it: `Read` gives texts that the import has read.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from docs_hub.domain.source_text import for_form
from docs_hub.domain.sphinx_includes import LARGEST, MOST, MOST_A_PAGE, TOTAL

DEEPEST = 20
_LOOKING = 10
"""Looking through characters of a file costs a tenth of showing them."""
TOO_MUCH = "more is included here than a page may hold, so that the rest is only named"
Read = Callable[[str], str | None]


@dataclass(frozen=True)
class Shown:
    """The text of a page with what it includes; by lines of its own, what it does not, and the text that came there."""

    text: str
    problems: Sequence[tuple[int, str]] = ()
    brought: Sequence[tuple[int, str]] = ()

    def key(self, text: str) -> str:
        """Changes when a page comes out otherwise with the same `text` of its own; empty where it includes nothing."""
        if self.text == text and not self.problems:
            return ""
        return hashlib.sha256(f"{self.text}\n{self.problems}".encode("utf-8", "replace")).hexdigest()


class NotIncludedError(Exception):
    """Why something cannot be included, for the list of what was not understood."""


class PageInclusions:
    """By lines of the page: `problems` are what could not be included there, each thing once; `brought` is the text
    that is shown there, with what it includes in turn.
    """

    def __init__(self, read: Read, page: str) -> None:
        self.read, self.page = read, page
        self._count, self._room = 0, TOTAL
        self._problems: dict[str, int] = {}
        self.brought: list[tuple[int, str]] = []

    @property
    def problems(self) -> list[tuple[int, str]]:
        return [(line, what) for what, line in self._problems.items()]

    def note(self, line: int, error: NotIncludedError) -> None:
        self._problems.setdefault(str(error), line)

    def open(self, name: str, paths: Iterable[str], above: Sequence[str]) -> tuple[str, str]:
        """The first of these paths that is a file of the tree, and its text. `above`: the files that lead to it.

        Raises NotIncludedError.
        """
        self._count += 1
        if self._count > MOST_A_PAGE or self._room < 0:
            raise NotIncludedError(TOO_MUCH)
        if name.lower().startswith(("http://", "https://")):
            raise NotIncludedError(f"{name[:200]} is on another site and is not fetched")
        for path in paths:
            if (text := self.read(path)) is not None:
                if path in (self.page, *above):
                    raise NotIncludedError(f"{path[:200]} would include itself")
                if len(above) >= DEEPEST:
                    raise NotIncludedError(f"{path[:200]} is included through too many other files")
                self.pay(len(text) // _LOOKING)
                return path, text
        raise NotIncludedError(f"{name[:200]} is no file of the tree that can be included")

    def pay(self, characters: int) -> None:
        """Raises NotIncludedError where there is no room for so many."""
        self._room -= characters
        if self._room < 0:
            raise NotIncludedError(TOO_MUCH)


class KeptFiles:
    """Reads each file once, as long as there is room for it."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self.files: dict[str, str] = {}
        self.left: dict[str, str] = {}
        self._room = TOTAL

    def get(self, path: str) -> str | None:
        if path not in self.files and path not in self.left and (text := self._read(path)) is not None:
            if len(text) > min(LARGEST, self._room) or len(self.files) >= MOST:
                self.left[path] = f"{path[:200]} is too large to be included"
            else:
                self.files[path] = for_form(text)
                self._room -= len(text)
        return self.files.get(path)
