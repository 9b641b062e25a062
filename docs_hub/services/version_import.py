"""Brings one version of a documentation into the site, as light rows."""

import hashlib
import logging
import posixpath
import time
from collections.abc import Mapping
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import MainstayError
from common.models import User
from common.page_cache import clear_on_commit
from docs_hub.domain.addresses import asset_name
from docs_hub.domain.site import read_site
from docs_hub.domain.source_text import encode
from docs_hub.models import DocRender, DocSource, DocVersion
from docs_hub.queries.across_links import unresolved
from docs_hub.services.assets import keep_file
from docs_hub.services.dialects import config_text_for
from docs_hub.services.import_plan import is_servable, readable_pages, settings_of
from docs_hub.services.import_report import report_of
from docs_hub.services.kept_rows import row_of, save_changes
from docs_hub.services.local_trees import read_local_tree
from docs_hub.services.picture_uses import note_pictures_of_renders
from docs_hub.services.rendering import SHARED_BASE, SourceRenderer, source_render_key
from docs_hub.services.repository_trees import Known, read_repository_tree
from docs_hub.services.trees import Tree
from docs_hub.services.version_pages import write_pages
from docs_hub.services.version_renders import RenderShelf, drop_unused

INCLUDED = (".txt", ".csv", ".json")
logger = logging.getLogger(__name__)


class VersionImportError(MainstayError):
    """Something nobody foresaw; the log has the traceback."""


def import_version(*, version: DocVersion, tree: Tree | None = None, actor: User | None = None) -> dict[str, Any]:
    """Import a saved version or bring it up to date; returns the report and keeps it there. Idempotent.

    Raises MainstayError, after noting it on the version, whose pages then stay as they were.
    """
    started, before = time.monotonic(), row_of(version)
    try:
        report = _import(version, tree if tree is not None else _read(version), before, actor)
    except MainstayError as error:
        DocVersion.objects.filter(pk=version.pk).update(error=str(error))
        raise
    except Exception as error:  # a tree nobody thought of must not stop the other versions
        logger.exception("The import of version %s failed", version)
        why = f"The import failed ({type(error).__name__}); the pages are as they were."
        DocVersion.objects.filter(pk=version.pk).update(error=why)
        raise VersionImportError(why) from error
    return report | {"seconds": round(time.monotonic() - started, 2)}


def _read(version: DocVersion) -> Tree:
    source = version.doc_source
    path = version.path or source.path
    if not source.repository:
        return read_local_tree(folder=path, anyway=source.files_shown_anyway)
    known = Known(lambda listed: known_blobs(source, listed))
    return read_repository_tree(
        full_name=source.repository,
        path=path,
        ref=version.ref or source.ref or None,
        known=known,
        anyway=source.files_shown_anyway,
    )


def known_blobs(source: DocSource, listed: Mapping[str, str]) -> dict[str, bytes]:
    """What is here already of any version; files in the media folder need no content."""
    wanted = set(listed.values())
    texts = DocRender.objects.filter(pages__version__doc_source=source, blob_sha__in=wanted)
    known = {sha: encode(text) for sha, text in texts.values_list("blob_sha", "source").distinct()}
    pages = source.own_pages().filter(blob_sha__in=wanted).values_list("blob_sha", "text_sha", "source")
    known |= {sha: encode(text) for sha, text_sha, text in pages if sha == text_sha}
    return _kept_files({path: sha for path, sha in listed.items() if sha not in known}) | known


def _kept_files(listed: Mapping[str, str]) -> dict[str, bytes]:
    """Blobs that each path serves as a file that is kept under its name; another path may want the content.

    Empty but for the kinds of files that a page may include.
    """
    kept: dict[str, str] = {}
    for path, sha in listed.items():
        name = asset_name(path, sha) if kept.get(sha, path) and is_servable(path) else ""
        kept[sha] = name if name and default_storage.exists(name) else ""
    return {sha: _content(name) for sha, name in kept.items() if name}


