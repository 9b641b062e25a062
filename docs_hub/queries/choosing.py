"""What a writer may link to or show: pages, headings and pictures of the same source."""

import posixpath
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q

from docs_hub.domain.addresses import asset_name
from docs_hub.domain.pictures import is_picture
from docs_hub.domain.site import read_site
from docs_hub.domain.source_links import file_link, relative_link
from docs_hub.models import DocAsset, DocPage, DocSection, DocSource
from docs_hub.queries.closed import closed
from docs_hub.queries.pending import pending_files

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
    """Pages first, then headings; whether there are more. None of what is kept for some readers. Three queries."""
    kept = closed()
    wanted = words.split()[:6]
    pages = DocPage.objects.filter(doc_source=page.doc_source_id, live=True).exclude(source_path="")
    sections = DocSection.objects.filter(page__doc_source=page.doc_source_id, page__live=True).exclude(anchor="")
    if kept:
        pages, sections = pages.exclude(kept.of_pages()), sections.exclude(kept.of_pages("page__"))
    for word in wanted:
        pages = pages.filter(Q(title__icontains=word) | Q(source_path__icontains=word))
        sections = sections.filter(Q(title__icontains=word) | Q(page__title__icontains=word))
    found = [
        LinkChoice(title, path, relative_link(page.source_path, path))
        for title, path in pages.order_by("title", "source_path").values_list("title", "source_path")[: MOST + 1]
    ]
    if wanted:
        rows = sections.order_by("page__title", "position").values_list(
            "title", "page__source_path", "anchor", "page__title"
        )
        found += [
            LinkChoice(title, f"{of_page}: {path}#{anchor}", relative_link(page.source_path, path, anchor))
            for title, path, anchor, of_page in rows[: MOST + 1]
        ]
    return found[: 2 * MOST], len(found) > 2 * MOST or (not wanted and len(found) > MOST)


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
