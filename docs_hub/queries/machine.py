"""Documentation for machines: the text of a page, lists of pages for language models and crawlers, recent changes.

Only what everybody may read: pages behind a restriction are in no list, and have no bare text.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from docs_hub.models import DocPage, DocSource, VersionPage
from docs_hub.models.pages import UNLISTED
from docs_hub.models.versioned import CURRENT
from docs_hub.queries.closed import closed
from docs_hub.queries.edition_context import markdown_url
from docs_hub.queries.editions import tail

MOST_CHANGES = 50


@dataclass(frozen=True)
class Listed:
    title: str
    url: str
    description: str
    changed_at: datetime | None = None
    source: str = ""
    section: str = ""


def open_pages() -> QuerySet[DocPage]:
    """Live pages with a text that everybody may read."""
    pages: QuerySet[DocPage] = DocPage.objects.live().public()
    return pages.exclude(source_path="").exclude(doc_source=None)


def listed_pages() -> QuerySet[DocPage]:
    """Those of them that lists may name."""
    return open_pages().exclude(out_of=UNLISTED)


def open_sources() -> list[DocSource]:
    """Those whose first page everybody may read, by title."""
    first = DocPage.objects.live().public().filter(address="", doc_source__isnull=False)
    return list(
        DocSource.objects.filter(pk__in=first.values("doc_source_id")).defer(
            "nav_html", "config_text", "report", "paths"
        )
    )


def current_pages(source: DocSource) -> list[Listed]:
    """The pages of the source's current version, in the order of its navigation as far as they have one."""
    if source.version_status != CURRENT:
        version = source.versions.filter(
            version_status=CURRENT, language=source.language, imported_at__isnull=False
        ).first()
        if version is not None:
            rows = VersionPage.objects.filter(version=version, rendered__isnull=False).select_related("rendered")
            rows = (
                rows.exclude(rendered__out_of=UNLISTED)
                .exclude(closed().of_light_pages())
                .defer("rendered__html", "rendered__source")
            )
            return [_light(row, version.base) for row in rows.order_by("pk")]
    pages = listed_pages().filter(doc_source=source)
    fields = ("title", "search_description", "address", "changed_at", "place")
    return [
        Listed(title, _md(source, address), said, at, str(source), _section(place))
        for title, said, address, at, place in pages.order_by("path").values_list(*fields)
    ]


def _light(row: VersionPage, base: str) -> Listed:
    return Listed(row.title, markdown_url(base, row.address), row.search_description, section=_section(row.place))


def _section(place: dict[str, list[dict[str, str]]]) -> str:
    crumbs = place.get("crumbs") or []
    return crumbs[0]["title"] if crumbs else ""


def _md(source: DocSource, address: str) -> str:
    return markdown_url(source.base, address)


def changes(source: DocSource | None) -> list[Listed]:
    """The pages whose text changed last, the newest first."""
    pages = listed_pages().filter(changed_at__isnull=False)
    pages = pages.filter(doc_source=source) if source else pages
    rows = (
        pages.order_by(F("changed_at").desc(), "-pk")
        .select_related("doc_source")
        .only(
            "title",
            "search_description",
            "address",
            "changed_at",
            "doc_source__title",
            "doc_source__slug",
            "doc_source__base",
        )[:MOST_CHANGES]
    )
    return [
        Listed(
            page.title,
            page.doc_source.base + tail(page.address),
            page.search_description,
            page.changed_at,
            page.doc_source.title,
        )
        for page in rows
        if page.doc_source
    ]


def not_for_crawlers() -> QuerySet[DocPage]:
    """Pages of sources that are not the current version of anything, and those that are in no list."""
    return DocPage.objects.filter(~Q(doc_source__version_status=CURRENT) | Q(out_of=UNLISTED), doc_source__isnull=False)


def light_pages_for_crawlers() -> QuerySet[VersionPage]:
    """Pages of current versions that are no Wagtail pages; none that is kept for some readers."""
    open_ones = [source.pk for source in open_sources()]
    rows = VersionPage.objects.filter(version__version_status=CURRENT, version__doc_source__in=open_ones)
    rows = rows.exclude(closed().of_light_pages()).exclude(rendered__out_of=UNLISTED)
    return (
        rows.filter(version__imported_at__isnull=False)
        .select_related("version")
        .order_by("pk")
        .defer("version__nav_html", "version__config_text", "version__report", "version__paths", "html", "place")
    )