def _content(name: str) -> bytes:
    if not name.endswith(INCLUDED):
        return b""
    with default_storage.open(name) as file:
        return bytes(file.read())


def _import(version: DocVersion, tree: Tree, before: dict[str, Any], actor: User | None) -> dict[str, Any]:
    source = version.doc_source
    texts = readable_pages(tree, source.dialect or tree.dialect, source.files_shown_anyway)
    _describe(version, tree, texts)
    fingerprint = _fingerprint(version, tree)
    if version.imported_at and version.fingerprint == fingerprint and not version.error:
        return _with_pages(version)
    with SourceRenderer(version, SHARED_BASE) as renderer:
        shelf = RenderShelf(version, renderer)
        shelf.collect(texts, tree)
    with transaction.atomic():
        clear_on_commit()
        shelf.save()
        note_pictures_of_renders(shelf.found.values())
        write_pages(version=version, renders=shelf.found)
        drop_unused()
        _keep_files(tree, shelf)
        report, kept = report_of(
            source=version,
            pages=list(shelf.found.values()),
            skipped=[*tree.skipped, *shelf.failed],
            withheld=tree.withheld,
            problems=renderer.config_problems,
        )
        version.report = kept | {"renders": shelf.counts}
        version.fingerprint, version.imported_at, version.error = fingerprint, timezone.now(), ""
        save_changes(version, before)
        audit.record(actor=actor, action="docs_hub.import_version", subject=f"doc_version:{version.pk}", **shelf.counts)
    return report


def _describe(version: DocVersion, tree: Tree, texts: Mapping[str, str]) -> None:
    source = version.doc_source
    version.used_dialect = source.dialect or tree.dialect
    version.config_text = config_text_for(version.used_dialect, tree, texts)
    version.docs_prefix = tree.docs_prefix
    settings = {path: settings_of(text) for path, text in texts.items()} if version.used_dialect == "docusaurus" else {}
    found = read_site(version.used_dialect, version.config_text).addresses(texts, settings)
    version.base = posixpath.join(source.paths["base"], version.slug) + "/"
    version.paths = {
        "base": version.base,
        "pages": {path: "/".join(parts) for path, parts in found.items()},
        "files": {path: file.blob_sha for path, file in sorted(tree.files.items()) if path not in texts},
    }
    version.render_key = source_render_key(
        dialect=version.used_dialect,
        config_text=version.config_text,
        base=SHARED_BASE,
        copies_pictures=source.copies_pictures,
    )


def _fingerprint(version: DocVersion, tree: Tree) -> str:
    """Of all that decides what comes out: files and their content, settings, the address."""
    told = (version.render_key, version.config_text, version.paths["base"], version.docs_prefix)
    found = hashlib.sha256("".join(f"{one}\n" for one in told).encode())
    for path, file in sorted(tree.files.items()):
        found.update(f"{path}\0{file.blob_sha}\n".encode("utf-8", "replace"))
    found.update(repr((tree.skipped, tree.withheld)).encode())
    return found.hexdigest()


def _with_pages(version: DocVersion) -> dict[str, Any]:
    """The kept report of the last import, as it was given then."""
    pages = version.pages.exclude(source_path="").order_by("source_path").values_list("source_path", "address", "title")
    told = [{"path": path, "url": f"{version.base}{at}/" if at else version.base, "title": t} for path, at, t in pages]
    names = ("skipped", "links", "anchors", "files", "unknown_syntax")
    kept = {name: version.report[name] for name in names}
    return {"pages": told, "withheld": version.report.get("withheld", []), "unresolved": unresolved(version), **kept}


def _keep_files(tree: Tree, shelf: RenderShelf) -> None:
    """What the pages show; a file that is gone from the tree was never linked as one."""
    wanted = {link["path"] for row in shelf.found.values() for link in row.links if link["state"] == "file"}
    for path in sorted(wanted):
        file = tree.files.get(path)
        if file is not None and is_servable(path):
            keep_file(path, file)
