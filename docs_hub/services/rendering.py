"""Derives a page's HTML, contents and links from its text, with what its source knows of the tree."""

import hashlib
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from docs_hub.domain.links import LinkResolver, Target
from docs_hub.domain.mkdocs_config import read_config
from docs_hub.domain.nav import nav_titles, title_of_name
from docs_hub.domain.paths import is_index, stem
from docs_hub.domain.render.document import FoundLink, Section
from docs_hub.domain.render.postprocess import Surroundings
from docs_hub.domain.render.renderer import RENDER_VERSION, Rendered, Renderer
from docs_hub.domain.search_words import identifier_words
from docs_hub.domain.source_text import blob_sha, encode, plain_text
from docs_hub.models import DocPage, DocSource

SERVED_FILES = (
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".svg", ".ico", ".pdf", ".zip", ".csv", ".txt",
    ".json", ".odt", ".ods", ".docx", ".xlsx", ".pptx", ".mp4", ".webm", ".ogg", ".mp3",
)  # fmt: skip


def asset_name(path: str, sha: str) -> str:
    """Where a file of a tree lies below the media folder: by content, so that it may be cached for ever."""
    ending = "." + path.rsplit(".", 1)[-1].lower()
    return f"docs/{sha[:2]}/{sha}{ending}"


class SourceRenderer:
    """Everything needed to render pages of one source; built once an import."""

    def __init__(self, source: DocSource) -> None:
        self.source = source
        config = read_config(source.config_text) if source.config_text else None
        self.titles = nav_titles(config.nav) if config else {}
        self.renderer = Renderer(source.used_dialect, config.extensions if config else ())
        self.config_problems = (list(config.problems) if config else []) + self.renderer.problems
        pages, files = source.paths.get("pages", {}), source.paths.get("files", {})
        self.around = Surroundings(LinkResolver(pages, files), self.address)

    def address(self, target: Target) -> str | None:
        query = f"?{target.query}" if target.query else ""
        anchor = f"#{quote(target.anchor, safe='/:.~!$()*+,;=@?')}" if target.anchor else ""
        if target.kind == "page":
            return page_url(self.source, target.path) + query + anchor
        if target.path.lower().endswith(SERVED_FILES):
            sha = self.source.paths["files"][target.path]
            return settings.MEDIA_URL + asset_name(target.path, sha) + anchor
        return repository_url(self.source, target.path)

    def page_key(self, path: str) -> str:
        """Changes when the page would come out differently though its text is the same."""
        return _sha(f"{self.source.render_key}\n{self.titles.get(path, '')}")

    def render(self, text: str, path: str) -> Rendered:
        return self.renderer.render(text, path=path, around=self.around)


def page_url(source: DocSource, path: str) -> str:
    address = source.paths["pages"][path]
    return source.paths["base"] + (quote(address) + "/" if address else "")


def repository_url(source: DocSource, path: str, *, kind: str = "blob") -> str | None:
    if not source.repository:
        return None
    inside = f"{source.docs_prefix}/{path}" if source.docs_prefix else path
    return f"{settings.GITHUB_WEB_URL}/{source.repository}/{kind}/{quote(source.ref or 'HEAD')}/{quote(inside)}"


def source_render_key(*, dialect: str, config_text: str, base: str) -> str:
    extensions = read_config(config_text).extensions if config_text else ()
    return _sha(f"{RENDER_VERSION}\n{dialect}\n{extensions!r}\n{base}")


def _sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:40]


def apply(*, page: DocPage, rendered: Rendered, renderer: SourceRenderer) -> None:
    """Put what was rendered on the page; saves nothing."""
    document, path = rendered.document, page.source_path
    page.dialect = renderer.source.used_dialect
    page.title = (renderer.titles.get(path) or rendered.title or title_of_path(path, page.dialect))[:255]
    page.draft_title = page.title
    has_title = any(heading.level == 1 for heading in document.toc) or "<h1" in document.html
    page.html = document.html if has_title else f"<h1>{escape(page.title)}</h1>\n{document.html}"
    page.toc = [{"level": h.level, "anchor": h.anchor, "title": h.title} for h in document.toc]
    page.ids = document.ids
    page.links = [link_row(link) for link in document.links]
    page.unknown = [list(entry) for entry in document.unknown]
    page.names = identifier_words(f"{page.title} {path}")
    page.search_description = page.search_description or _description(rendered)
    page.render_key = renderer.page_key(path)
    page.text_sha = blob_sha(encode(page.source))


def title_of_path(path: str, dialect: str) -> str:
    """MkDocs calls every index file but the first page "Index"; elsewhere it is called like its folder."""
    if is_index(path):
        folder = path.rpartition("/")[0].rpartition("/")[2]
        if not folder:
            return "Home"
        return "Index" if dialect == "mkdocs" else title_of_name(folder)
    return title_of_name(stem(path))


def _description(rendered: Rendered) -> str:
    value = rendered.front_matter.get("description")
    return plain_text(value)[:300] if isinstance(value, str) else ""


def link_row(link: FoundLink) -> dict[str, Any]:
    return {
        "state": link.state, "href": link.href, "line": link.line, "image": link.is_image,
        "path": link.path, "anchor": link.anchor,
    }  # fmt: skip


def render_page(*, page: DocPage) -> list[Section]:
    """Render one page again after an edit; saves nothing. Returns its sections for the search."""
    if page.doc_source is None or page.is_folder:
        return []
    renderer = SourceRenderer(page.doc_source)
    rendered = renderer.render(page.source, page.source_path)
    title = page.title
    apply(page=page, rendered=rendered, renderer=renderer)
    page.title = page.draft_title = title or page.title
    page.changed_at = timezone.now()
    return rendered.document.sections
