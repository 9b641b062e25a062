"""Which issues the text of a pull request says that it closes, read from its Markdown as GitHub reads it.

GitHub reads no closing word in code, comments and quotes. Processor time grows as the text does: only the rules that
tell those apart are on, and raw HTML within a line is read by a scanner of our own, for the parser's patterns for it
look ahead to the end of the text from each of its beginnings.
"""

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token

WORD = re.compile(r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?:\s{0,4}:)?\s{1,4}#(\d{1,9})\b", re.IGNORECASE)
HTML = re.compile(r"<!--|-->|<(/?)(?:pre|code|blockquote)\b", re.IGNORECASE)
MAX_LENGTH = 70_000
"""Of a text on GitHub, which ends at 65,536."""
BLOCKS = ["code", "fence", "blockquote", "list", "heading", "lheading", "html_block", "paragraph"]
GAP = "\n\0\n"
"""Stands for what was left out, so that no word joins a number across it."""

_PARSER = MarkdownIt("zero", {"html": True, "maxNesting": 20}).enable([*BLOCKS, "newline", "escape", "backticks"])


def issues_closed_by(text: str) -> frozenset[int]:
    """Numbers after a closing word: `Fixes #12`; none for another repository's."""
    if WORD.search(text) is None:
        return frozenset()
    return frozenset(int(number) for number in WORD.findall(_visible(_pieces(_PARSER.parse(text[:MAX_LENGTH])))))


def _pieces(tokens: Iterable[Token]) -> list[str]:
    """What is neither code nor quoted, in order."""
    found, quotes = [], 0
    for token in tokens:
        if token.type in {"blockquote_open", "blockquote_close"}:
            quotes += token.nesting
        elif not quotes and token.type == "html_block":
            found += [token.content, GAP]
        elif not quotes and token.type == "inline":
            found += [_inline(child) for child in token.children or ()]
            found.append(GAP)
    return found


def _inline(token: Token) -> str:
    if token.type in {"softbreak", "hardbreak"}:
        return "\n"
    return token.content if token.type == "text" else GAP


def _visible(pieces: list[str]) -> str:
    """Without what raw HTML hides or sets as code or quote."""
    text = "".join(pieces)
    found, at, depth, in_comment = [], 0, 0, False
    for match in HTML.finditer(text):
        mark = match.group()
        if not in_comment and not depth:
            found.append(text[at : match.start()])
        at = match.end()
        if mark == "<!--":
            in_comment = True
        elif mark == "-->":
            in_comment = False
        elif not in_comment:
            depth = max(0, depth - 1) if match[1] else depth + 1
    if not in_comment and not depth:
        found.append(text[at:])
    return GAP.join(found)
