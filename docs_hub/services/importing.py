"""Brings a tree of Markdown files into the site.

Everything is read and rendered first; one transaction then puts the pages in place, so that an import that is
killed leaves the site as it was, and the next one does the work.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from common import audit
from common.errors import ConflictError, MainstayError
from common.models import User
from common.page_cache import clear_on_commit
from docs_hub.domain.docusaurus import bare_site
from docs_hub.domain.render.renderer import Rendered, RenderingError
from docs_hub.domain.source_text import encode
from docs_hub.models import DocAsset, DocPage, DocSource
from docs_hub.services.assets import store_assets
from docs_hub.services.import_plan import Plan, make_plan, readable_pages, tree_paths
from docs_hub.services.import_report import build_report
from docs_hub.services.navigation import write_navigation
from docs_hub.services.page_tree import PagePlacing
from docs_hub.services.rendering import SourceRenderer, source_render_key
from docs_hub.services.roots import ensure_index_page
from docs_hub.services.sections import write_sections
from docs_hub.services.sources import default_title
from docs_hub.services.trees import Tree, read_local_tree, read_repository_tree

logger = logging.getLogger(__name__)
Progress = Callable[[str, int, int], None]


class ImportFailedError(MainstayError):
    """Something nobody foresaw; the log has the traceback."""


def no_progress(_what: str, _done: int, _total: int) -> None:
    return None


def import_source(*, source: DocSource, actor: User | None = None, progress: Progress = no_progress) -> dict[str, Any]:
    """Import or bring up to date; returns the report and keeps it on the source. Idempotent.

    Raises MainstayError, after noting it on the source, where there is nothing to import. What the caller changed on
    the source is saved with the pages, so that a failed import leaves both as they were.
    """
    started = time.monotonic()
    try:
        tree = _read(source)
        report = import_tree(source=source, tree=tree, actor=actor, progress=progress)
    except MainstayError as error:
        _note_failure(source, error)
        raise
    except Exception as error:  # a tree nobody thought of must not leave the admin without a word
        logger.exception("The import of %s failed", source)
        failure = ImportFailedError(f"The import failed ({type(error).__name__}); the pages are as they were.")
        _note_failure(source, failure)
        raise failure from error
    report["seconds"] = round(time.monotonic() - started, 2)
    return report


def _note_failure(source: DocSource, error: MainstayError) -> None:
    """On the source as it is kept; an attempt at another origin is none of its failures."""
    same = DocSource.objects.filter(pk=source.pk, repository=source.repository, path=source.path, ref=source.ref)
    same.update(error=str(error))


def _read(source: DocSource) -> Tree:
    if source.repository:
        known = _known_contents(source)
        return read_repository_tree(full_name=source.repository, path=source.path, ref=source.ref or None, known=known)
    return read_local_tree(folder=source.path)


def _known_contents(source: DocSource) -> dict[str, bytes]:
    """What earlier imports brought and nobody changed; files already in the media folder need no content."""
    if source.pk is None:
        return {}
    pages = DocPage.objects.filter(doc_source=source, text_sha=F("blob_sha")).exclude(blob_sha="")
    known = {sha: encode(text) for sha, text in pages.values_list("blob_sha", "source")}
    for asset in DocAsset.objects.filter(doc_source=source):
        if asset.file.name and default_storage.exists(asset.file.name):
            known.setdefault(asset.blob_sha, b"")
    return known


def import_tree(
    *, source: DocSource, tree: Tree, actor: User | None = None, progress: Progress = no_progress
) -> dict[str, Any]:
    index_page = ensure_index_page()
    texts = readable_pages(tree)
    old_paths = source.paths
    _describe(source, tree, texts, base=f"{index_page.url}{source.slug}/")
    renderer = SourceRenderer(source)
    plan = make_plan(tree=tree, texts=texts, renderer=renderer, old_paths=old_paths)
    with renderer:
        rendered, failed = _render_all(plan, renderer, progress)
    with transaction.atomic(), disable_reference_index_auto_update():
        clear_on_commit()
        _save_new(source)
        placing = PagePlacing(
            source=source, index_page=index_page, plan=plan, rendered=rendered, renderer=renderer, tree=tree
        )
        pages = placing.place(progress)
        write_navigation(source=source, pages=pages, nodes=placing.nodes)
        write_sections(pages=[(pages[path], rendered[path].document.sections) for path in rendered])
        store_assets(source=source, tree=tree, pages=pages.values())
        report = build_report(source=source, tree=tree, plan=plan, failed=failed, problems=renderer.config_problems)
        _finish(source, report)
        if rendered or plan.gone:
            audit.record(
                actor=actor, action="docs_hub.import_source", subject=f"doc_source:{source.pk}", rendered=len(rendered)
            )
    return report


def _save_new(source: DocSource) -> None:
    """Pages need their source's number; an existing source is saved with its report."""
    if source.pk is not None:
        return
    if DocSource.objects.filter(slug=source.slug).exists():
        raise ConflictError(f"Another import made /{source.slug}/ meanwhile. Run it again.")
    source.save()


def _describe(source: DocSource, tree: Tree, texts: dict[str, str], *, base: str) -> None:
    source.title = source.title or tree.title[:200] or default_title(source)
    source.used_dialect = source.dialect or tree.dialect
    is_bare = source.used_dialect == "docusaurus" and tree.dialect != "docusaurus"
    source.config_text = bare_site() if is_bare else tree.config_text
    source.docs_prefix = tree.docs_prefix
    source.paths = tree_paths(source, tree, texts, base=base)
    source.render_key = source_render_key(dialect=source.used_dialect, config_text=tree.config_text, base=base)


def _render_all(
    plan: Plan, renderer: SourceRenderer, progress: Progress
) -> tuple[dict[str, Rendered], list[tuple[str, str]]]:
    """A page that cannot be rendered is named and left out; the others go on."""
    rendered: dict[str, Rendered] = {}
    failed: list[tuple[str, str]] = []
    for number, path in enumerate(plan.render, 1):
        page = plan.pages[path]
        text = plan.texts[path] if path in plan.take or page is None else page.source
        try:
            rendered[path] = renderer.render(text, path)
        except RenderingError as error:
            failed.append((path, f"could not be rendered: {error}"))
        progress("Rendering", number, len(plan.render))
    return rendered, failed


def _finish(source: DocSource, report: dict[str, Any]) -> None:
    source.report = {key: value for key, value in report.items() if key != "pages"} | {
        "page_count": len(report["pages"])
    }
    source.imported_at = timezone.now()
    source.error = ""
    source.save()
