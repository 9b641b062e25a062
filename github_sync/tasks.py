"""Sync as tasks: one repository, and all that are due."""

from contextlib import suppress

from celery import shared_task

from common.errors import ConflictError
from github_sync.client.errors import GitHubError
from github_sync.models import Repository
from github_sync.queries.due import due_repositories
from github_sync.services.sync import survey, sync_repository


@shared_task(name="github_sync.sync_repository")
def sync_one(repository_id: int) -> None:
    """A failure is kept in the run; another worker at it is fine. The schedule tries again."""
    repository = Repository.objects.filter(pk=repository_id, is_tracked=True).first()
    if repository is None:
        return
    try:
        sync_repository(repository)
    except (ConflictError, GitHubError):
        return


@shared_task(name="github_sync.sync_due_repositories")
def sync_due_repositories() -> None:
    """Enqueue what has anything new; what is due is read from the rows, so a lost queue loses nothing."""
    due = list(due_repositories())
    if not due:
        return
    with suppress(GitHubError):  # kept in a run of each repository
        for repository, glance, _ in survey(due):
            if glance is not None:
                sync_one.delay(repository.pk)
