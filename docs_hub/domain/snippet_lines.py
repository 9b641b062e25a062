"""Which lines of a file a snippet shows: all, some by their numbers, or a section between two marks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

MOST_RANGES = 50
_NUMBER = r"-?[0-9]{0,9}"
_RANGES = re.compile(rf"{_NUMBER}(?::{_NUMBER})?(?:,{_NUMBER}(?::{_NUMBER})?)*")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_SECTION = re.compile(r"8<-+[ \t]+\[[ \t]*(start|end)[ \t]*:[ \t]*([a-z][a-z0-9_-]*)[ \t]*\]", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True)
class SectionMark:
    """`--8<-- [start:name]`; `plain` is the line as it is shown where the mark is escaped."""

    is_start: bool
    name: str
    plain: str = ""


def section_mark(line: str) -> SectionMark | None:
    for match in _SECTION.finditer(line) if "8<-" in line else ():
        if line[match.start() - 1 : match.start()] == "-":
            before = line[: match.start()].rstrip("-")
            plain = before[:-1] + line[len(before) :] if before.endswith(";") else ""
            return SectionMark(match.group(1).lower() == "start", match.group(2), plain)
    return None


def section(lines: Sequence[str], name: str) -> list[str] | None:
    """Up to its end or that of the file; None where it does not begin."""
    found: list[str] | None = None
    for line in lines:
        mark = section_mark(line)
        if mark is not None and not mark.plain:
            if mark.name == name and not mark.is_start:
                break
            found = [] if found is None and mark.name == name else found
        elif found is not None:
            found.append(mark.plain if mark else line)
    return found


def split_target(target: str) -> tuple[str, str, str]:
    """File, ranges of lines and section of `file:3:5` or `file:name`."""
    path, _, more = target.partition(":")
    if _NAME.fullmatch(more):
        return path.strip(), "", more
    return (path.strip(), more, "") if more and _RANGES.fullmatch(more) else (target, "", "")


def ranges(lines: Sequence[str], told: str) -> list[str]:
    """`3:5,9:` counts from 1 and to the last one; negative numbers count from the end."""
    found: list[str] = []
    for span in told.split(",")[:MOST_RANGES]:
        first, _, last = span.partition(":")
        found += lines[_start(_number(first), len(lines)) : _stop(_number(last), len(lines))]
    return found


def _number(text: str) -> int | None:
    return int(text) if text.strip("-") else None


def _start(number: int | None, total: int) -> int:
    return max(total + number, 0) if number and number < 0 else max((number or 0) - 1, 0)


def _stop(number: int | None, total: int) -> int:
    if number is None:
        return total
    return max(total + 1 + number, 0) if number < 0 else number
