"""Where a search looks: in one version, or in the current one of each documentation; never in what is kept for some."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from docs_hub.models import DocSection, DocSource, DocVersion, VersionPage
from docs_hub.models.versioned import CURRENT
from docs_hub.queries.closed import Closed, closed, restricted


@dataclass(frozen=True)
class Scope:
    """`sources`: whose own pages are searched (None: all); `versions`: whose light rows are."""

    sources: list[int] | None
    versions: list[int] = field(default_factory=list)
    hidden: Closed = field(default_factory=Closed)

    def narrow(self, found: QuerySet[DocSection]) -> QuerySet[DocSection]:
        own = Q(page__isnull=False) if self.sources is None else Q(page__doc_source__in=self.sources)
        if self.versions:
            own |= Q(rendered__in=self._light().order_by().values("rendered_id"))
        found = found.filter(own)
        return found.exclude(self.hidden.of_pages("page__")) if self.hidden else found

    def pages_of(self, renders: Sequence[int]) -> dict[int, VersionPage]:
        """Where a rendering that several versions share is shown: in the first of them."""
        if not renders:
            return {}
        rows = self._light().filter(rendered__in=renders).defer("html", "place")
        return {row.rendered_id or 0: row for row in rows.order_by("-version__position", "-pk")}

    def _light(self) -> QuerySet[VersionPage]:
        rows = VersionPage.objects.filter(version__in=self.versions)
        return rows.exclude(self.hidden.of_light_pages()) if self.hidden else rows


def scope_of(version: str = "", language: str = "") -> Scope:
    """A version that is not known is as none: the current ones are searched."""
    slug, _, edition = version.partition("/")
    if edition:
        rows = DocVersion.objects.filter(doc_source__slug=slug, slug=edition)
        if found := list(rows.values_list("pk", flat=True)):
            return Scope([], found, closed())
    elif slug and (source := DocSource.objects.filter(slug=slug).values_list("pk", flat=True).first()):
        return Scope([source], [], restricted())
    return _current(language)


def _current(language: str) -> Scope:
    """Of each documentation and language what is current; where none is, the pages of the source itself."""
    sources = DocSource.objects.values_list("pk", "version_status", "language")
    light = list(
        DocVersion.objects.filter(version_status=CURRENT, imported_at__isnull=False).values_list(
            "pk", "doc_source_id", "language"
        )
    )
    replaced = {(source, spoken) for _, source, spoken in light}
    own = [pk for pk, status, spoken in sources if status == CURRENT or (pk, spoken) not in replaced]
    current = [pk for pk, status, _ in sources if status == CURRENT]
    spoken_by = {pk: spoken for pk, _, spoken in sources}
    versions = [pk for pk, source, spoken in light if source not in current or spoken != spoken_by[source]]
    if language:
        own = [pk for pk in own if spoken_by[pk] == language]
        versions = [pk for pk, _, spoken in light if pk in versions and spoken == language]
    hidden = closed() if versions else restricted()
    return Scope(None if len(own) == len(spoken_by) else own, versions, hidden)


@dataclass(frozen=True)
class Place:
    """`key` as `scope_of` takes it."""

    key: str
    label: str


@dataclass(frozen=True)
class Places:
    """What a reader may choose from; empty where there is one of all."""

    versions: list[Place]
    languages: list[str]


def search_places() -> Places:
    """Three queries where nothing is kept for some readers; no documentation that is, is among them."""
    kept = restricted().sources
    fields = ("slug", "title", "version_label", "language")
    sources = list(DocSource.objects.exclude(pk__in=kept).values_list(*fields))
    versions = DocVersion.objects.filter(imported_at__isnull=False).exclude(doc_source__in=kept).select_related(None)
    rows = list(versions.values_list("doc_source__slug", "slug", "version_label", "language", "doc_source__title"))
    found = [Place(slug, f"{title or slug} {label}".strip()) for slug, title, label, _ in sources]
    found += [Place(f"{source}/{slug}", f"{title or source} {label or slug}") for source, slug, label, _, title in rows]
    spoken = sorted({row[3] for row in sources} | {row[3] for row in rows})
    return Places(found if rows else [], spoken if len(spoken) > 1 else [])
