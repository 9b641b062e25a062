"""Brings a tree of Markdown files into the site.

Everything is read and rendered first; one transaction then puts the pages in place, so that an import that is
killed leaves the site as it was, and the next one does the work.
"""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.signal_handlers import disable_reference_index_auto_update

from common import audit
from common.apart.process import get_ready
from common.errors import ConflictError, MainstayError
from common.models import User
from common.page_cache import clear_on_commit
from docs_hub.domain.source_text import encode
from docs_hub.models import DocSource
from docs_hub.services.assets import store_assets
from docs_hub.services.blobs import keep_texts, kept_texts, release_texts
from docs_hub.services.bulk_rendering import BulkRendering
from docs_hub.services.conflicts import note_conflicts
from docs_hub.services.dialects import config_text_for, redirects_for
from docs_hub.services.edits import carry_over
from docs_hub.services.import_plan import make_plan, readable_pages, tree_paths
from docs_hub.services.import_report import build_report
from docs_hub.services.import_standing import Standing, look_at_pages
from docs_hub.services.kept_rows import row_of, save_changes
from docs_hub.services.local_trees import read_local_tree
from docs_hub.services.moves import note_moves
from docs_hub.services.navigation import write_navigation
from docs_hub.services.page_tree import PagePlacing
from docs_hub.services.redirecting import write_redirects
from docs_hub.services.rendering import SourceRenderer, source_render_key
from docs_hub.services.repository_trees import Known, read_repository_tree
from docs_hub.services.roots import ensure_index_page
from docs_hub.services.sections import write_sections
from docs_hub.services.sources import default_title
from docs_hub.services.translations import link_translations, note_changes
from docs_hub.services.trees import Tree
from docs_hub.services.version_import import known_blobs
from docs_hub.services.versions import import_tree_versions, name_newest

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
    before = row_of(source)
    get_ready()
    try:
        tree = _read(source)
        report = import_tree(source=source, tree=tree, before=before, actor=actor, progress=progress)
        if versions := import_tree_versions(source=source, tree=tree, actor=actor):
            report["versions"] = versions
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
        is_same = (source.repository, source.path, source.ref) == _saved_origin(source)
        known = Known(lambda listed: _known_contents(source, listed))
        if is_same:
            known = Known(known.contents_of, source.last_commit, source.listing_key)
        return read_repository_tree(
            full_name=source.repository,
            path=source.path,
            ref=source.ref or None,
            known=known,
            anyway=source.files_shown_anyway,
        )
    return read_local_tree(folder=source.path, anyway=source.files_shown_anyway)


def _saved_origin(source: DocSource) -> tuple[str, str, str] | None:
    return DocSource.objects.filter(pk=source.pk).values_list("repository", "path", "ref").first()


def _known_contents(source: DocSource, listed: Mapping[str, str]) -> dict[str, bytes]:
    """What earlier imports brought; files already in the media folder need no content."""
    known = {sha: encode(text) for sha, text in kept_texts(set(listed.values())).items()}
    return known if source.pk is None else known_blobs(source, listed) | known


def import_tree(
    *,
    source: DocSource,
    tree: Tree,
    before: dict[str, Any],
    actor: User | None,
    progress: Progress,
) -> dict[str, Any]:
    """`before`: the source's row as the import began."""
    index_page = ensure_index_page()
    texts = readable_pages(tree, source.dialect or tree.dialect, source.files_shown_anyway)
    old_paths = source.paths
    standing = look_at_pages(source, tree, texts)
    _describe(source, tree, texts, standing, base=f"{index_page.url}{source.slug}/")
    name_newest(source=source, tree=tree)
    renderer = SourceRenderer(source)
    plan = make_plan(tree=tree, texts=texts, renderer=renderer, standing=standing, old_paths=old_paths)
    bulk = BulkRendering(renderer, plan.text_of)
    with renderer:
        bulk.run(plan.render, lambda done: progress("Rendering", done, len(plan.render)))
    rendered = bulk.rendered
    with transaction.atomic(), disable_reference_index_auto_update():
        clear_on_commit()
        _save_new(source)
        _keep_new_texts(tree, texts, standing)
        placing = PagePlacing(
            source=source, index_page=index_page, plan=plan, rendered=rendered, renderer=renderer, tree=tree
        )
        note_moves(plan)
        pages = placing.place(progress)
        write_navigation(source=source, pages=pages, nodes=placing.nodes)
        write_sections(pages=((pages[path], rendered[path].document.sections) for path in rendered))
        store_assets(source=source, tree=tree)
        told = redirects_for(source.used_dialect, tree, texts)
        redirects = write_redirects(source=source, redirects=told, nodes=placing.nodes, old_paths=old_paths)
        note_conflicts(source=source, plan=plan)
        note_changes(pages=[pages[path] for path in placing.changed if path in pages])
        link_translations(source=source)
        carry_over(pages=[pages[path] for path in plan.merged & pages.keys()])
        report, kept = build_report(
            source=source, tree=tree, plan=plan, failed=bulk.failed, problems=renderer.config_problems
        )
        source.last_commit, source.listing_key = tree.commit, tree.listing_key
        more = {"redirects": redirects, "merged": sorted(plan.merged), "moved": sorted(plan.moved)}
        _finish(source, kept | more, before)
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


def _keep_new_texts(tree: Tree, texts: Mapping[str, str], standing: Standing) -> None:
    """What edits will be merged with; only what was not there at the last import."""
    known = {page.upstream_sha for page in standing.pages.values()}
    shas = {path: tree.files[path].blob_sha for path in texts}
    keep_texts((sha, texts[path]) for path, sha in shas.items() if sha not in known)
    keep_texts((sha, text) for sha, text in tree.beside.items() if sha not in known)
    release_texts(known - {*shas.values(), ""})


def _describe(source: DocSource, tree: Tree, texts: Mapping[str, str], standing: Standing, *, base: str) -> None:
    source.title = source.title or tree.title[:200] or default_title(source)
    source.used_dialect = source.dialect or tree.dialect
    source.config_text = config_text_for(source.used_dialect, tree, texts)
    source.docs_prefix = tree.docs_prefix
    source.base = base
    source.paths = tree_paths(source, tree, texts, standing, base=base)
    source.render_key = source_render_key(
        dialect=source.used_dialect,
        config_text=source.config_text,
        base=base,
        copies_pictures=source.copies_pictures,
    )


def _finish(source: DocSource, report: dict[str, Any], before: dict[str, Any]) -> None:
    """Somebody in the admin may have changed the rest of the source since."""
    source.report = report
    source.imported_at = timezone.now()
    source.error = ""
    save_changes(source, before)
