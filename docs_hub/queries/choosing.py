"""What a writer may link to or show: pages and headings of any documentation, pictures of the same source."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from posixpath import join

from django.conf import settings
from django.db.models import Q

from docs_hub.domain.addresses import asset_name
from docs_hub.domain.pictures import is_picture
from docs_hub.domain.site import read_site
from docs_hub.domain.source_links import file_link, relative_link, with_anchor
from docs_hub.models import DocAsset, DocPage, DocSection, DocSource
from docs_hub.models.versioned import CURRENT
from docs_hub.queries.closed import Closed, closed
from docs_hub.queries.editions import tail
from docs_hub.queries.pending import pending_files
from docs_hub.services.rendering import repository_url

MOST = 20


@dataclass(frozen=True)
class LinkChoice:
    title: str
    where: str
    link: str


@dataclass(frozen=True)
class PictureChoice:
    """`thumb`: the address under which readers see it, empty where no page shows it yet."""

    name: str
    where: str
    link: str
    thumb: str


def link_choices(page: DocPage, words: str) -> tuple[list[LinkChoice], bool]:
    """Pages first, then headings, then the same of other documentation where words are given; whether there are more.
    None of what is kept for some readers. Five queries."""
    kept, wanted, own = closed(), words.split()[:6], Q(doc_source=page.doc_source_id)
    found = [_pages(page, own, wanted, kept)]
    if wanted:
        others = Q(doc_source__version_status=CURRENT, doc_source__imported_at__isnull=False) & ~own
        found += [_headings(page, own, wanted, kept)]
        found += [_pages(page, others, wanted, kept), _headings(page, others, wanted, kept)]
    total = sum(map(len, found[:2]))
    shown = [*chain(*found[:2])][: 2 * MOST] + [one for some in found[2:] for one in some[: MOST // 2]]
    is_more = total > 2 * MOST or (not wanted and total > MOST) or any(len(some) > MOST // 2 for some in found[2:])
    return shown, is_more


def _pages(page: DocPage, among: Q, wanted: list[str], kept: Closed) -> list[LinkChoice]:
    pages = DocPage.objects.filter(among, live=True).exclude(source_path="").exclude(kept.of_pages())
    for word in wanted:
        pages = pages.filter(Q(title__icontains=word) | Q(source_path__icontains=word))
    rows = pages.select_related("doc_source").only(*_fields()).order_by("doc_source__title", "title", "source_path")
    return [LinkChoice(one.title, _where(page, one), _link(page, one)) for one in rows[: MOST + 1]]


def _headings(page: DocPage, among: Q, wanted: list[str], kept: Closed) -> list[LinkChoice]:
    of_shown = DocPage.objects.filter(among, live=True).exclude(kept.of_pages())
    sections = DocSection.objects.filter(page__in=of_shown).exclude(anchor="")
    for word in wanted:
        sections = sections.filter(Q(title__icontains=word) | Q(page__title__icontains=word))
    rows = sections.select_related("page__doc_source").only("title", "anchor", *_fields("page__"))
    rows = rows.order_by("page__doc_source__title", "page__title", "position")
    found = [(one.title, one.anchor, at) for one in rows[: MOST + 1] if (at := one.page)]
    return [
        LinkChoice(title, f"{at.title}: {_where(page, at)}#{anchor}", _link(page, at, anchor))
        for title, anchor, at in found
    ]


def _fields(prefix: str = "") -> list[str]:
    of_source = [f"doc_source__{name}" for name in ("title", "slug", "repository", "ref", "docs_prefix", "base")]
    return [f"{prefix}{name}" for name in ("title", "source_path", "address", *of_source)]


def _where(page: DocPage, other: DocPage) -> str:
    is_own = other.doc_source_id == page.doc_source_id
    return other.source_path if is_own else f"{other.doc_source} · {other.source_path}"


def _link(page: DocPage, other: DocPage, anchor: str = "") -> str:
    """What leads there on this site, and on GitHub where there is a file there: relative in the same branch of the
    same repository, else with the repository's address; documentation without one has only an address here."""
    mine, its = page.doc_source, other.doc_source
    if mine is None or its is None or mine.pk == its.pk:
        return relative_link(page.source_path, other.source_path, anchor)
    if its.repository and (mine.repository.lower(), mine.ref) == (its.repository.lower(), its.ref):
        from_path, to_path = (join(one.docs_prefix, at.source_path) for one, at in ((mine, page), (its, other)))
        return relative_link(from_path, to_path, anchor)
    address = repository_url(its, other.source_path) or its.base + tail(other.address)
    return with_anchor(address, anchor)


def picture_choices(page: DocPage, words: str) -> tuple[list[PictureChoice], bool]:
    """Those nearest to the page first, without those of folders that are kept for some readers."""
    source = page.doc_source
    if source is None:
        return [], False
    files = {**pending_files(source), **source.paths.get("files", {})}
    wanted = words.lower().split()[:6]
    paths = [path for path in files if is_picture(path) and all(word in path.lower() for word in wanted)]
    paths = _without_kept(source, paths)
    here = posixpath.dirname(page.source_path)
    paths.sort(key=lambda path: (-len(posixpath.commonprefix([here, path])), path))
    shown = paths[:MOST]
    served = set(DocAsset.objects.filter(doc_source=source, path__in=shown).values_list("path", flat=True))
    roots = read_site(source.used_dialect, source.config_text).roots
    choices = [
        PictureChoice(
            posixpath.basename(path),
            posixpath.dirname(path),
            file_link(page.source_path, path, roots),
            settings.MEDIA_URL + asset_name(path, files[path]) if path in served else "",
        )
        for path in shown
    ]
    return choices, len(paths) > MOST


def _without_kept(source: DocSource, paths: list[str]) -> list[str]:
    """A picture is kept with its folder, or the nearest above it that has pages, where each of these is kept."""
    kept = closed()
    if not kept:
        return paths
    pages = DocPage.objects.filter(doc_source=source).exclude(source_path="")
    every = _folders(pages.values_list("source_path", flat=True))
    shown = _folders(pages.exclude(kept.of_pages()).values_list("source_path", flat=True))
    return [path for path in paths if next((at in shown for at in _above(path) if at in every), True)]


def _folders(paths: Iterable[str]) -> set[str]:
    return {folder for path in paths for folder in _above(path)}


def _above(path: str) -> list[str]:
    """The folders it lies in, the innermost first; the top is empty."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:count]) for count in range(len(parts), -1, -1)]
