"""The same page in other versions and languages, followed over moves; where it is not there, the nearest above it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from django.db.models import Q

from docs_hub.models import DocPage, DocSource, DocVersion, FormerPath, VersionPage
from docs_hub.models.versioned import ARCHIVED, CURRENT, SUPPORTED, UNRELEASED
from docs_hub.queries.closed import Closed


@dataclass(frozen=True)
class Edition:
    """One version in one language. `title` is that of the page it leads to, `is_same` whether that is this page."""

    label: str
    language: str
    status: str
    status_name: str
    base: str
    key: str
    url: str = ""
    title: str = ""
    is_same: bool = False
    is_here: bool = False
    pages_of: tuple[str, int] = ("", 0)
    source_id: int = 0


@dataclass(frozen=True)
class Editions:
    """All there are of a documentation, seen from one page."""

    here: Edition
    others: tuple[Edition, ...] = ()

    @property
    def all(self) -> tuple[Edition, ...]:
        return (self.here, *self.others)

    @property
    def versions(self) -> list[Edition]:
        """To switch to, in this language; empty where there is nothing to choose."""
        found = [one for one in self.all if one.language == self.here.language]
        return sorted(found, key=_order) if len(found) > 1 else []

    @property
    def languages(self) -> list[Edition]:
        """One for each language: the version that is read here where there is one, or else the current."""
        found: dict[str, Edition] = {self.here.language: self.here}
        for one in sorted(self.others, key=lambda one: (one.label != self.here.label, one.status != CURRENT)):
            found.setdefault(one.language, one)
        return sorted(found.values(), key=lambda one: one.language) if len(found) > 1 else []

    @property
    def current(self) -> Edition | None:
        """What readers of another version should read; None where this is it."""
        if self.here.status == CURRENT:
            return None
        return next((one for one in self.versions if one.status == CURRENT), None)


def editions(page: DocPage | VersionPage, kept: Closed = Closed()) -> Editions:  # noqa: B008 - it is frozen
    """At most one query where a documentation has one edition, and five more where it has several.

    None leads to what is `kept` from the reader, nor names it.
    """
    version = page.version if isinstance(page, VersionPage) else None
    source: Any = version.doc_source if version else page.doc_source  # type: ignore[union-attr]
    sources = [
        source,
        *(DocSource.objects.filter(family=source.family).exclude(pk=source.pk).defer(*_HEAVY) if source.family else ()),
    ]
    is_alone = isinstance(page, DocPage) and page.any_version is False and len(sources) == 1
    imported = DocVersion.objects.filter(doc_source__in=sources, imported_at__isnull=False).defer(*_HEAVY)
    versions = [] if is_alone else list(imported)
    titles = {one.pk: one for one in sources}
    found = [_of_source(one) for one in sources] + [_of_version(one, titles[one.doc_source_id]) for one in versions]
    mine = ("version", version.pk) if version else ("source", source.pk)
    here = next((one for one in found if one.pages_of == mine), None) or _of_version(version, source)
    here = replace(here, url=here.base + tail(page.address), title=page.title, is_same=True, is_here=True)
    others = [one for one in found if one.pages_of != mine]
    return Editions(here, tuple(_led(others, page, kept)) if others else ())


_HEAVY = ("nav_html", "config_text", "report", "paths")


def _of_source(source: DocSource) -> Edition:
    return Edition(
        source.version_label or "Latest",
        source.language,
        source.version_status,
        source.get_version_status_display(),
        source.base,
        source.slug,
        pages_of=("source", source.pk),
        source_id=source.pk,
    )


def _of_version(version: Any, source: DocSource) -> Edition:
    return Edition(
        str(version),
        version.language,
        version.version_status,
        version.get_version_status_display(),
        version.base,
        f"{source.slug}/{version.slug}",
        pages_of=("version", version.pk),
        source_id=source.pk,
    )


def _led(others: list[Edition], page: DocPage | VersionPage, kept: Closed) -> Iterable[Edition]:
    """Each to the page it has of the same identity, or to the nearest that it has above this one's address; an edition
    of which the reader may see none is left out."""
    paths, above = _identity(page), _above(page.address)
    wanted = Q(source_path__in=paths) if paths else Q()
    wanted |= Q(address__in=above)
    by_kind = {kind: [one.pages_of[1] for one in others if one.pages_of[0] == kind] for kind in ("source", "version")}
    rows: dict[tuple[str, int], list[tuple[str, str, str]]] = {}
    if by_kind["source"]:
        pages = DocPage.objects.filter(wanted, doc_source__in=by_kind["source"], live=True)
        pages = pages.exclude(kept.of_pages()) if kept else pages
        for key, *row in pages.values_list("doc_source_id", "source_path", "address", "title"):
            rows.setdefault(("source", key), []).append((row[0], row[1], row[2]))
    if by_kind["version"]:
        light = VersionPage.objects.filter(wanted, version__in=by_kind["version"])
        light = light.exclude(kept.of_light_pages()) if kept else light
        for key, *row in light.values_list("version_id", "source_path", "address", "title"):
            rows.setdefault(("version", key), []).append((row[0], row[1], row[2]))
    for one in others:
        found = rows.get(one.pages_of, [])
        if not found and one.source_id in kept.sources:
            continue
        same = next((row for path in paths for row in found if row[0] == path), None)
        best = same or max(found, key=lambda row: len(row[1]), default=("", "", ""))
        yield replace(one, url=one.base + tail(best[1]), title=best[2], is_same=same is not None)


def _identity(page: DocPage | VersionPage) -> list[str]:
    """Every path under which the page is or was known, its own first; none for a folder."""
    if not page.source_path:
        return []
    if isinstance(page, DocPage):
        former = FormerPath.objects.filter(page=page).values_list("path", flat=True)
        return [page.source_path, *former]
    source = page.version.doc_source_id
    moved = FormerPath.objects.filter(
        page__in=DocPage.objects.filter(doc_source=source).filter(
            Q(source_path=page.source_path) | Q(former_paths__path=page.source_path)
        )
    ).values_list("page__source_path", "path")
    return list(dict.fromkeys([page.source_path, *(path for row in moved for path in row)]))


def _above(address: str) -> list[str]:
    parts = address.split("/") if address else []
    return ["/".join(parts[:end]) for end in range(len(parts) + 1)]


def tail(address: str) -> str:
    return f"{quote(address)}/" if address else ""


def _order(one: Edition) -> tuple[int, int]:
    """What is not out yet first, then the current, then the others in the order they are listed."""
    rank: Sequence[str] = (UNRELEASED, CURRENT, SUPPORTED, ARCHIVED)
    return rank.index(one.status) if one.status in rank else len(rank), 0
