"""Which lines of an included file are shown, by the options of Sphinx' and docutils' directives."""

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping
from itertools import islice

_SPAN = re.compile(r"\s*+([0-9]{0,9})\s*+(-?)\s*+([0-9]{0,9})\s*+")


def part_of(text: str, options: Mapping[str, str]) -> str:
    """For `include`: from a line to a line, then from a piece of text to another one."""
    if "start-line" in options or "end-line" in options:
        lines = text.splitlines()
        text = "\n".join(lines[_number(options.get("start-line")) : _number(options.get("end-line"))])
    if (after := options.get("start-after")) and after in text:
        text = text.split(after, 1)[1]
    if (before := options.get("end-before")) and before in text:
        text = text.split(before, 1)[0]
    return text


def _number(value: str | None) -> int | None:
    return int(value) if value and re.fullmatch(r"-?[0-9]{1,9}", value.strip()) else None


def lines_of(text: str, options: Mapping[str, str]) -> list[str]:
    """For `literalinclude`: an object of Python, between marks, by numbers, less indented, with a line around it."""
    lines = text.splitlines()
    if name := options.get("pyobject"):
        lines = _object(text, name) or lines
    lines = _between(lines, options)
    if wanted := options.get("lines"):
        lines = [lines[number] for number in islice(_numbers(wanted, len(lines)), len(lines))]
    if "dedent" in options:
        lines = _less_indented(lines, _number(options["dedent"]))
    return [*_given(options, "prepend"), *lines, *_given(options, "append")]


def _given(options: Mapping[str, str], name: str) -> list[str]:
    return [options[name]] if options.get(name) else []


def _between(lines: list[str], options: Mapping[str, str]) -> list[str]:
    """A mark that is nowhere cuts nothing off."""
    start, stop = 0, len(lines)
    for name, step in (("start-at", 0), ("start-after", 1)):
        if (mark := options.get(name)) and (at := _first(lines, mark, 0)) is not None:
            start = at + step
    for name, step in (("end-at", 1), ("end-before", 0)):
        if (mark := options.get(name)) and (at := _first(lines, mark, start)) is not None:
            stop = at + step
    return lines[start:stop]


def _first(lines: list[str], mark: str, start: int) -> int | None:
    return next((number for number in range(start, len(lines)) if mark in lines[number]), None)


def _numbers(wanted: str, count: int) -> Iterator[int]:
    """`1-3,5,7-` as places in a list of so many."""
    for part in wanted.split(",")[:200]:
        match = _SPAN.fullmatch(part)
        if match is None or not (match.group(1) or match.group(3)):
            continue
        first = int(match.group(1) or 1)
        last = int(match.group(3) or count) if match.group(2) else first
        yield from range(max(first, 1) - 1, min(last, count))


def _less_indented(lines: list[str], by: int | None) -> list[str]:
    if by is None:
        return textwrap.dedent("\n".join(lines)).split("\n")
    return [line[min(by, len(line) - len(line.lstrip())) :] for line in lines]


def _object(text: str, name: str) -> list[str]:
    """The lines of `Class.method`, with its decorators; empty where there is none or the file is no Python."""
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    found: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | None = None
    for part in name.strip().split("."):
        kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        found = next((one for one in body if isinstance(one, kinds) and one.name == part), None)
        if found is None:
            return []
        body = found.body
    if found is None:
        return []
    first = min([found.lineno, *(one.lineno for one in found.decorator_list)])
    return text.splitlines()[first - 1 : found.end_lineno]
