"""Documentation as text, as lists for language models, and as a feed."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from common.feeds import SafeAtomFeed
from common.site_name import site_name
from docs_hub.models import DocSource
from docs_hub.queries.machine import Listed, changes, current_pages, open_sources
from docs_hub.queries.markdown import MarkdownText, markdown_at
from docs_hub.version_views import guarded, guarded_by

TEXT = "text/plain; charset=utf-8"


def markdown(request: HttpRequest, address: str) -> HttpResponse:
    """The source text of a page, at the page's own address with `.md` in place of the last slash."""
    found = markdown_at(address)
    if found is None:
        raise Http404
    if found.light is not None:
        return guarded(request, found.light, lambda: _text(found))
    return guarded_by(request, found.page, lambda: _text(found)) if found.page else _text(found)


def _text(found: MarkdownText) -> HttpResponse:
    answer = HttpResponse(found.text.encode(), content_type="text/markdown; charset=utf-8")
    answer["X-Robots-Tag"] = "noindex"
    answer["Link"] = f'<{settings.SITE_URL}{found.url}>; rel="canonical"'
    return answer


def llms(request: HttpRequest) -> HttpResponse:
    context = {"sources": open_sources(), "name": site_name(), "base": settings.SITE_URL}
    return render(request, "docs_hub/llms.txt", context, content_type=TEXT)


def llms_of_source(request: HttpRequest, source: str) -> HttpResponse:
    known = _open_source(source)
    sections: dict[str, list[Listed]] = {}
    for page in current_pages(known):
        sections.setdefault(page.section, []).append(page)
    context = {"source": known, "sections": sections.items(), "base": settings.SITE_URL}
    return render(request, "docs_hub/llms_source.txt", context, content_type=TEXT)


def _open_source(slug: str) -> DocSource:
    source = get_object_or_404(DocSource, slug=slug)
    if source.pk not in {one.pk for one in open_sources()}:
        raise Http404
    return source


class ChangesFeed(Feed[Listed, DocSource | None]):
    """What changed last in one documentation, or in all."""

    feed_type = SafeAtomFeed

    def get_object(self, request: HttpRequest, source: str = "") -> DocSource | None:
        return _open_source(source) if source else None

    def title(self, source: DocSource | None) -> str:
        return f"Changes in {source or 'the documentation'} · {site_name()}"

    def link(self, source: DocSource | None) -> str:
        return source.base if source else "/docs/"

    def items(self, source: DocSource | None) -> list[Listed]:
        return changes(source)

    def item_title(self, item: Listed) -> str:
        return f"{item.source}: {item.title}"

    def item_description(self, item: Listed) -> str:
        return item.description

    def item_link(self, item: Listed) -> str:
        return item.url

    def item_guid(self, item: Listed) -> str:
        return f"{settings.SITE_URL}{item.url}#{item.changed_at:%Y%m%dT%H%M%SZ}"

    def item_updateddate(self, item: Listed):  # type: ignore[no-untyped-def]
        return item.changed_at

    item_pubdate = item_updateddate


feed = ChangesFeed()
