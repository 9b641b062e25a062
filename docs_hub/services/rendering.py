"""Derives a page's HTML, contents and links from its text, with what its source knows of the tree."""

import hashlib
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from docs_hub.domain.addresses import TreeAddresses
from docs_hub.domain.docusaurus_nav import without_number
from docs_hub.domain.front_matter import plain_settings
from docs_hub.domain.links import LinkResolver
from docs_hub.domain.nav import title_of_name
from docs_hub.domain.paths import is_index, stem
from docs_hub.domain.render.child import RenderChild
from docs_hub.domain.render.document import FoundLink, Section
from docs_hub.domain.render.effort import is_quick
from docs_hub.domain.render.link_rewriting import Surroundings
from docs_hub.domain.render.renderer import RENDER_VERSION, Rendered, Renderer, RenderingError
from docs_hub.domain.search_words import identifier_words
from docs_hub.domain.site import read_site
from docs_hub.domain.source_text import blob_sha, encode, plain_text
from docs_hub.models import DocPage, DocSource


class SourceRenderer:
    """Everything needed to render pages of one source; built once an import."""

    def __init__(self, source: DocSource) -> None:
        self.source = source
        site = read_site(source.used_dialect, source.config_text)
        self.titles = site.titles
        self.renderer = Renderer(source.used_dialect, site.extensions)
        self.config_problems = site.problems + self.renderer.problems
        self.address = tree_addresses(source)
        pages, files = self.address.pages, self.address.files
        self.around = Surroundings(LinkResolver(pages, files, site.roots), self.address)
        self._child = RenderChild(source.used_dialect, site.extensions, self.around)

    def page_key(self, path: str) -> str:
        """Changes when the page would come out differently though its text is the same."""
        return _sha(f"{self.source.render_key}\n{self.titles.get(path, '')}")

    def render(self, text: str, path: str) -> Rendered:
        """Raises RenderingError where the text is too much for a parser or for the time a page may take."""
        if not is_quick(text):
            return self._child.render(text, path)
        try:
            return self.renderer.render(text, path=path, around=self.around)
        except Exception as error:  # whatever a parser does with hostile text
            raise RenderingError(type(error).__name__) from error

    def close(self) -> None:
        self._child.close()

    def __enter__(self) -> "SourceRenderer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def tree_addresses(source: DocSource) -> TreeAddresses:
    pages, files = source.paths.get("pages", {}), source.paths.get("files", {})
    base = source.paths.get("base", "/docs/")
    return TreeAddresses(base, settings.MEDIA_URL, pages, files, (repository_url(source, "") or "").rstrip("/"))


def page_url(source: DocSource, path: str) -> str:
    return tree_addresses(source).page(path)


def repository_url(source: DocSource, path: str, *, kind: str = "blob") -> str | None:
    if not source.repository:
        return None
    inside = f"{source.docs_prefix}/{path}" if source.docs_prefix else path
    return f"{settings.GITHUB_WEB_URL}/{source.repository}/{kind}/{quote(source.ref or 'HEAD')}/{quote(inside)}"


def source_render_key(*, dialect: str, config_text: str, base: str) -> str:
    extensions = read_site(dialect, config_text).extensions
    return _sha(f"{RENDER_VERSION}\n{dialect}\n{extensions!r}\n{base}")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def apply(*, page: DocPage, rendered: Rendered, renderer: SourceRenderer) -> None:
    """Put what was rendered on the page; saves nothing."""
    document, path = rendered.document, page.source_path
    page.dialect = renderer.source.used_dialect
    page.title = (renderer.titles.get(path) or rendered.title or _given_title(page))[:255]
    page.draft_title = page.title
    has_title = any(heading.level == 1 for heading in document.toc) or "<h1" in document.html
    page.settings = plain_settings(rendered.front_matter)
    page.html = document.html if has_title else f"<h1>{escape(page.title)}</h1>\n{document.html}"
    page.toc = [{"level": h.level, "anchor": h.anchor, "title": h.title} for h in document.toc]
    page.ids = document.ids
    page.links = [link_row(link) for link in document.links]
    page.unknown = [list(entry) for entry in document.unknown]
    page.names = identifier_words(f"{page.title} {path}")
    page.search_description = page.search_description or _description(rendered)
    page.render_key = renderer.page_key(path)
    page.text_sha = blob_sha(encode(page.source))


def _given_title(page: DocPage) -> str:
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
