"""Sync as tasks: one repository, and all that are due."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from common.errors import ConflictError
from github_sync.client.errors import GitHubError
from github_sync.models import Repository
from github_sync.services.sync import sync_repository

INTERVAL = timedelta(minutes=15)


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
    """Enqueue what was not tried for the interval; what is due is read from the rows, so a lost queue loses nothing."""
    since = timezone.now() - INTERVAL
    tried_lately = Q(runs__started_at__gt=since)
    for pk in Repository.objects.filter(is_tracked=True).exclude(tried_lately).values_list("pk", flat=True):
        sync_one.delay(pk)
