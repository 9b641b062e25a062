"""What other pages and the navigation need of one page of reStructuredText or MyST: title, labels, tables of contents.

By lines alone: a whole tree is looked through before its first page is rendered.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from docutils.nodes import fully_normalize_name, make_id

from docs_hub.domain.source_text import plain_text

_UNDERLINE = re.compile(r"([!-/:-@[-`{-~])\1+\s*$")
_RST_LABEL = re.compile(r"\.\. _(?:`([^`]+)`|((?:[^:\\]|\\.|:(?!\s*$))+)):\s*$")
_MYST_LABEL = re.compile(r"\(([^()\s][^()]*)\)=\s*$")
_MYST_HEADING = re.compile(r"(#{1,6})\s++(.*?)(?<![\s#])[\s#]*+$")
_RST_TOCTREE = re.compile(r"(\s*)\.\. toctree::\s*$")
_MYST_TOCTREE = re.compile(r"(\s*)(`{3,}|:{3,})\{toctree\}\s*$")
_OPTION = re.compile(r"\s*:([\w-]+):\s*(.*)$|\s*([\w-]+):\s+(.*)$")
_TITLED = re.compile(r"(.+?)(?<!\s)\s*+<([^<>]++)>\s*+$", re.DOTALL)
_ROLE = re.compile(
    r"(?<![\w:+.-]):[\w:+.-]+:`([^`<]*?)(?<!\s)\s*+(?:<[^`]*>)?`|`{1,2}([^`<]+?)(?<!\s)\s*+(?:<[^`]*>`_{1,2}|`{1,2})"
)


MOST, LONGEST = 100, 2_000
"""Tables of contents a page, and lines in one; a hostile page is not to take minutes."""


@dataclass
class Toctree:
    """`entries`: the title that is given ("" if none) and the target, as written."""

    caption: str = ""
    is_glob: bool = False
    entries: list[tuple[str, str]] = field(default_factory=list)

    def row(self) -> list[Any]:
        return [self.caption, self.is_glob, self.entries]

    @classmethod
    def of(cls, row: list[Any]) -> "Toctree":
        return cls(row[0], row[1], [(title, target) for title, target in row[2]])


@dataclass
class Scanned:
    """`labels`: name as references give it, anchor, title of the heading below."""

    title: str = ""
    labels: list[tuple[str, str, str]] = field(default_factory=list)
    toctrees: list[Toctree] = field(default_factory=list)


def scan(text: str, *, is_markdown: bool) -> Scanned:
    lines = text.split("\n")
    page = Scanned(toctrees=list(_toctrees(lines, is_markdown)))
    heading_at = _myst_heading if is_markdown else _rst_heading
    waiting: list[str] = []
    for number, line in enumerate(lines):
        if match := _MYST_LABEL.match(line) if is_markdown else _RST_LABEL.match(line):
            waiting.append(next(filter(None, match.groups())).strip())
        elif title := heading_at(lines, number):
            page.title = page.title or title
            page.labels += [(*_named(label), title) for label in waiting]
            waiting.clear()
        elif line.strip() and waiting and not _UNDERLINE.match(line):
            page.labels += [(*_named(label), "") for label in waiting]
            waiting.clear()
    return page


def _named(label: str) -> tuple[str, str]:
    return fully_normalize_name(label), make_id(label)


def _myst_heading(lines: list[str], number: int) -> str:
    match = _MYST_HEADING.match(lines[number])
    return plain_text(re.sub(r"[`*_]{1,2}", "", match.group(2))) if match else ""


def _rst_heading(lines: list[str], number: int) -> str:
    """The text of a line that is underlined by as many marks."""
    line, below = lines[number], lines[number + 1] if number + 1 < len(lines) else ""
    is_title = line.strip() and not _UNDERLINE.match(line) and _UNDERLINE.match(below)
    if not is_title or len(below.rstrip()) < len(line.rstrip()) or line.startswith((" ", "..")):
        overlined = number and _UNDERLINE.match(lines[number - 1]) and lines[number - 1].rstrip() == below.rstrip()
        if not (is_title and overlined and line.startswith(" ")):
            return ""
    return plain_text(_ROLE.sub(lambda match: match.group(1) or match.group(2) or "", line))


def _toctrees(lines: list[str], is_markdown: bool) -> Iterator[Toctree]:
    found = (_MYST_TOCTREE.match(line) if is_markdown else _RST_TOCTREE.match(line) for line in lines)
    for number, match in islice(((at, match) for at, match in enumerate(found) if match), MOST):
        yield _toctree(_inside(lines[number + 1 : number + 1 + LONGEST], match))


def _inside(lines: list[str], opened: re.Match[str]) -> Iterator[str]:
    """The lines of the directive: to its fence (MyST), or as long as they are indented."""
    fence = opened.group(2) if opened.re.groups > 1 else ""
    for line in lines:
        indent = len(line) - len(line.lstrip())
        if (fence and line.strip() == fence) or (not fence and line.strip() and indent <= len(opened.group(1))):
            return
        yield line.strip()


def _toctree(lines: Iterator[str]) -> Toctree:
    tree, in_options = Toctree(), True
    for line in lines:
        option = _OPTION.match(line) if in_options else None
        if option or line in ("---", ""):
            name, value = [one for one in option.groups() if one is not None] if option else ("", "")
            tree.caption = plain_text(value.strip("\"'")) if name == "caption" else tree.caption
            tree.is_glob = tree.is_glob or name == "glob"
            continue
        in_options = False
        titled = _TITLED.match(line)
        tree.entries.append((plain_text(titled.group(1)), titled.group(2).strip()) if titled else ("", line))
    return tree
