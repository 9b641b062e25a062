"""What is kept for some readers: nobody else finds such pages, or their titles, in any list, navigation or search."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Q, Value
from django.http import HttpRequest
from wagtail.models import PageViewRestriction

from docs_hub.models import DocPage, DocSource, FormerPath

Spots = tuple[tuple[int, frozenset[str]], ...]
"""By source."""


@dataclass(frozen=True)
class Closed:
    """`paths` in Wagtail's tree; `places` as source and address, the highest of each branch.

    `files` are or were those of closed pages and of pages that a person took back, `taken` the addresses of the latter.
    """

    paths: tuple[str, ...] = ()
    places: tuple[tuple[int, str], ...] = ()
    files: Spots = ()
    taken: Spots = ()

    def __bool__(self) -> bool:
        return bool(self.paths or self.taken)

    @property
    def sources(self) -> set[int]:
        """Those that are closed as a whole."""
        return {source for source, at in self.places if not at}

    def has(self, page: DocPage) -> bool:
        return page.path.startswith(self.paths)

    def of_pages(self, prefix: str = "") -> Q:
        return _any(Q(**{f"{prefix}path__startswith": path}) for path in self.paths)

    def of_light_pages(self) -> Q:
        """Of VersionPage: what has such a page of its source for a counterpart, or lies below a closed one."""
        below = _any(
            Q(version__doc_source=source) & (Q(address=at) | Q(address__startswith=f"{at}/") if at else Q())
            for source, at in self.places
        )
        same = _any(Q(version__doc_source=source, source_path__in=paths) for source, paths in self.files)
        return below | same | _any(Q(version__doc_source=source, address__in=ats) for source, ats in self.taken)


def restricted() -> Closed:
    """To anybody at all, but for pages that were taken back, which no search of current pages finds anyway; one short
    query where nothing is."""
    paths = PageViewRestriction.objects.order_by("page__path").values_list("page__path", flat=True)
    return _closed(found, _any(())) if (found := tuple(paths)) else Closed()


def closed() -> Closed:
    """To anybody at all; one query where nothing is, which reads all pages."""
    kept = PageViewRestriction.objects.order_by().values_list("page__path", Value(True))
    back = DocPage.objects.filter(DocPage.TAKEN_BACK, doc_source__isnull=False).values_list("path", Value(False))
    marked = list(kept.union(back))
    paths = tuple(sorted(path for path, is_restricted in marked if is_restricted))
    return _closed(paths, DocPage.TAKEN_BACK) if marked else Closed()


def closed_beyond(source: DocSource, sources: Collection[int]) -> Closed:
    """To readers of this source, who passed what lies on the way to it, with what was taken back in the `sources`."""
    paths = tuple(PageViewRestriction.objects.order_by("page__path").values_list("page__path", flat=True))
    own = DocPage.objects.filter(doc_source=source.pk, address="") if paths and source.pk else DocPage.objects.none()
    way = own.values_list("path", flat=True).first() or ""
    left = tuple(path for path in paths if not way.startswith(path))
    return _closed(left, DocPage.TAKEN_BACK & Q(doc_source__in=sources)) if left or sources else Closed()


def closed_to(request: HttpRequest) -> Closed:
    """What is kept from this reader; one short query where nothing is. Pages that were taken back are not looked for:
    that would read all pages, and no address of theirs is served."""
    refused = _refused(request)
    return _closed(refused, _any(())) if refused else Closed()


def closed_in(source: DocSource, request: HttpRequest) -> Closed:
    """The same with what was taken back in the source and its family, whose older versions have such pages still."""
    family = Q(doc_source__family=source.family) if source.family else Q(doc_source=source)
    return _closed(_refused(request), DocPage.TAKEN_BACK & family)


def _refused(request: HttpRequest) -> tuple[str, ...]:
    rows = PageViewRestriction.objects.select_related("page").only("restriction_type", "page__path")
    return tuple(sorted(row.page.path for row in rows.prefetch_related("groups") if not row.accept_request(request)))


def _closed(paths: tuple[str, ...], more: Q) -> Closed:
    below = _any(Q(path__startswith=path) for path in paths)
    pages = DocPage.objects.filter(below | more, doc_source__isnull=False).order_by("depth")
    rows = list(pages.values_list("pk", "doc_source_id", "address", "source_path", "path"))
    highest: list[tuple[int, str]] = []
    for _, source, at, _, path in rows:
        is_new = not any(source == one and (not top or f"{at}/".startswith(f"{top}/")) for one, top in highest)
        if is_new and path.startswith(paths):
            highest.append((source, at))
    former = FormerPath.objects.filter(page__in=[pk for pk, *_ in rows]).values_list("page__doc_source_id", "path")
    files = _by_source([*((source, file) for _, source, _, file, _ in rows if file), *former])
    taken = _by_source((source, at) for _, source, at, _, path in rows if not path.startswith(paths))
    return Closed(paths, tuple(highest), files, taken)


def _by_source(pairs: Iterable[tuple[int, str]]) -> Spots:
    found: dict[int, set[str]] = {}
    for source, value in pairs:
        found.setdefault(source, set()).add(value)
    return tuple((source, frozenset(values)) for source, values in found.items())


def _any(parts: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for part in parts:
        found |= part
    return found
