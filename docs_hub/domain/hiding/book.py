"""What mdBook, GitBook and HonKit keep back: what their table of contents does not name, and what they ignore."""

import posixpath
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from docs_hub.domain.book import BookPlace
from docs_hub.domain.contents import rows_of
from docs_hub.domain.exclusion import excluder
from docs_hub.domain.hiding.front_matter import Hiding
from docs_hub.domain.hiding.rules import Rule, Rules, below, matching
from docs_hub.domain.paths import is_index, is_markdown
from docs_hub.domain.summary import read_summary

IGNORING = (".bookignore", ".ignore")
_ALWAYS = ("GLOSSARY.md", "LANGS.md")


def book_rules(book: BookPlace, summary: str, paths: Collection[str], ignoring: Mapping[str, str]) -> Rules:
    """`summary`: its text; `ignoring`: the texts of the files that name what is left out, by their path."""
    prefix = f"{book.root}/" if book.root else ""
    inner = [path.removeprefix(prefix) for path in paths if path.startswith(prefix)]
    pages = [path for path in inner if is_markdown(path)]
    named = set(_named(rows_of(read_summary(summary), book.summary, pages)))
    rules: list[Rule] = []
    if named:
        shown = named | {book.readme, book.summary, *_ALWAYS} | {path for path in pages if _is_first(path)}
        rules.append(below(book.root, matching(_not_in(shown), f"{book.summary} does not name it", is_part=True)))
    for path, text in ignoring.items():
        lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
        is_ignored, unused = excluder(lines, always=())
        rules.append(below(posixpath.dirname(path), matching(is_ignored, f"{posixpath.basename(path)} leaves it out")))
        if unused:
            return Rules(path, tuple(rules), (Hiding(1, f"{unused[0][:80]} is not understood"),))
    return Rules(posixpath.join(book.root, book.summary), tuple(rules))


def _named(rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for row in rows:
        if path := row.get("path"):
            yield path
        yield from _named(row.get("children", ()))


def _is_first(path: str) -> bool:
    return "/" not in path and is_index(path)


def _not_in(shown: Collection[str]) -> Callable[[str], bool]:
    return lambda path: is_markdown(path) and path not in shown
