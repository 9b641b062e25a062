"""What an import has to do: which files are pages, which of them are new, changed, moved, kept or gone."""

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from docs_hub.domain.addresses import SERVED_FILES
from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.paths import is_markdown
from docs_hub.domain.site import read_site
from docs_hub.domain.source_text import decode, readable
from docs_hub.models import DocPage, DocSource
from docs_hub.services.rendering import SourceRenderer
from docs_hub.services.trees import Tree

MAX_FOLDERS = 50
"""Wagtail's tree of pages ends at 63 levels, some of which lie above a source."""


@dataclass
class Plan:
    """`pages` maps each path to the page that has it (None: to be made); `render` are the paths to render."""

    texts: dict[str, str]
    addresses: dict[str, str]
    pages: dict[str, DocPage | None] = field(default_factory=dict)
    render: list[str] = field(default_factory=list)
    take: set[str] = field(default_factory=set)  # whose text is taken from the tree
    gone: list[DocPage] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)  # new path -> old address of its page
    kept: list[tuple[str, str]] = field(default_factory=list)


def readable_pages(tree: Tree) -> dict[str, str]:
    """The text of each page; files that are no UTF-8 text are put on the tree's list of skipped ones."""
    texts: dict[str, str] = {}
    for path, file in sorted(tree.files.items()):
        if not is_markdown(path):
            continue
        text = decode(file.content)
        if text is None:
            tree.skipped.append((path, "not UTF-8 text"))
        elif len(path) > 700:
            tree.skipped.append((path[:700], "its path is too long"))
        elif path.count("/") > MAX_FOLDERS:
            tree.skipped.append((path, f"it lies below more than {MAX_FOLDERS} folders"))
        elif tree.dialect == "docusaurus" and settings_of(text).get("draft") is True:
            tree.skipped.append((path, "a draft, which Docusaurus shows to writers only"))
        else:
            texts[path] = text
    return texts


def page_addresses(source: DocSource, texts: Mapping[str, str]) -> dict[str, str]:
    """Where each page lies below the source: those of the tree, and those that were made on this site."""
    site = read_site(source.used_dialect, source.config_text)
    settings = {path: settings_of(text) for path, text in texts.items()} if source.used_dialect == "docusaurus" else {}
    found = site.addresses({*texts, *_made_here(source)}, settings)
    return {path: "/".join(parts) for path, parts in found.items()}


def settings_of(text: str) -> dict[str, Any]:
    return split_front_matter(readable(text), plain_keys=False)[0]


def _made_here(source: DocSource) -> Iterable[str]:
    pages = source.own_pages().filter(blob_sha="", live=True).exclude(source_path="")
    return pages.values_list("source_path", flat=True)


def _not_live(source: DocSource) -> Iterable[DocPage]:
    return source.own_pages().filter(live=False).only("source_path", "live", "retired", "first_published_at")


def tree_paths(source: DocSource, tree: Tree, texts: dict[str, str], *, base: str) -> dict[str, Any]:
    """What links may lead to, as kept on the source: no page that a person took back."""
    hidden = {page.source_path for page in _not_live(source) if page.is_taken_back}
    found = {path: address for path, address in page_addresses(source, texts).items() if path not in hidden}
    files = {path: file.blob_sha for path, file in sorted(tree.files.items()) if path not in texts}
    return {"base": base, "pages": found, "files": files}


def make_plan(*, tree: Tree, texts: dict[str, str], renderer: SourceRenderer, old_paths: dict[str, Any]) -> Plan:
    source = renderer.source
    plan = Plan(texts, page_addresses(source, texts))
    existing = {page.source_path: page for page in source.own_pages().defer("html", "toc", "names") if page.source_path}
    plan.pages = {path: existing.get(path) for path in plan.addresses}
    _follow_renames(plan, tree, existing)
    taken = {page.pk for page in plan.pages.values() if page is not None}
    plan.gone = [
        page for path, page in existing.items() if page.live and path not in plan.pages and page.pk not in taken
    ]
    affected = _changed_paths(old_paths, source.paths)
    for path, page in plan.pages.items():
        if page is not None and page.is_taken_back:
            plan.kept.append((path, "unpublished on this site; it stays so until somebody publishes it there"))
        elif path in texts and _takes_text(plan, path, page, tree.files[path].blob_sha):
            plan.take.add(path)
            plan.render.append(path)
        elif page is not None and _is_stale(page, renderer.page_key(path), affected, path in plan.moved):
            plan.render.append(path)
    return plan


def _follow_renames(plan: Plan, tree: Tree, existing: dict[str, DocPage]) -> None:
    """A file that went and one that came with the same content are one page; where several could be, none is."""
    gone: dict[str, list[DocPage]] = {}
    for path, old in existing.items():
        if path not in plan.pages:
            gone.setdefault(old.blob_sha, []).append(old)
    came: dict[str, list[str]] = {}
    for path, page in plan.pages.items():
        if page is None:
            came.setdefault(tree.files[path].blob_sha, []).append(path)
    for sha, paths in came.items():
        if len(paths) == 1 and len(gone.get(sha, [])) == 1:
            same = gone[sha][0]
            plan.moved[paths[0]] = same.address
            plan.pages[paths[0]] = same


def _takes_text(plan: Plan, path: str, page: DocPage | None, sha: str) -> bool:
    if page is None or not page.live:
        return True
    if page.blob_sha == sha:
        return False
    if page.text_sha in (page.blob_sha, sha):
        return True
    plan.kept.append((path, "edited on this site and in the repository; this site's text was kept"))
    return False


def _is_stale(page: DocPage, key: str, affected: set[str], was_moved: bool) -> bool:
    if page.render_key != key or was_moved:
        return True
    return bool(affected) and any(
        link["path"] in affected or link["state"] in ("missing", "unserved") for link in page.links
    )


def _changed_paths(old: dict[str, Any], new: dict[str, Any]) -> set[str]:
    changed: set[str] = set()
    for kind in ("pages", "files"):
        before, after = old.get(kind, {}), new.get(kind, {})
        changed |= {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    return changed


def is_servable(path: str) -> bool:
    return path.lower().endswith(SERVED_FILES)


def folders_of(found: Iterable[str]) -> list[str]:
    """Addresses that lie above others but belong to no page, the shortest first; "" is the source itself."""
    known = set(found)
    above: set[str] = {""}
    for address in known:
        while address:
            address = posixpath.dirname(address)
            above.add(address)
    return sorted(above - known, key=lambda address: (address.count("/"), address))
