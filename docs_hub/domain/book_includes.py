"""What pages of a book include as mdBook does: `{{#include file:part}}` and its kin; other `{{#…}}` are only named."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from docs_hub.domain.inclusion import NotIncludedError, PageInclusions, Read, Shown
from docs_hub.domain.paths import inside
from docs_hub.domain.source_text import for_form

MARK = "{{#"
_TAG = re.compile(r"\\?\{\{#([a-z_]{1,40})([^{}\n]{0,500})\}\}")
_INCLUDES = ("include", "rustdoc_include", "playground", "playpen")
_SPAN = re.compile(r"([0-9]{0,9})(:?)([0-9]{0,9})")
_ANCHOR = re.compile(r"\bANCHOR(_END)?:[ \t]*([\w-]{1,100})")


@dataclass(frozen=True)
class BookIncluding:
    """`root`: the folder of the pages, from the top of the tree, where the paths of `files` begin.

    It has no `marks`, which are those of MkDocs.
    """

    root: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[str, ...] = ()

    def shown(self, text: str, page: str, read: Read | None = None) -> Shown:
        if MARK not in text:
            return Shown(text)
        taken = PageInclusions(read or self.files.get, posixpath.join(self.root, page))
        return Shown(_Included(taken).shown(for_form(text)), taken.problems, taken.brought)


class _Included:
    def __init__(self, taken: PageInclusions) -> None:
        self.taken = taken

    def shown(self, text: str) -> str:
        return "".join(self._parts(text, self.taken.page, (), 0))

    def _parts(self, text: str, file: str, above: tuple[str, ...], line: int) -> Iterator[str]:
        """`line` of the page, which is set below an included file."""
        at, here = 0, 1
        for tag in _TAG.finditer(text):
            before = text[at : tag.start()]
            here, at = here + before.count("\n"), tag.end()
            yield before
            yield self._instead_of(tag, file, above, line or here)
        yield text[at:]

    def _instead_of(self, tag: re.Match[str], file: str, above: tuple[str, ...], line: int) -> str:
        if tag.group().startswith("\\"):
            return tag.group()[1:]
        name, told = tag.group(1), tag.group(2).strip()
        try:
            if name == "title":
                raise NotIncludedError("{{#title}} is left out: a page is called as the contents or its heading say")
            if name not in _INCLUDES:
                raise NotIncludedError(f"{{{{#{name}}}}} is not understood")
            text = self._text(told.split()[0] if told else "", file, above, line)
        except NotIncludedError as error:
            self.taken.note(line, error)
            return "" if name == "title" else tag.group()
        if not above:
            self.taken.brought.append((line, text))
        return text

    def _text(self, target: str, file: str, above: tuple[str, ...], line: int) -> str:
        name, _, part = target.partition(":")
        place = inside(posixpath.dirname(file), name) if name else None
        path, text = self.taken.open(name or "{{#include}}", [place] if place else [], above)
        text = _part_of(text, part, path)
        if MARK in text:
            text = "".join(self._parts(text, path, (*above, path), line))
        self.taken.pay(len(text))
        return text


def _part_of(text: str, part: str, path: str) -> str:
    """Some lines, or those between the marks of an anchor; marks are never shown."""
    lines = text.rstrip("\n").split("\n")
    if (span := _SPAN.fullmatch(part)) and part:
        first, last = int(span.group(1) or 1), int(span.group(3) or len(lines))
        lines = lines[max(first, 1) - 1 : last if span.group(2) else first]
    elif part:
        lines = _anchored(lines, part)
        if not lines:
            raise NotIncludedError(f"{path[:200]} has no part {part[:100]}")
    return "\n".join(line for line in lines if not _ANCHOR.search(line))


def _anchored(lines: list[str], name: str) -> list[str]:
    marks = [(number, match) for number, line in enumerate(lines) if (match := _ANCHOR.search(line))]
    start = next((number for number, match in marks if match.group(2) == name and not match.group(1)), None)
    if start is None:
        return []
    ends = (number for number, match in marks if number > start and match.group(2) == name and match.group(1))
    return lines[start + 1 : next(ends, len(lines))]
