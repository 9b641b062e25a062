"""What many pages belong to, looked up once for all of them: a source's own record is large."""

from collections.abc import Iterable
from dataclasses import dataclass

from docs_hub.models import DocPage, DocSource, DocVersion, VersionPage

Key = tuple[str, int]


@dataclass(frozen=True)
class Origin:
    title: str
    label: str
    base: str


def origin_of(page: DocPage | VersionPage) -> Key:
    return ("version", page.version_id) if isinstance(page, VersionPage) else ("source", page.doc_source_id or 0)


def origins(pages: Iterable[DocPage | VersionPage]) -> dict[Key, Origin]:
    """At most two queries."""
    keys = {origin_of(page) for page in pages}
    found: dict[Key, Origin] = {("source", 0): Origin("", "", "/docs/")}
    if sources := [pk for kind, pk in keys if kind == "source" and pk]:
        for pk, *row in DocSource.objects.filter(pk__in=sources).values_list("pk", "title", "version_label", "base"):
            found["source", pk] = Origin(*row)
    if versions := [pk for kind, pk in keys if kind == "version"]:
        rows = DocVersion.objects.filter(pk__in=versions)
        for pk, *row in rows.values_list("pk", "doc_source__title", "version_label", "base"):
            found["version", pk] = Origin(*row)
    return found
