"""The navigation of a source, written once an import: HTML for the tree, and each page's place in it."""

from typing import Any

from django.db import transaction
from django.utils.html import escape

from common.page_cache import clear_on_commit
from docs_hub.domain.docusaurus_nav import PageFacts
from docs_hub.domain.nav import NavItem, put_beside
from docs_hub.domain.site import read_site
from docs_hub.models import DocPage, DocSource
from docs_hub.services.rendering import tree_addresses


def write_navigation(*, source: DocSource, pages: dict[str, DocPage], nodes: dict[str, DocPage]) -> None:
    """Sets `source.nav_html` (saved by the caller) and saves each page whose place changed."""
    site = read_site(source.used_dialect, source.config_text)
    items, unlisted = site.navigation({path: PageFacts(page.title, page.settings) for path, page in pages.items()})
    made_here = [path for path in unlisted if not pages[path].blob_sha]
    for path in made_here:
        put_beside(items, NavItem(pages[path].title, path=path))
    writer = _NavWriter(source, set(pages))
    source.nav_html = writer.list_of(items, [])
    changed = []
    for path, page in pages.items():
        place = writer.places.get(path) or _unlisted_place(source, path, nodes)
        if page.place != place:
            page.place = place
            changed.append(page)
    changed += _folder_places(source, nodes, pages, writer)
    DocPage.objects.bulk_update(
        changed, ["place", "html"] if any(page.is_folder for page in changed) else ["place"], batch_size=200
    )
    source.report["nav_missing"] = writer.missing
    source.report["not_in_nav"] = [path for path in unlisted if path not in made_here]


@transaction.atomic
def refresh_navigation(*, source_id: int) -> None:
    """After a page was published, unpublished or deleted here: lead to what readers can see now. Idempotent."""
    source = DocSource.objects.select_for_update().filter(pk=source_id).first()
    if source is None:
        return
    known = source.own_pages().defer("source", "toc", "ids", "links", "names").order_by("live")
    nodes = {page.address: page for page in known}  # where a retired page has the address of a live one: the live one
    pages = {page.source_path: page for page in nodes.values() if page.live and page.source_path}
    source.paths = {**source.paths, "pages": {path: page.address for path, page in sorted(pages.items())}}
    write_navigation(source=source, pages=pages, nodes=nodes)
    source.save(update_fields=["paths", "nav_html", "report"])
    clear_on_commit()


class _NavWriter:
    def __init__(self, source: DocSource, known: set[str]) -> None:
        self.address, self.known = tree_addresses(source).page, known
        self.places: dict[str, dict[str, Any]] = {}
        self.missing: list[str] = []
        self._last = ""
        self._sections = 0

    def list_of(self, items: list[NavItem], above: list[tuple[str, str]]) -> str:
        entries = "".join(f"<li>{entry}</li>" for item in items if (entry := self._entry(item, above)))
        return f"<ul>{entries}</ul>" if entries else ""

    def _entry(self, item: NavItem, above: list[tuple[str, str]]) -> str:
        if item.children or not (item.path or item.url):
            self._sections += 1
            key = f"nav-{self._sections}"
            inner = self.list_of(item.children, [*above, (key, item.title)])
            return f'<details id="{key}"><summary>{escape(item.title)}</summary>{inner}</details>' if inner else ""
        if item.url:
            return f'<a href="{escape(item.url)}" rel="noopener nofollow external">{escape(item.title)}</a>'
        if item.path not in self.known:
            self.missing.append(item.path)
            return ""
        url = self.address(item.path)
        self._note(item, url, above)
        return f'<a href="{escape(url)}">{escape(item.title)}</a>'

    def _note(self, item: NavItem, url: str, above: list[tuple[str, str]]) -> None:
        if item.path in self.places:
            return
        place: dict[str, Any] = {
            "trail": [key for key, _ in above],
            "crumbs": [{"title": title, "url": ""} for _, title in above],
        }
        if self._last:
            before = self.places[self._last]
            place["previous"] = before["self"]
            before["next"] = {"title": item.title, "url": url}
        place["self"] = {"title": item.title, "url": url}
        self.places[item.path] = place
        self._last = item.path


def _unlisted_place(source: DocSource, path: str, nodes: dict[str, DocPage]) -> dict[str, Any]:
    """A page that the navigation leaves out can be read all the same; its folders lead to it."""
    parts = source.paths["pages"][path].split("/")[:-1]
    crumbs = []
    for end in range(1, len(parts) + 1):
        folder = nodes.get("/".join(parts[:end]))
        if folder is not None and folder.live:
            crumbs.append({"title": folder.title, "url": f"{source.paths['base']}{folder.address}/"})
    return {"trail": [], "crumbs": crumbs}


def _folder_places(
    source: DocSource, nodes: dict[str, DocPage], pages: dict[str, DocPage], writer: _NavWriter
) -> list[DocPage]:
    """Folders without an index file list what lies in them."""
    changed = []
    base = source.paths["base"]
    for address, folder in nodes.items():
        if folder.source_path:
            continue
        prefix = f"{address}/" if address else ""
        below = [
            node
            for key, node in nodes.items()
            if node.live and key and key.startswith(prefix) and "/" not in key.removeprefix(prefix) and key != address
        ]
        links = "".join(f'<li><a href="{escape(base + node.address)}/">{escape(node.title)}</a></li>' for node in below)
        html = f"<h1>{escape(folder.title)}</h1><ul>{links}</ul>"
        if folder.html != html:
            folder.html = html
            changed.append(folder)
    return changed
