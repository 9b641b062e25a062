"""Search over documentation and tasks."""

from collections.abc import Sequence
from typing import Any, overload

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.paging import page_of
from contributors.queries.board import search_tasks
from docs_hub.queries.search import FoundSection, find_pages

MAX_QUERY = 200
FIRST = 10
PAGE_SIZE = 20
KINDS = ("docs", "tasks")


class DocumentationResults(Sequence[FoundSection]):
    """All that was found, for a pager: the first page is read at once, a later one when it is shown."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.first = find_pages(text, 0, PAGE_SIZE)

    def __len__(self) -> int:
        return self.first.total

    @overload
    def __getitem__(self, part: int) -> FoundSection: ...
    @overload
    def __getitem__(self, part: slice) -> list[FoundSection]: ...
    def __getitem__(self, part: Any) -> Any:
        if isinstance(part, slice) and part.stop > PAGE_SIZE:
            return find_pages(self.text, part.start, part.stop).sections
        return self.first.sections[part]


def search(request: HttpRequest) -> HttpResponse:
    """The best of each kind; with `in`, all of one kind, page by page."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_QUERY]
    only = request.GET.get("in", "") if request.GET.get("in") in KINDS else ""
    number, size = (request.GET.get("page", ""), PAGE_SIZE) if only else ("1", FIRST)
    found: dict[str, Sequence[Any]] = {}
    if only != "tasks":
        found["docs"] = DocumentationResults(text)
    if only != "docs":
        found["tasks"] = search_tasks(text)
    pages = {kind: page_of(hits, number, size) for kind, hits in found.items()}
    context = {"q": text, "only": only, "count": sum(map(len, found.values())), **pages}
    return render(request, "home/search.html", context)
