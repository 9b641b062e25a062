"""How the sources of documentation fare."""

from dataclasses import dataclass
from datetime import datetime

from docs_hub.models import DocSource
from docs_hub.queries.across_links import unresolved
from docs_hub.queries.known_homes import KnownHomes


@dataclass(frozen=True)
class SourceState:
    """`broken` is the number of links that lead nowhere at the source itself."""

    id: int
    title: str
    error: str
    pages: int
    broken: int
    repository: str
    path: str
    address: str
    imported_at: datetime | None


def source_states() -> list[SourceState]:
    homes = KnownHomes()
    return [
        SourceState(
            source.pk,
            str(source),
            source.error,
            source.report.get("page_count", 0),
            len(unresolved(source, homes)),
            source.repository,
            source.path,
            f"/docs/{source.slug}/",
            source.imported_at,
        )
        for source in DocSource.objects.defer("nav_html", "config_text", "paths")
    ]
