"""Parts of a text that are shown to some readers only: conditions of templates, and tags of forums.

They are taken out before the text is rendered; its lines stay where they are.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from docs_hub.domain.code_lines import outside_code

_TEMPLATE = re.compile(r"\{%[-+]?[ \t]{0,9}(\w{1,30})|(?<!\{)\{#|#\}")
LONGEST_TAG = 500
_OPENING = {"if": "endif", "unless": "endunless", "comment": "endcomment", "case": "endcase"}
_FORUM = re.compile(
    r"\[(/?)(hide|hidden|private|members|restricted|login|groups?|reply)(?:[= ][^\]\n]{0,200})?\](?![(\[:])",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Parted:
    """`text` without its withheld parts, which `withheld` names by line."""

    text: str
    withheld: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True)
class _Mark:
    """A place where a part begins (`opens`) or ends."""

    start: int
    end: int
    name: str
    opens: str = ""


def without_conditions(text: str, *, also_in_code: bool = False) -> Parted:
    """`{% if … %}` to `{% endif %}`, and comments; one that has no end goes on to the end of the text.

    What a template shows when a condition does not hold is withheld with the rest: which it is, only the build knows.
    """
    if "{%" not in text and "{#" not in text:
        return Parted(text)
    return _without(text, _template_marks(_scanned(text, also_in_code)))


def without_hidden_tags(text: str) -> Parted:
    """`[hide]` and its like, which plugins of Discourse show to members only; one that has no end is text there."""
    if "[" not in text:
        return Parted(text)
    return _without(text, _forum_marks(_scanned(text, False)), to_the_end=False)


def _scanned(text: str, also_in_code: bool) -> str:
    """The text with blanks for what lies in code, so that places stay the same."""
    if also_in_code:
        return text
    lines = text.split("\n")
    kept = outside_code(lines, " ")
    return "\n".join(
        shown if len(shown) == len(line) else " " * len(line) for shown, line in zip(kept, lines, strict=True)
    )


def _template_marks(text: str) -> Iterator[_Mark]:
    is_raw, last = False, text.rfind("#}")
    for match in _TEMPLATE.finditer(text):
        name = match.group(1) or match.group()
        end = _end_of(text, match)
        if name in ("raw", "endraw", "verbatim", "endverbatim"):
            is_raw = not name.startswith("end")
        elif not is_raw and name == "{#" and match.start() < last:
            yield _Mark(match.start(), end, "#", "#}")
        elif not is_raw and name in _OPENING:
            yield _Mark(match.start(), end, name, _OPENING[name])
        elif not is_raw and (name in _OPENING.values() or name == "#}"):
            yield _Mark(match.start(), end, name)


def _end_of(text: str, match: re.Match[str]) -> int:
    """Of a tag that ends in its line; else where it began, so that nothing that follows is taken for a part of it."""
    end = text.find("%}", match.end(), match.end() + LONGEST_TAG) if match.group(1) else -1
    return end + 2 if end >= 0 else match.end()


def _forum_marks(text: str) -> Iterator[_Mark]:
    for match in _FORUM.finditer(text):
        name = match.group(2).lower()
        closes = f"/{name}"
        yield _Mark(match.start(), match.end(), closes if match.group(1) else name, "" if match.group(1) else closes)


def _without(text: str, marks: Iterable[_Mark], *, to_the_end: bool = True) -> Parted:
    """Parts in parts go with the outer one. A mark that closes nothing is text."""
    parts: list[tuple[_Mark, int]] = []
    open_ones: list[_Mark] = []
    waiting = Counter[str]()
    for mark in marks:
        if mark.opens:
            open_ones.append(mark)
            waiting[mark.opens] += 1
        elif waiting[mark.name]:
            parts.append((_closed_by(mark, open_ones, waiting), mark.end))
    if open_ones and to_the_end:
        parts.append((open_ones[0], len(text)))
    return _cut(text, sorted(parts, key=lambda part: (part[0].start, -part[1])))


def _cut(text: str, parts: Iterable[tuple[_Mark, int]]) -> Parted:
    kept: list[str] = []
    withheld: list[tuple[int, str]] = []
    at = 0
    for first, end in parts:
        if first.start < at:
            continue
        kept += [text[at : first.start], _lines_of(text, first.start, end)]
        withheld.append(_told(text, first))
        at = end
    return Parted("".join([*kept, text[at:]]), tuple(withheld)) if withheld else Parted(text)


def _closed_by(mark: _Mark, open_ones: list[_Mark], waiting: Counter[str]) -> _Mark:
    """The one that it closes; what was opened after that is closed with it."""
    while True:
        one = open_ones.pop()
        waiting[one.opens] -= 1
        if one.opens == mark.name:
            return one


def _lines_of(text: str, start: int, end: int) -> str:
    return "\n" * text.count("\n", start, end)


def _told(text: str, mark: _Mark) -> tuple[int, str]:
    written = " ".join(text[mark.start : mark.end].split())[:80] if mark.name != "#" else "{# … #}"
    return text.count("\n", 0, mark.start) + 1, f"{written} shows this part to some readers only, or to none"
