"""Sync as tasks: one repository, and all that are due."""

from datetime import timedelta

from celery import shared_task
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from common.errors import ConflictError
from github_sync.client.errors import GitHubError
from github_sync.models import Repository, SyncRun
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
    """Enqueue what was not tried for the interval, or whose run died; what is due is read from the rows, so a lost
    queue loses nothing."""
    now = timezone.now()
    runs = SyncRun.objects.filter(repository=OuterRef("pk"))
    no_lease = Q(lease_holder="") | Q(lease_expires_at=None) | Q(lease_expires_at__lt=now)
    died = no_lease & Exists(runs.filter(status=SyncRun.Status.RUNNING))
    due = Repository.objects.filter(died | ~Exists(runs.filter(started_at__gt=now - INTERVAL)), is_tracked=True)
    for pk in due.values_list("pk", flat=True):
        sync_one.delay(pk)
