"""Documentation that a link may lead to, and what of it is kept from readers; origins may share it."""

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Exists, OuterRef, Q

from docs_hub.domain.homes import Home
from docs_hub.models import DocPage, DocSource, DocVersion
from docs_hub.models.versioned import CURRENT
from docs_hub.queries.closed import Closed, closed_beyond

Origin = DocSource | DocVersion
OF_SOURCE = ("pk", "repository", "ref", "docs_prefix", "base", "version_status")
OF_VERSION = ("pk", "doc_source__repository", "ref", "docs_prefix", "base")


def source_of(origin: Origin) -> DocSource:
    return origin if isinstance(origin, DocSource) else origin.doc_source


def home_of(origin: Origin) -> Home:
    folder, is_version = origin.docs_prefix, isinstance(origin, DocVersion)
    return Home(origin.pk or 0, origin.repository, origin.ref, folder, origin.base, origin.is_current, is_version)


class KnownHomes:
    """Each list is read once, when it is first asked for."""

    def __init__(self) -> None:
        self._kept: dict[tuple[int | None, frozenset[int]], Closed] = {}

    @cached_property
    def _sources(self) -> list[Home]:
        rows = DocSource.objects.filter(imported_at__isnull=False).order_by("pk").values_list(*OF_SOURCE)
        return [Home(pk, name, ref, folder, base, status == CURRENT) for pk, name, ref, folder, base, status in rows]

    @cached_property
    def _versions(self) -> list[Home]:
        rows = DocVersion.objects.filter(imported_at__isnull=False).exclude(ref="").order_by("pk")
        found = rows.values_list(*OF_VERSION)
        return [Home(pk, name, ref, folder, base, False, True) for pk, name, ref, folder, base in found]

    @cached_property
    def _source_of(self) -> dict[int, int]:
        return dict(DocVersion.objects.values_list("pk", "doc_source"))

    def around(self, origin: Origin) -> list[Home]:
        """The origin as it is in memory, since an import saves it last; versions are those of its own branch or tag."""
        here = home_of(origin)
        versions = self._versions if here.is_version and here.ref else ()
        same = [one for one in versions if (one.ref, one.repository.lower()) == (here.ref, here.repository.lower())]
        return [
            here,
            *(one for one in (*self._sources, *same) if (one.id, one.is_version) != (here.id, here.is_version)),
        ]

    def _closed(self, origin: Origin, sources: Iterable[int] = ()) -> Closed:
        """With what was taken back in the `sources`, whose versions have it still."""
        source, asked = source_of(origin), frozenset(sources)
        key = source.pk, asked
        if key not in self._kept:
            self._kept[key] = closed_beyond(source, asked)
        return self._kept[key]

    def open_pages(self, origin: Origin, prefix: str = "") -> Q:
        return Q(**{f"{prefix}live": True}) & ~self._closed(origin).of_pages(prefix)

    def sources_of(self, versions: Iterable[int]) -> set[int]:
        return {self._source_of[one] for one in versions if one in self._source_of}

    def open_light_pages(self, origin: Origin, sources: Iterable[int]) -> Q:
        """Of VersionPage: the source is on the site, and neither the page nor what it became is kept or taken back."""
        root = DocPage.objects.filter(doc_source=OuterRef("version__doc_source"), address="", live=True)
        return Q(Exists(root)) & ~self._closed(origin, sources).of_light_pages()
