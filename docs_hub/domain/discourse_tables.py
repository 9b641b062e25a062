"""Tables of an index topic: `| Level | Path | Navlink |` is the navigation, `| Path | Location |` has redirects."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from docs_hub.domain.code_lines import outside_code

MOST = 5_000
_DETAILS = re.compile(r"[ \t]*\[details=[\"“]?(Navigation|Mapping table)[\"”]?\][ \t]*", re.IGNORECASE)
_END = re.compile(r"[ \t]*\[/details\][ \t]*")
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.){0,500})\]\([ \t]*<?([^()<>\s]{0,1000})>?[^()]{0,100}\)")
_TOPIC = re.compile(r"(?:https?://[\w.-]{1,255})?/t/(?:[^/\s]{1,300}/)?([0-9]{1,12})(?=[/?#]|$)")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]++(?:Navigation|Redirects)[ \t]*+#*+[ \t]*+", re.IGNORECASE)
_LEVEL = re.compile(r"[0-9]{1,2}")
_RULE = re.compile(r"[\s|:]*+-[\s|:-]*+")


@dataclass(frozen=True)
class NavRow:
    """`level` is None for a topic that is in no navigation; `topic` is its number, empty where the link is another."""

    level: int | None
    path: str
    title: str
    href: str
    topic: str
    line: int


def nav_rows(text: str) -> list[NavRow]:
    """Never raises; empty where there is no such table."""
    return [_nav_row(cells, line) for line, cells in _rows(text, ("level", "path", "navlink"))]


def mapped(text: str) -> list[tuple[str, str, int]]:
    """Old path, where it leads, and the line that says so."""
    return [(cells[0], cells[1], line) for line, cells in _rows(text, ("path", "location"))]


def without_tables(text: str) -> str:
    """As readers see it: without the blocks that hold the tables and their headings; lines keep their numbers."""
    lines = text.split("\n")
    start = -1
    for number, line in enumerate(lines):
        if start < 0 and _DETAILS.fullmatch(line):
            start = number
        elif start >= 0 and _END.fullmatch(line):
            _blank(lines, start, number)
            start = -1
    return "\n".join(lines)


def _blank(lines: list[str], start: int, end: int) -> None:
    lines[start : end + 1] = [""] * (end + 1 - start)
    above = start - 1
    while above > 0 and not lines[above].strip():
        above -= 1
    if above >= 0 and _HEADING.fullmatch(lines[above]):
        lines[above] = ""


def _rows(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    is_in = False
    count = 0
    lines = _without_comments(text).split("\n")
    for number, (line, seen) in enumerate(zip(lines, outside_code(lines), strict=True), 1):
        cells = _cells(line) if seen else []
        if not is_in:
            is_in = tuple(cell.lower() for cell in cells[: len(names)]) == names
        elif not cells:
            is_in = False
        elif not _RULE.fullmatch(line) and len(cells) >= len(names):
            count += 1
            if count > MOST:
                return
            yield number, cells


def _cells(line: str) -> list[str]:
    line = line.strip()
    if "|" not in line:
        return []
    return [cell.strip() for cell in line.removeprefix("|").removesuffix("|").split("|")]


def _nav_row(cells: list[str], line: int) -> NavRow:
    link = _LINK.search(cells[2])
    title, href = (link.group(1), link.group(2)) if link else (cells[2], "")
    topic = _TOPIC.match(href)
    level = int(cells[0]) if _LEVEL.fullmatch(cells[0]) else None
    return NavRow(level, cells[1].strip("`"), title.strip(), href, topic.group(1) if topic else "", line)


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0:
        end = text.find("-->", start)
        if end < 0:
            break
        parts += [text[at:start], "\n" * text.count("\n", start, end)]
        at = end + 3
    return "".join(parts) + text[at:]
