"""Links that lead nowhere: inside the trees, and to other sites."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, QuerySet

from docs_hub.domain import outside
from docs_hub.models import DocPage, DocSource, OutsideLink, OutsideUse
from docs_hub.queries.across_links import as_now, is_without_heading, unresolved
from docs_hub.queries.known_homes import KnownHomes

DEAD = ("missing", "unserved", "refused")


@dataclass(frozen=True)
class DeadLink:
    """`page_id` is None where the file is no page, such as the generator's own settings."""

    source: str
    path: str
    line: int
    what: str
    page_id: int | None


def dead_links() -> list[DeadLink]:
    """What the last import of each source found, and of pages that were edited since what their text says now."""
    homes, sources = KnownHomes(), DocSource.objects.defer("nav_html", "config_text", "paths")
    return [link for source in sources for link in _of(source, homes)]


def _of(source: DocSource, homes: KnownHomes) -> Iterator[DeadLink]:
    pages = DocPage.objects.filter(doc_source=source).exclude(source_path="")
    edited = dict(pages.live().exclude(text_sha=F("blob_sha")).values_list("source_path", "links"))
    told = [(one["path"], one["line"], one["what"]) for one in unresolved(source, homes)]
    found = [one for one in told if one[0] not in edited]
    links, anchors = as_now(({**one, "page": path} for path, links in edited.items() for one in links), source, homes)
    dead = [one for one in links if one["state"] in DEAD or is_without_heading(one, anchors)]
    found += [(one["page"], one["line"], one["href"]) for one in dead]
    ids = dict(pages.filter(source_path__in={path for path, _, _ in found}).values_list("source_path", "pk"))
    for path, line, what in found:
        yield DeadLink(str(source), path, line, what, ids.get(path))


def outside_with_pages(state: str) -> QuerySet[OutsideLink]:
    """With the pages and lines where each stands; `moved` is of those that are fine elsewhere. Two queries."""
    uses = OutsideUse.objects.select_related("page").only("line", "link_id", "page__title", "page__source_path")
    rows = OutsideLink.objects.prefetch_related(Prefetch("uses", queryset=uses))
    if state == "moved":
        return rows.filter(state=outside.FINE).exclude(moved_to="")
    return rows.filter(state=state)


def outside_counts() -> dict[str, int]:
    found = OutsideLink.objects.order_by().values_list("state").annotate(Count("pk"))
    counts = dict.fromkeys(outside.STATES, 0) | dict(found)
    return counts | {"moved": OutsideLink.objects.filter(state=outside.FINE).exclude(moved_to="").count()}
