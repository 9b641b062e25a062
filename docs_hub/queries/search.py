"""Search in the documentation: by section, so that a result leads to the right place of a long page."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from common.typed_search import find_as_typed
from docs_hub.domain.search_words import query_words
from docs_hub.models import DocPage, DocSection, VersionPage
from docs_hub.queries.editions import tail
from docs_hub.queries.origins import Origin, origin_of, origins
from docs_hub.queries.search_scope import scope_of

LONGEST_WORD = 40
EXCERPT = 220
RANKED_ANEW = 40
_SHOWN = (
    "page__title",
    "page__address",
    "page__doc_source_id",
    "rendered_id",
    "anchor",
    "title",
    "heading_path",
    "text",
)


@dataclass(frozen=True)
class FoundSection:
    """`excerpt` is safe HTML: escaped, the words that were found in <mark>."""

    title: str
    heading: str
    url: str
    excerpt: SafeString
    source: str
    version: str = ""


@dataclass(frozen=True)
class FoundPages:
    """One stretch of all that was found, and how much that is: `common.typed_search.MOST` where it is more."""

    total: int
    sections: list[FoundSection]


def search_pages(text: str, limit: int = 20, *, version: str = "", language: str = "") -> list[FoundSection]:
    """The best sections that hold all words, or else those that hold some. Never fails, whatever is asked."""
    return find_pages(text, 0, max(0, min(limit, 100)), version=version, language=language).sections


def find_pages(text: str, start: int, stop: int, *, version: str = "", language: str = "") -> FoundPages:
    """The sections from `start` to before `stop`; the last word may be the beginning of one.

    In one `version` (SOURCE or SOURCE/VERSION), else in the current ones, of one `language` or of all.
    """
    words = query_words(str(text))
    if not words or stop <= start:
        return FoundPages(0, [])
    scope = scope_of(version, language)
    rows = scope.narrow(DocSection.objects.all())
    found = find_as_typed(words, rows)
    if not found and len(words) > 1:
        found = find_as_typed(words, rows, operator="or")
    best = found[: max(RANKED_ANEW, stop)] if start < len(found) else []
    ranked = _titles_first(_sections(best), words)
    shown = ranked[start:stop]
    light = scope.pages_of([section.rendered_id for section in shown if section.rendered_id])
    pages = [section.page or light[section.rendered_id or 0] for section in shown]
    known = origins(pages)
    results = [
        _result(section, words, page, known[origin_of(page)]) for section, page in zip(shown, pages, strict=True)
    ]
    return FoundPages(len(found), results)


def _sections(numbers: list[int]) -> list[DocSection]:
    """In the order of their numbers."""
    rows = DocSection.objects.select_related("page").only(*_SHOWN)
    found = rows.in_bulk(numbers)
    return [found[number] for number in numbers if number in found]


def _titles_first(sections: list[DocSection], words: list[str]) -> list[DocSection]:
    """Among what the database ranks highest, a heading that holds all words is most likely what was meant.

    Only the first RANKED_ANEW change places, so that every page of the results continues the one before.
    """
    wanted = [word.lower() for word in words]

    def holds(text: str) -> bool:
        return all(word in text.lower() for word in wanted)

    best = sorted(sections[:RANKED_ANEW], key=lambda s: (not holds(s.title), not holds(f"{s.title} {s.heading_path}")))
    return best + sections[RANKED_ANEW:]


def _result(section: DocSection, words: Iterable[str], page: DocPage | VersionPage, origin: Origin) -> FoundSection:
    return FoundSection(
        title=page.title,
        heading="" if section.title == page.title else section.title,
        url=origin.base + tail(page.address) + (f"#{quote(section.anchor)}" if section.anchor else ""),
        excerpt=excerpt(section.text, words),
        source=origin.title,
        version=origin.label,
    )


def excerpt(text: str, words: Iterable[str]) -> SafeString:
    """A piece of the text around the first word that was found."""
    pattern = re.compile("|".join(re.escape(word) for word in words) or r"(?!)", re.IGNORECASE)
    first = pattern.search(text)
    start = _word_start(text, max(0, first.start() - EXCERPT // 3)) if first else 0
    end = len(text) if start + EXCERPT >= len(text) else _word_start(text, start + EXCERPT)
    piece = text[start:end].rstrip()
    parts: list[str] = ["… " if start else ""]
    at = 0
    for match in pattern.finditer(piece):
        parts += [escape(piece[at : match.start()]), "<mark>", escape(match.group()), "</mark>"]
        at = match.end()
    parts += [escape(piece[at:]), " …" if end < len(text) else ""]
    return mark_safe("".join(parts))


def _word_start(text: str, at: int) -> int:
    """The beginning of the word that `at` falls into; where words are longer than a line, `at` itself."""
    space = max(text.rfind(" ", max(0, at - LONGEST_WORD), at + 1), text.rfind("\n", max(0, at - LONGEST_WORD), at + 1))
    return space + 1 if at and space >= 0 else at
