"""The navigation of a source, written once an import: HTML for the tree, and each page's place in it."""

import posixpath
from collections import defaultdict
from itertools import batched
from typing import Any

from django.db import transaction
from django.utils.html import escape

from common.page_cache import clear_on_commit
from docs_hub.domain.docusaurus_nav import PageFacts
from docs_hub.domain.nav import NavItem, put_beside
from docs_hub.domain.site import read_site
from docs_hub.models import DocPage, DocSource
from docs_hub.models.pages import UNLISTED
from docs_hub.services.deferring import let_go
from docs_hub.services.navigation_tree import NavWriter

AT_ONCE = 200


def write_navigation(*, source: DocSource, pages: dict[str, DocPage], nodes: dict[str, DocPage]) -> None:
    """Sets `source.nav_html` (saved by the caller) and saves each page whose place changed."""
    site = read_site(source.used_dialect, source.config_text)
    listed = {path: page for path, page in pages.items() if page.out_of != UNLISTED}
    items, unlisted = site.navigation({path: PageFacts(page.title, page.settings) for path, page in listed.items()})
    made_here = [path for path in unlisted if not pages[path].blob_sha]
    for path in made_here:
        put_beside(items, NavItem(pages[path].title, path=path))
    writer = NavWriter(source, set(listed))
    writer.write(items)
    changed = []
    for path, page in pages.items():
        place = writer.places.get(path) or _unlisted_place(source, path, nodes)
        if page.place != place:
            page.place = place
            changed.append(page)
    for some in batched(changed, AT_ONCE, strict=False):
        DocPage.objects.bulk_update(some, ["place"])
        for page in some:
            let_go(page, ["place"])
    folders = _folder_places(source, nodes, pages, writer)
    DocPage.objects.bulk_update(folders, ["place", "html"], batch_size=AT_ONCE)
    source.report["nav_missing"] = [path for path in writer.missing if path not in pages]
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
    source: DocSource, nodes: dict[str, DocPage], pages: dict[str, DocPage], writer: NavWriter
) -> list[DocPage]:
    """Folders without an index file list what lies in them."""
    changed, below = [], _children(nodes)
    base = source.paths["base"]
    for address, folder in nodes.items():
        if folder.source_path:
            continue
        links = "".join(
            f'<li><a href="{escape(base + node.address)}/">{escape(node.title)}</a></li>' for node in below[address]
        )
        html = f"<h1>{escape(folder.title)}</h1><ul>{links}</ul>"
        if folder.html != html:
            folder.html = html
            changed.append(folder)
    return changed


def _children(nodes: dict[str, DocPage]) -> defaultdict[str, list[DocPage]]:
    """By the address they lie right below, what readers can see."""
    found: defaultdict[str, list[DocPage]] = defaultdict(list)
    for address, node in nodes.items():
        if node.live and address and node.out_of != UNLISTED:
            found[posixpath.dirname(address)].append(node)
    return found
