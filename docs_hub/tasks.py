"""Work in the background: imports that were asked for in the admin, and the search after an edit."""

from celery import shared_task

from common.errors import MainstayError
from docs_hub.models import DocSource
from docs_hub.services.importing import import_source as run_import
from docs_hub.services.navigation import refresh_navigation as run_refresh_navigation
from docs_hub.services.sections import refresh_sections as run_refresh
from github_sync.queries.outcomes import mirrored_repository


@shared_task(name="docs_hub.import_source")
def import_source(source_id: int) -> None:
    """Idempotent. What went wrong is kept on the source, where the admin shows it."""
    source = DocSource.objects.filter(pk=source_id).first()
    if source is None:
        return
    try:
        run_import(source=source)
    except MainstayError:
        return


@shared_task(name="docs_hub.import_sources_of")
def import_sources_of(repository_id: int) -> None:
    """Bring documentation up to date with its mirrored repository; one request where nothing changed."""
    repository = mirrored_repository(repository_id)
    if repository is None:
        return
    for pk in DocSource.objects.filter(repository__iexact=repository.full_name).values_list("pk", flat=True):
        import_source(pk)


@shared_task(name="docs_hub.refresh_navigation")
def refresh_navigation(source_id: int) -> None:
    """Idempotent."""
    run_refresh_navigation(source_id=source_id)


@shared_task(name="docs_hub.refresh_sections")
def refresh_sections(page_id: int) -> None:
    """Idempotent: does nothing where the search already knows the page's text."""
    run_refresh(page_id=page_id)
