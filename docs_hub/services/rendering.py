"""Derives a page's HTML, contents and links from its text, with what its source knows of the tree."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from docs_hub.domain.addresses import TreeAddresses
from docs_hub.domain.docusaurus_nav import without_number
from docs_hub.domain.front_matter import plain_settings
from docs_hub.domain.hiding.front_matter import is_out_of_search, is_unlisted
from docs_hub.domain.links import LinkResolver
from docs_hub.domain.nav import title_of_name
from docs_hub.domain.paths import is_index, stem
from docs_hub.domain.render.document import FoundLink, Section
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import RENDER_VERSION, Rendered
from docs_hub.domain.search_words import identifier_words
from docs_hub.domain.site import read_site
from docs_hub.domain.source_text import blob_sha, encode, plain_text
from docs_hub.models import DocPage, DocRender, DocSource, DocVersion
from docs_hub.models.pages import UNLISTED
from docs_hub.queries.across import beyond
from docs_hub.queries.outside_pictures import copies_of
from docs_hub.queries.pending import pending_files
from docs_hub.services.render_child import RenderChild

Origin = DocSource | DocVersion
SHARED_BASE = "/~docs~/"
"""Stands in stored HTML for the address of the version that shows it."""


class SourceRenderer:
    """Everything needed to render pages of one source; built once an import.

    With `base`, addresses of pages begin with it and not with the source's own. Pages are rendered in child processes,
    which are there from the first page until this is closed.
    """

    def __init__(self, source: Origin, base: str = "") -> None:
        self.source = source
        site = self._site = read_site(source.used_dialect, source.config_text)
        self.titles = site.titles
        self.around = surroundings(source, base)
        self._child = RenderChild(source.used_dialect, site.extensions, self.around)
        self._beside = RenderChild(source.used_dialect, site.extensions, self.around)

    @property
    def config_problems(self) -> list[tuple[int, str]]:
        """Raises BusyError and NotStartedError."""
        return self._site.problems + self._child.problems

    def page_key(self, path: str, text: str) -> str:
        """Changes when the page would come out differently though its text is the same."""
        return self.key_below(self.source.render_key, path, text)

    def key_below(self, render_key: str, path: str, text: str) -> str:
        """As `page_key`, were the source's key another."""
        return _sha(f"{render_key}\n{self.titles.get(path, '')}\n{self._site.said_of_others(text, path)}")

    def out_of(self, path: str, settings: Mapping[str, Any]) -> str:
        """Where nobody is led to the page, as `DocPage.out_of`."""
        if is_unlisted(settings):
            return UNLISTED
        return "search" if is_out_of_search(settings) or self._site.is_out_of_search(path) else ""

    def render(self, text: str, path: str) -> Rendered:
        """Raises RenderingError where the text is too much for a parser or for the time a page may take, BusyError
        where too many ask at once, NotStartedError."""
        return self._child.render(text, path)

    def render_beside(self, text: str, path: str) -> Rendered:
        """As `render`, on another processor; a thread of its own may call it."""
        return self._beside.render(text, path)

    def close(self) -> None:
        self._child.close()
        self._beside.close()

    def __enter__(self) -> "SourceRenderer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def surroundings(source: Origin, base: str = "") -> Surroundings:
    address = tree_addresses(source, base)
    if isinstance(source, DocSource):  # pictures that a writer added and the repository does not have yet
        address = replace(address, files={**pending_files(source), **address.files})
    site = read_site(source.used_dialect, source.config_text)
    resolver = LinkResolver(address.pages, address.files, site.roots, beyond(source), site.topics)
    return Surroundings(resolver, address, copies_of(source))


def tree_addresses(source: Origin, base: str = "") -> TreeAddresses:
    pages, files = source.paths.get("pages", {}), source.paths.get("files", {})
    base = base or source.paths.get("base", "/docs/")
    return TreeAddresses(base, settings.MEDIA_URL, pages, files, (repository_url(source, "") or "").rstrip("/"))


def page_url(source: Origin, path: str) -> str:
    return tree_addresses(source).page(path)


def repository_url(source: Origin, path: str, *, kind: str = "blob") -> str | None:
    if not source.repository:
        return None
    inside = f"{source.docs_prefix}/{path}" if source.docs_prefix else path
    return f"{settings.GITHUB_WEB_URL}/{source.repository}/{kind}/{quote(source.ref or 'HEAD')}/{quote(inside)}"


def source_render_key(*, dialect: str, config_text: str, base: str, copies_pictures: bool) -> str:
    """Which copies there are is not in it: whatever shows one is rendered anew when the copy comes."""
    rendering = read_site(dialect, config_text).rendering
    return _sha(f"{RENDER_VERSION}\n{dialect}\n{rendering!r}\n{base}" + "\npictures" * copies_pictures)


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def apply(*, page: DocPage | DocRender, rendered: Rendered, renderer: SourceRenderer) -> None:
    """Put what was rendered on the page; saves nothing."""
    document, path = rendered.document, page.source_path
    page.dialect = renderer.source.used_dialect
    page.title = (renderer.titles.get(path) or rendered.title or _given_title(page))[:255]
    has_title = any(heading.level == 1 for heading in document.toc) or "<h1" in document.html
    page.settings = plain_settings(rendered.front_matter)
    page.html = document.html if has_title else f"<h1>{escape(page.title)}</h1>\n{document.html}"
    page.toc = [{"level": h.level, "anchor": h.anchor, "title": h.title} for h in document.toc]
    page.ids = document.ids
    page.links = [link_row(link) for link in document.links]
    page.unknown = [list(entry) for entry in document.unknown]
    page.withheld = [list(entry) for entry in rendered.withheld]
    page.has_withheld = rendered.has_withheld
    page.out_of = renderer.out_of(path, rendered.front_matter)
    page.names = identifier_words(f"{page.title} {path}")
    page.search_description = _description(rendered) or page.search_description
    page.render_key = renderer.page_key(path, page.source)
    if isinstance(page, DocPage):
        page.draft_title = page.title
        page.text_sha = blob_sha(encode(page.source))


def _given_title(page: DocPage | DocRender) -> str:
    """A page made on this site was given a title; another is called like its file."""
    is_made_here = not page.blob_sha and page.title
    return page.title if is_made_here else title_of_path(page.source_path, page.dialect)


def title_of_path(path: str, dialect: str) -> str:
    """MkDocs calls every index file but the first page "Index"; elsewhere it is called like its folder."""
    if is_index(path):
        folder = path.rpartition("/")[0].rpartition("/")[2]
        if not folder:
            return "Home"
        return "Index" if dialect == "mkdocs" else title_of_name(folder)
    return without_number(stem(path))[0] if dialect == "docusaurus" else title_of_name(stem(path))


def _description(rendered: Rendered) -> str:
    value = rendered.front_matter.get("description")
    return plain_text(value)[:300] if isinstance(value, str) else ""


def link_row(link: FoundLink) -> dict[str, Any]:
    return {
        "state": link.state, "href": link.href, "line": link.line, "image": link.is_image,
        "path": link.path, "anchor": link.anchor,
    }  # fmt: skip


def render_page(*, page: DocPage, is_changed: bool = False) -> list[Section]:
    """Render one page again; saves nothing. Returns its sections for the search."""
    if page.doc_source is None or page.is_folder:
        return []
    with SourceRenderer(page.doc_source) as renderer:
        rendered = renderer.render(page.source, page.source_path)
    apply(page=page, rendered=rendered, renderer=renderer)
    if is_changed:
        page.changed_at = timezone.now()
    return rendered.document.sections
