"""Work in the background: imports that were asked for in the admin, and the search after an edit."""

from contextlib import suppress

from celery import shared_task

from common.errors import MainstayError
from docs_hub.models import DocSource, DocVersion
from docs_hub.queries.proposals import repositories_of_action, repositories_under_way
from docs_hub.queries.removals import due_removals, removals_to_call_off
from docs_hub.services import (
    care_mails,
    link_checking,
    outside_links,
    picture_copying,
    picture_showing,
    vain,
    visitors,
)
from docs_hub.services.blobs import remove_old_texts
from docs_hub.services.edits import due_pages
from docs_hub.services.edits import take_up_edit as run_take_up_edit
from docs_hub.services.following import follow_proposals as run_follow_proposals
from docs_hub.services.history import refresh_history
from docs_hub.services.importing import import_source as run_import
from docs_hub.services.navigation import refresh_navigation as run_refresh_navigation
from docs_hub.services.old_pictures import remove_old_pictures
from docs_hub.services.removing import take_up_removal
from docs_hub.services.reverting import follow_reverts
from docs_hub.services.sections import refresh_sections as run_refresh
from docs_hub.services.task_lease import HeldError, task_lease
from docs_hub.services.version_import import import_version as run_version_import
from docs_hub.services.versions import import_other_versions
from github_sync.queries.outcomes import mirrored_repository


@shared_task(name="docs_hub.import_source")
def import_source(source_id: int) -> None:
    """Idempotent. What went wrong is kept on the source, where the admin shows it."""
    source = DocSource.objects.filter(pk=source_id).first()
    if source is None:
        return
    try:
        run_import(source=source)
        refresh_history(source=source)
        import_other_versions(source=source)
    except MainstayError:
        return


@shared_task(name="docs_hub.import_version")
def import_version(version_id: int) -> None:
    """Idempotent. What went wrong is kept on the version."""
    version = DocVersion.objects.select_related("doc_source").filter(pk=version_id, folder="").first()
    if version is None or version.doc_source.imported_at is None:
        return
    try:
        run_version_import(version=version)
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
    run_follow_proposals(repository=repository.full_name)
    follow_reverts(repository=repository.full_name)


@shared_task(name="docs_hub.take_up_edit")
def take_up_edit(page_id: int) -> None:
    """Record, credit and send what was published, or that it was taken off. Idempotent."""
    run_take_up_edit(page_id=page_id)
    take_up_removal(page_id=page_id)


@shared_task(name="docs_hub.follow_action")
def follow_action(action_id: int) -> None:
    """An action of the outbox is through; it may be one of a proposal."""
    for repository in repositories_of_action(action_id):
        run_follow_proposals(repository=repository)


@shared_task(name="docs_hub.reconcile")
def reconcile() -> None:
    """What lost tasks left behind."""
    for pk in [
        *due_pages().values_list("pk", flat=True)[:200],
        *removals_to_call_off().values_list("page", flat=True)[:200],
    ]:
        run_take_up_edit(page_id=pk)
    for pk in due_removals().values_list("page", flat=True)[:200]:
        take_up_removal(page_id=pk)
    for repository in repositories_under_way():
        run_follow_proposals(repository=repository)
    for repository in set(DocSource.objects.exclude(repository="").values_list("repository", flat=True)):
        follow_reverts(repository=repository)
    remove_old_texts()


@shared_task(name="docs_hub.refresh_navigation")
def refresh_navigation(source_id: int) -> None:
    """Idempotent."""
    run_refresh_navigation(source_id=source_id)


@shared_task(name="docs_hub.refresh_sections")
def refresh_sections(page_id: int) -> None:
    """Idempotent: does nothing where the search already knows the page's text."""
    run_refresh(page_id=page_id)


@shared_task(name="docs_hub.count_vain_search")
def count_vain_search(words: str) -> None:
    vain.count_vain_search(text=words)


@shared_task(name="docs_hub.look_after_links")
def look_after_links() -> None:
    """Idempotent; what is due is read from the database, and a host is asked by one worker at a time."""
    outside_links.collect_links()
    link_checking.check_due_links()


@shared_task(name="docs_hub.look_after_pictures")
def look_after_pictures() -> None:
    """Idempotent, and one run at a time. Which pictures of other sites pages show, `look_after_links` notes."""
    with suppress(HeldError), task_lease("docs_hub.look_after_pictures") as renew:
        picture_copying.copy_due_pictures()
        picture_showing.show_copied_pictures(renew=renew)


@shared_task(name="docs_hub.tell_owners")
def tell_owners() -> None:
    """Idempotent: nobody hears of it twice in a week."""
    care_mails.tell_owners()


@shared_task(name="docs_hub.tidy_up")
def tidy_up() -> None:
    """Idempotent. What told visitors of past days apart goes, and pictures that nothing shows; what was searched in
    vain is searched again."""
    visitors.forget_days()
    vain.search_again()
    remove_old_pictures()
