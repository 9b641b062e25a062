"""Words for the search: those of a query, and those hidden inside identifiers."""

import re

MAX_WORDS = 12
_WORD = re.compile(r"\w+")
_IDENTIFIER = re.compile(r"\b\w*(?:[a-z][A-Z]|[A-Z]{2}[a-z]|_)\w*\b")
_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")


def query_words(text: str) -> list[str]:
    """At most twelve words; operators, quotes and control characters of any kind are gone."""
    words = _WORD.findall(text[:400].replace("_", " "))
    return [word[:60] for word in words][:MAX_WORDS]


def identifier_words(text: str) -> str:
    """`hook_civicrm_alterReportVar` gives `hook civicrm alter report var`; each word once."""
    words: dict[str, None] = {}
    for name in _IDENTIFIER.findall(text[:500_000]):
        if len(name) <= 200:
            words |= dict.fromkeys(part.lower() for part in _PART.findall(name) if len(part) > 1)
    return " ".join(words)
