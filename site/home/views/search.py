"""Search over documentation and tasks."""

from collections.abc import Sequence
from typing import Any, overload
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.paging import page_of
from common.typed_search import MOST
from contributors.queries.board import search_tasks
from docs_hub.queries.search import FoundSection, find_pages
from docs_hub.queries.search_scope import search_places
from docs_hub.services.vain import note_vain_search
from docs_hub.services.visitors import visitor_mark

MAX_QUERY = 200
FIRST = 10
PAGE_SIZE = 20
KINDS = ("docs", "tasks")


class DocumentationResults(Sequence[FoundSection]):
    """All that was found, for a pager: the first page is read at once, a later one when it is shown."""

    def __init__(self, text: str, version: str = "", language: str = "") -> None:
        self.text, self.where = text, {"version": version, "language": language}
        self.first = find_pages(text, 0, PAGE_SIZE, **self.where)

    def __len__(self) -> int:
        return self.first.total

    @overload
    def __getitem__(self, part: int) -> FoundSection: ...
    @overload
    def __getitem__(self, part: slice) -> list[FoundSection]: ...
    def __getitem__(self, part: Any) -> Any:
        if isinstance(part, slice) and part.stop > PAGE_SIZE:
            return find_pages(self.text, part.start, part.stop, **self.where).sections
        return self.first.sections[part]


def search(request: HttpRequest) -> HttpResponse:
    """The best of each kind; with `in`, all of one kind, page by page. `version` and `language` narrow it."""
    text = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:MAX_QUERY]
    only = request.GET.get("in", "") if request.GET.get("in") in KINDS else ""
    version, language = request.GET.get("version", "")[:201], request.GET.get("language", "")[:35]
    places = search_places()
    version = version if version in {place.key for place in places.versions} else ""
    language = language if language in places.languages else ""
    number, size = (request.GET.get("page", ""), PAGE_SIZE) if only else ("1", FIRST)
    found: dict[str, Sequence[Any]] = {}
    if only != "tasks":
        found["docs"] = DocumentationResults(text, version, language)
    if only != "docs":
        found["tasks"] = search_tasks(text)
    pages = {kind: page_of(hits, number, size) for kind, hits in found.items()}
    context = {"q": text, "only": only, "count": sum(map(len, found.values())), "places": places, **pages}
    context |= {"most": MOST, "is_more": any(len(hits) == MOST for hits in found.values())}
    where = {"q": text, "version": version, "language": language}
    context |= {**where, "where": urlencode({name: value for name, value in where.items() if value or name == "q"})}
    if text and "HX-Request" not in request.headers and _is_in_vain(request, found):
        note_vain_search(text=text, visitor=visitor_mark(request))
    return render(request, "home/search.html", context)


def _is_in_vain(request: HttpRequest, found: dict[str, Sequence[Any]]) -> bool:
    """Whoever asked the documentation alone is not served with a task; what is still being typed is no question."""
    asked = request.GET.get("kind") == "docs" or "tasks" not in found
    return not len(found.get("docs", "-")) and (asked or not len(found["tasks"]))
