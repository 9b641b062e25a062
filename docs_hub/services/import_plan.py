"""What an import has to do: which files are pages, which of them are new, changed, moved, kept or gone."""

import posixpath
from collections import ChainMap
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, cast

from docs_hub.domain.addresses import SERVED_FILES
from docs_hub.domain.front_matter import split_front_matter
from docs_hub.domain.hiding.front_matter import Hiding, hidden_by_settings
from docs_hub.domain.links import LinkResolver
from docs_hub.domain.paths import is_page, is_rst
from docs_hub.domain.site import read_site
from docs_hub.domain.source_text import decode, readable
from docs_hub.models import DocPage, DocSource
from docs_hub.services.blobs import kept_texts
from docs_hub.services.import_standing import Standing
from docs_hub.services.keeping_back import Anyway, Withheld
from docs_hub.services.merging import merged_text
from docs_hub.services.rendering import SourceRenderer
from docs_hub.services.spool import Spool
from docs_hub.services.tree_files import file_in_memory
from docs_hub.services.trees import Tree

UNSUPPORTED = (".adoc", ".asciidoc")
MAX_FOLDERS = 50
"""Wagtail's tree of pages ends at 63 levels, some of which lie above a source."""


@dataclass
class Plan:
    """`pages` maps each path to the page that has it (None: to be made); `render` are the paths to render."""

    texts: MutableMapping[str, str]
    addresses: dict[str, str]
    pages: dict[str, DocPage | None] = field(default_factory=dict)
    render: list[str] = field(default_factory=list)
    take: set[str] = field(default_factory=set)  # whose text is taken from the tree
    gone: list[DocPage] = field(default_factory=list)
    moved: dict[str, str] = field(default_factory=dict)  # new path -> old address of its page
    merged: set[str] = field(default_factory=set)  # edited here and there, and both are in the text now
    conflicts: dict[str, str] = field(default_factory=dict)  # path -> the blob there ("": it went), which do not agree
    left: list[tuple[str, str]] = field(default_factory=list)  # what a person changed while this was planned
    kept: list[tuple[str, str]] = field(default_factory=list)

    def text_of(self, path: str) -> str:
        """What the page is rendered from."""
        page = self.pages[path]
        return self.texts[path] if path in self.take or page is None else page.source


def readable_pages(tree: Tree, dialect: str, anyway: Anyway = frozenset()) -> MutableMapping[str, str]:
    """The text of each page; files that are no UTF-8 text are put on the tree's list of skipped ones.

    Where somebody chose another dialect than the tree's own, its settings may hide what the tree's did not.
    """
    texts = Spool[str]()
    for path, file in sorted(tree.files.items()):
        if path.lower().endswith(UNSUPPORTED):
            tree.skipped.append((path, "AsciiDoc, which is not supported"))
        if not is_page(path, dialect, tree.page_endings if dialect == tree.dialect else ()):
            continue
        text = decode(file.content)
        if text is None:
            tree.skipped.append((path, "not UTF-8 text"))
        elif len(path) > 700:
            tree.skipped.append((path[:700], "its path is too long"))
        elif path.count("/") > MAX_FOLDERS:
            tree.skipped.append((path, f"it lies below more than {MAX_FOLDERS} folders"))
        elif dialect != tree.dialect and path not in anyway and (found := _hidden_in(text, path, dialect)):
            tree.withheld.append(Withheld(path, found.line, found.why))
        else:
            texts[path] = text
            tree.files[path] = file_in_memory(path, file.blob_sha, b"")
    return texts


def _hidden_in(text: str, path: str, dialect: str) -> Hiding | None:
    return hidden_by_settings(text, plain_keys=dialect == "mkdocs", is_rst=is_rst(path))


def page_addresses(source: DocSource, texts: Mapping[str, str], standing: Standing) -> dict[str, str]:
    """Where each page lies below the source: those of the tree, and those that are only on this site."""
    site = read_site(source.used_dialect, source.config_text)
    settings = {path: settings_of(text) for path, text in texts.items()} if source.used_dialect == "docusaurus" else {}
    found = site.addresses({*texts, *standing.only_here}, settings)
    return {path: "/".join(parts) for path, parts in found.items()}


