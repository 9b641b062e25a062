"""Finding a page of a version by its address, and what is shown around it."""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, When
from django.http import HttpRequest
from django.utils.safestring import mark_safe

from docs_hub.domain.nav_entries import without_entries, without_links
from docs_hub.domain.render.drawings import drawings_in
from docs_hub.models import DocPage, FormerPath, VersionPage
from docs_hub.queries.across import with_addresses
from docs_hub.queries.closed import closed_in
from docs_hub.queries.edition_context import edition_context
from docs_hub.queries.opened_navigation import hidden_addresses, opened_navigation, seen
from docs_hub.services.rendering import SHARED_BASE, repository_url


def version_page(slug: str, version: str, address: str) -> VersionPage | None:
    """One query; None also where the source's own first page is not shown, for then the source is not."""
    pages = VersionPage.objects.filter(version__doc_source__slug=slug, version__slug=version, address=address)
    return pages.select_related("version__doc_source", "rendered").defer(*_HEAVY).first()


_HEAVY = (
    *(f"version__{name}" for name in ("config_text", "report", "paths")),
    *(f"version__doc_source__{name}" for name in ("config_text", "report", "paths", "nav_html")),
    *(f"rendered__{name}" for name in ("source", "names", "links")),
)


def light_page(path: str) -> tuple[str, str, str] | None:
    """Source, version and address where a path without dots is that of a version's page."""
    _, _, inner = path.strip("/").partition("/")
    source, _, rest = inner.partition("/")
    version, _, address = rest.partition("/")
    found = VersionPage.objects.filter(
        version__doc_source__slug=source, version__slug=version, address=address
    ).exists()
    return (source, version, address) if found else None


def guardians(page: VersionPage) -> list[DocPage]:
    """The source's pages whose privacy counts for this one: the nearest by address, and what its file is or became.

    Empty where it is hidden: the source is not shown, or a person took the page itself back.
    """
    parts = page.address.split("/") if page.address else []
    above = ["/".join(parts[:end]) for end in range(len(parts) + 1)]
    own = DocPage.objects.filter(doc_source=page.version.doc_source).defer("html", "source", "toc", "links")
    moved = FormerPath.objects.filter(page=OuterRef("pk"), path=page.source_path)
    is_same = (Q(source_path=page.source_path) | Exists(moved)) if page.source_path else Q(pk__in=[])
    found = list(
        own.filter(Q(address__in=above) | is_same).annotate(is_same=Case(When(is_same, then=True), default=False))
    )
    if not any(one.live and not one.address for one in found):
        return []
    if any(one.is_taken_back for one in found if one.is_same or one.address == page.address):
        return []
    nearest = max((one for one in found if one.address in above), key=lambda one: (len(one.address), one.live))
    return [nearest, *(one for one in found if one.is_same and one.pk != nearest.pk)]


def version_context(page: VersionPage, request: HttpRequest) -> dict[str, Any]:
    version, place, source = page.version, page.place, page.version.doc_source
    kept = closed_in(source, request)
    hidden = hidden_addresses(version, kept)
    index = source.base.rstrip("/").rpartition("/")[0] + "/"
    body = with_addresses(_readable(page, hidden) if hidden else body_of(page), version)
    first = {"title": source.title, "url": version.base if page.address else ""}
    here = [{"title": page.title, "url": ""}] if page.address else []
    return {
        "page": page,
        "doc_source": source,
        "navigation": mark_safe(opened_navigation(version, place, hidden)),
        "contents": [entry for entry in page.toc if entry["level"] in (2, 3)],
        "crumbs": [
            {"title": "Documentation", "url": index},
            first,
            *(one for one in place.get("crumbs", []) if seen(one, hidden)),
            *here,
        ],
        "previous": seen(place.get("previous"), hidden),
        "next": seen(place.get("next"), hidden),
        "body": mark_safe(body),
        "drawings": drawings_in(body),
        "file_url": repository_url(version, page.source_path) if page.source_path else "",
        **edition_context(page, kept),
    }


def _readable(page: VersionPage, hidden: Collection[str]) -> str:
    """Nothing in it leads to what is `hidden`: a list loses the entry, a text the link."""
    return without_entries(page.html, hidden, {}) if page.rendered is None else without_links(body_of(page), hidden)


def body_of(page: VersionPage) -> str:
    if page.rendered is None:
        return page.html
    return page.rendered.html.replace(f'="{SHARED_BASE}', f'="{page.version.base}')
