"""Markdown taken apart into what is code and what is not, by passing over it once: the patterns that do it in one go
look again and again through the rest of the text for the end of what never ends."""

import io
import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r" {0,3}(`{3,}+|~{3,}+)([^\n]*)")
_FENCE_ANYWHERE = re.compile(r"[ \t>]*+(?:[-*+]|\d++\.)?+[ \t]*+(`{3,}+|~{3,}+)([^\n]*)")
_TICKS = re.compile(r"`++")


def outside_fences(text: str, change: Callable[[str], str], *, anywhere: bool = False) -> str:
    """With `change` made to what stands outside of fenced code; `anywhere`: also of that in quotes and lists. A fence
    that nothing closes goes on to the end."""
    return "".join(part if is_code else change(part) for is_code, part in _parts(text, anywhere))


def _parts(text: str, anywhere: bool) -> Iterator[tuple[bool, str]]:
    """Whether it is code, and the lines."""
    mark, lines = "", list[str]()
    for line in io.StringIO(text, newline="\n"):
        is_end = bool(mark) and _closes(line, mark)
        match = _FENCE_ANYWHERE.match(line) if anywhere else _FENCE.match(line)
        if not mark and match and not _is_inline(match):
            yield False, "".join(lines)
            mark, lines = match[1], []
        lines.append(line)
        if is_end:
            yield True, "".join(lines)
            mark, lines = "", []
    yield bool(mark), "".join(lines)


def _is_inline(match: re.Match[str]) -> bool:
    return match[1].startswith("`") and "`" in match[2]


def _closes(line: str, mark: str) -> bool:
    bare = line.strip(" \t>\r\n")
    return bare.startswith(mark) and not bare.strip("`~")


def inline_code(text: str) -> Iterator[tuple[int, int]]:
    """Where it begins and ends: between two rows of as many backticks, with no empty line between them."""
    rows = [(match.start(), match.end()) for match in _TICKS.finditer(text)]
    following: dict[int, int] = {}
    closed_by = [-1] * len(rows)
    for number in range(len(rows) - 1, -1, -1):
        length = rows[number][1] - rows[number][0]
        closed_by[number] = following.get(length, -1)
        following[length] = number
    number = 0
    while number < len(rows):
        end = closed_by[number]
        if end >= 0 and "\n\n" not in text[rows[number][0] : rows[end][1]]:
            yield rows[number][0], rows[end][1]
        number = end + 1 if end >= 0 else number + 1


def without_comments(text: str, start: str = "{/*", end: str = "*/}") -> str:
    """One that nothing closes stays."""
    parts, at = list[str](), 0
    while (begins := text.find(start, at)) >= 0:
        ends = text.find(end, begins + len(start))
        if ends < 0:
            break
        parts.append(text[at:begins])
        at = ends + len(end)
    return "".join([*parts, text[at:]])
