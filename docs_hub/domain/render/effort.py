"""How long a page may take to render, told from its text alone."""

import re

_MARK = re.compile(r"[^\w\s.,;'\"-]")
_BLOCK = re.compile(r"\n[ \t]*\n")
QUICK_MARKS = 1_000
QUICK_CHARACTERS = 100_000


def is_quick(text: str) -> bool:
    """Whether any parser is done with the text in about half a second, for what they take grows with the square of
    the marks in one block: 1,000 `[` in a row take Python-Markdown 0.4 seconds, 8,000 of them 23."""
    if len(text) > QUICK_CHARACTERS:
        return False
    return sum(len(_MARK.findall(block)) ** 2 for block in _BLOCK.split(text)) <= QUICK_MARKS**2
