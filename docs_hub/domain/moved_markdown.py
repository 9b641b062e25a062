"""Markdown that is shown elsewhere than where it was written: its relative links and its headings follow."""

import posixpath
import re
from collections.abc import Callable, Iterator

_FENCE = re.compile(r"\s*(`{3,}|~{3,})")
_LINK = re.compile(r"(\]\([ \t]*<?|^ {0,3}\[[^\[\]]{1,300}\]:[ \t]*<?|\b(?:href|src)=[\"'])([^\s()<>\"'#?]+)")
_STAYS = re.compile(r"/|[A-Za-z][A-Za-z0-9+.-]*:")
_HEADING = re.compile(r"#{1,6}(?=[ \t])")
LINK_COST = 20
"""Moving a link takes as long as copying so many characters, or longer."""
_OFFSET = re.compile(r"-?[1-5]")


def seen_from(text: str, folder: str, new_folder: str, pay: Callable[[int], None]) -> str:
    """Its relative links lead from `new_folder` to where they led from `folder`; code stays as it is.

    `pay` is told of each what it costs, and may raise.
    """
    if folder == new_folder:
        return text

    def moved(match: re.Match[str]) -> str:
        link = match.group(2)
        if _STAYS.match(link):
            return match.group()
        found = posixpath.relpath(posixpath.join("/", folder, link), posixpath.join("/", new_folder))
        pay(len(found) + LINK_COST)
        return match.group(1) + found + ("/" if link.endswith("/") else "")

    return _outside_code(text, lambda line: _LINK.sub(moved, line))


def deeper(text: str, by: str) -> str:
    """Each heading so many levels further down, or up where the number is negative."""
    if not _OFFSET.fullmatch(by):
        return text

    def moved(match: re.Match[str]) -> str:
        return "#" * min(max(len(match.group()) + int(by), 1), 6)

    return _outside_code(text, lambda line: _HEADING.sub(moved, line) if line.startswith("#") else line)


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    return "\n".join(_changed(text.split("\n"), change))


def _changed(lines: list[str], change: Callable[[str], str]) -> Iterator[str]:
    fence = ""
    for line in lines:
        match = _FENCE.match(line)
        if not fence and match:
            fence = match.group(1)
        elif fence and match and match.group(1).startswith(fence):
            fence = ""
        elif not fence:
            line = change(line)
        yield line
