"""Is a heading found again by three of its words?"""

import random
import re
from typing import Any
from urllib.parse import quote

WORD = re.compile(r"\w[\w.:-]*\w")


def found_again(slug: str, how_many: int = 200, within: int = 5) -> tuple[int, int]:
    """Headings found at their own page and anchor among the first `within`, and how many were asked for.

    Drawn by a fixed seed from the headings of three words and more that no other section shares: by words alone
    nobody can tell two sections of the same name apart.
    """
    from docs_hub.queries.search import search_pages

    draw = random.Random(20261126)
    chosen = draw.sample(_headings(slug), how_many)
    found = 0
    for title, url in chosen:
        words = " ".join(draw.sample(WORD.findall(title), 3))
        found += url in [section.url for section in search_pages(words, limit=within)]
    return found, how_many


def _headings(slug: str) -> list[tuple[str, str]]:
    from docs_hub.models import DocSection

    sections = list(DocSection.objects.filter(page__doc_source__slug=slug).select_related("page", "page__doc_source"))
    titles = [section.title.casefold() for section in sections]
    once = {title for title in titles if titles.count(title) == 1}
    return [
        (section.title, _url(section))
        for section in sections
        if section.title.casefold() in once and len(set(WORD.findall(section.title))) >= 3
    ]


def _url(section: Any) -> str:
    anchor = f"#{quote(section.anchor)}" if section.anchor else ""
    return f"{section.page.get_url()}{anchor}"
