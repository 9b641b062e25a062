"""Pages of other versions: light rows, shown as the pages of the site are."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.wagtail_hooks import check_view_restrictions

from docs_hub.models import DocPage, VersionPage
from docs_hub.queries.version_reading import guardians, version_context, version_page


def serve_version(request: HttpRequest, source: str, version: str, address: str = "") -> HttpResponse:
    page = version_page(source, version, address.strip("/"))
    if page is None:
        raise Http404
    return guarded(request, page, lambda: render(request, "docs_hub/doc_page.html", version_context(page, request)))


def guarded(request: HttpRequest, page: VersionPage, answer: Callable[[], HttpResponse]) -> HttpResponse:
    """Where the source keeps a page for some readers, so it is in every version: the answer, or the way in."""
    keepers = guardians(page)
    if not keepers:
        raise Http404
    for keeper in keepers:
        answer = partial(guarded_by, request, keeper, answer)
    return answer()


def guarded_by(request: HttpRequest, keeper: DocPage, answer: Callable[[], HttpResponse]) -> HttpResponse:
    found: HttpResponse = check_view_restrictions(lambda *_: answer())(keeper, request, [], {})
    return found