def settings_of(text: str) -> dict[str, Any]:
    return split_front_matter(readable(text), plain_keys=False)[0]


def _not_live(source: DocSource) -> Iterable[DocPage]:
    return source.own_pages().filter(live=False).only("source_path", "live", "retired", "first_published_at")


def tree_paths(
    source: DocSource, tree: Tree, texts: Mapping[str, str], standing: Standing, *, base: str
) -> dict[str, Any]:
    """What links may lead to, as kept on the source: no page that a person took back."""
    hidden = {page.source_path for page in _not_live(source) if page.is_taken_back}
    found = {path: address for path, address in page_addresses(source, texts, standing).items() if path not in hidden}
    files = {path: file.blob_sha for path, file in sorted(tree.files.items()) if path not in texts}
    linked = {path: tree.linked[path] for path in texts if path in tree.linked}
    return {"base": base, "pages": found, "files": files, **({"linked": linked} if linked else {})}


def make_plan(
    *,
    tree: Tree,
    texts: MutableMapping[str, str],
    renderer: SourceRenderer,
    standing: Standing,
    old_paths: dict[str, Any],
) -> Plan:
    source = cast(DocSource, renderer.source)
    plan = Plan(ChainMap({}, texts), page_addresses(source, texts, standing))
    plan.pages = {path: standing.moved.get(path) or standing.pages.get(path) for path in plan.addresses}
    plan.moved = {path: page.address for path, page in standing.moved.items()}
    taken = {page.pk for page in plan.pages.values() if page is not None}
    plan.gone = [
        page for path, page in standing.pages.items() if page.live and path not in plan.pages and page.pk not in taken
    ]
    affected = _changed_paths(old_paths, source.paths)
    bases = _bases(plan, tree)
    for path, page in plan.pages.items():
        if page is not None and page.is_taken_back:
            plan.kept.append((path, "unpublished on this site; it stays so until somebody publishes it there"))
            continue
        if path in texts:
            _compare(plan, path, page, tree.files[path].blob_sha, bases)
        elif path in standing.staying:
            plan.conflicts[path] = ""
        key = renderer.page_key(path, page.source) if page is not None else ""
        is_stale = page is not None and (
            path in plan.moved or page.render_key != key or _is_stale(page, affected, renderer.around.resolver)
        )
        if path in plan.take or is_stale:
            plan.render.append(path)
    return plan


def _bases(plan: Plan, tree: Tree) -> dict[str, str]:
    """The texts that edits made here began from, where the repository has another one now."""
    edited = [
        page.blob_sha
        for path, page in plan.pages.items()
        if page is not None and page.blob_sha and page.text_sha != page.blob_sha
        and path in tree.files and tree.files[path].blob_sha != page.blob_sha
    ]  # fmt: skip
    return kept_texts(edited) if edited else {}


def _compare(plan: Plan, path: str, page: DocPage | None, sha: str, bases: dict[str, str]) -> None:
    """Take the repository's text, keep this site's, put both together, or say that they do not agree."""
    if page is None or not page.live:
        plan.take.add(path)
    elif page.blob_sha == sha:
        return
    elif page.text_sha in (page.blob_sha, sha):
        plan.take.add(path)
    elif (merged := merged_text(bases.get(page.blob_sha), page.source, plan.texts[path])) is not None:
        plan.texts[path] = merged
        plan.take.add(path)
        plan.merged.add(path)
    else:
        plan.conflicts[path] = sha
        plan.kept.append((path, "edited on this site and in the repository; this site's text was kept"))


def _is_stale(page: DocPage, affected: set[str], resolver: LinkResolver) -> bool:
    """Whether a link of it leads elsewhere in this tree than it did, or leaves it for another place."""
    if any(link["path"] != resolver.resolve(page.source_path, link["href"]).path for link in _across(page)):
        return True
    return bool(affected) and any(
        link["path"] in affected or link["state"] in ("missing", "unserved") for link in page.links
    )


def _across(page: DocPage) -> Iterable[Mapping[str, Any]]:
    return (link for link in page.links if link["state"] == "across")


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
