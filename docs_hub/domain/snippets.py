"""`--8<-- "file"`: the snippets of pymdownx, from files that the import has read."""

import posixpath
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from docs_hub.domain.inclusion import NotIncludedError, PageInclusions
from docs_hub.domain.mkdocs_config import RelativeTo
from docs_hub.domain.paths import inside
from docs_hub.domain.snippet_lines import ranges, section, section_mark, split_target

NAME = "pymdownx.snippets"
MARK = "8<"
MOST = 50
"""Base folders, and files that are put behind every page."""
DEEPEST_INDENT = 200
_MENTION = re.compile(r"([ \t]*)(;*)-+8<-+(?:[ \t]+(\"[^\"]+\"|'[^']+'))?")
NO_END = "a block of included files has no end, so that it is shown as text"


@dataclass(frozen=True)
class SnippetOptions:
    bases: tuple[str | RelativeTo, ...] = (".",)
    is_restricted: bool = True
    dedents: bool = False
    appended: tuple[str, ...] = ()

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "SnippetOptions":
        """Of mkdocs.yml; what is no plain data counts as not said."""
        return cls(
            tuple(_listed(options.get("base_path"), str | RelativeTo)) or (".",),
            options.get("restrict_base_path") is not False,
            options.get("dedent_subsections") is True,
            tuple(_listed(options.get("auto_append"), str)),
        )

    def places(self, name: str, page: str, docs_dir: str) -> Iterator[str]:
        """Where the file may lie, from the folder of mkdocs.yml; `page` has the base folder `!relative`."""
        for told in self.bases:
            base = told.folder(page, docs_dir) if isinstance(told, RelativeTo) else inside("", told)
            if base is None:
                continue
            path = inside(base, name)
            if path and (not base or not self.is_restricted or path.startswith(f"{base}/")):
                yield path
            if base and inside(posixpath.dirname(base), name) == base:
                yield base


def _listed(value: Any, kind: Any) -> list[Any]:
    some = value if isinstance(value, list) else [value]
    return [one for one in some if isinstance(one, kind)][:MOST]


class Snippets:
    """Those of one page, whose folder of pages is `docs_dir`."""

    def __init__(self, options: SnippetOptions, docs_dir: str, taken: PageInclusions) -> None:
        self.options, self.docs_dir, self.taken = options, docs_dir, taken

    def shown(self, text: str, line_at: Callable[[int], int]) -> str:
        """The text with what it includes; `line_at` gives the line of the page that a line of the text came from."""
        lines = self._lines(text.split("\n"), line_at, ()) if MARK in text else [text]
        for name in self.options.appended:
            lines += ["", *self._appended(name)]
        return "\n".join(lines)

    def _appended(self, name: str) -> list[str]:
        """Nothing where it is not there: that is the site's fault, and not the page's."""
        try:
            return self._file(name, "", 1, ())
        except NotIncludedError:
            return []

    def _lines(
        self, lines: Sequence[str], line_at: Callable[[int], int], above: tuple[str, ...], *, marks: bool = True
    ) -> list[str]:
        """`marks`: whether the marks of sections are left out."""
        mentions = {number: found for number, line in enumerate(lines) if MARK in line and (found := _mention(line))}
        ends = [number for number, found in mentions.items() if not found[2] and not found[3]]
        endless = ends[-1] if len(ends) % 2 else -1
        shown: list[str] = []
        is_block = False
        for number, line in enumerate(lines):
            found = mentions.get(number)
            if number == endless:
                self.taken.note(line_at(number), NotIncludedError(NO_END))
                shown.append(line)
            elif found and found[2]:
                shown.append(line.replace(";", "", 1))
            elif found and found[3]:
                shown += [] if is_block else self._named(found[3][1:-1], found[1], line_at(number), above)
            elif found:
                is_block = not is_block
            elif is_block:
                indent = line[: len(line) - len(line.lstrip())]
                shown += self._named(line, indent, line_at(number), above) if line.strip() else [""]
            else:
                shown += _without_mark(line) if marks else [line]
        return shown

    def _named(self, name: str, indent: str, line: int, above: tuple[str, ...]) -> list[str]:
        """The file's lines; where it cannot be shown, its name as a mention."""
        name = name.strip()
        if not name or name.startswith(";"):
            return []
        try:
            lines = self._file(name, indent[:DEEPEST_INDENT].expandtabs(4), line, above)
        except NotIncludedError as error:
            self.taken.note(line, error)
            return [f'{indent}--8<-- "{name}"']
        if not above:
            self.taken.brought.append((line, "\n".join(lines)))
        return lines

    def _file(self, target: str, indent: str, line: int, above: tuple[str, ...]) -> list[str]:
        name, told, wanted = split_target(target) if "://" not in target else (target, "", "")
        places = self.options.places(name, self.taken.page, self.docs_dir)
        path, text = self.taken.open(name, places, above)
        lines: list[str] | None = text.split("\n")
        if told or wanted:
            lines = ranges(lines or [], told) if told else section(lines or [], wanted)
            if lines is None:
                raise NotIncludedError(f"{path[:200]} has no section {wanted[:100]}")
            lines = textwrap.dedent("\n".join(lines)).split("\n") if self.options.dedents else lines
        shown = self._lines(lines or [], lambda _: line, (*above, path), marks=not wanted)
        self.taken.pay(sum(map(len, shown)) + len(shown) * (len(indent) + 1))
        return [indent + one for one in shown]


def _mention(line: str) -> re.Match[str] | None:
    """Its groups: indent, escapes, and the file in its quotes; without a file it is the mark of a block."""
    return _MENTION.fullmatch(line)


def _without_mark(line: str) -> list[str]:
    mark = section_mark(line)
    if mark is None:
        return [line]
    return [mark.plain] if mark.plain else []
