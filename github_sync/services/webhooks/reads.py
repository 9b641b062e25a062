"""What has to be read from GitHub because a webhook told it in part only: marked as rows, read by a task."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from uuid import uuid4

from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from common.errors import ConflictError
from common.page_cache import clear_on_commit
from github_sync.client import single
from github_sync.client.errors import GitHubError, GitHubNotFoundError
from github_sync.domain.webhooks import next_try
from github_sync.models import DueRead, Repository
from github_sync.services import labels, milestones, threads
from github_sync.services.accounts import AccountBook
from github_sync.services.connection import open_client
from github_sync.services.hearing import note_heard
from github_sync.services.repositories import alone
from github_sync.services.sync import sync_repository
from github_sync.signals import read_marked, repository_synced

LEASE = timedelta(minutes=10)
A_RUN = 50


def mark_reads(repository: Repository, reads: Iterable[tuple[str, int]]) -> None:
    """Have them read soon; what is marked already stays one row, and is read anew where a read is under way."""
    rows = [DueRead(repository=repository, kind=kind, number=number) for kind, number in sorted(reads)]
    if not rows:
        return
    DueRead.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["repository", "kind", "number"],
        update_fields=["due_at", "claim", "attempts"],
    )
    transaction.on_commit(lambda: read_marked.send(sender=DueRead), robust=True)


def read_due_rows() -> int:
    """Read what is due, at most so many; returns how many were taken. A failure is kept and tried again later."""
    due = DueRead.objects.filter(due_at__lte=timezone.now(), repository__is_tracked=True)
    taken = 0
    for pk in list(due.values_list("pk", flat=True)[:A_RUN]):
        token = uuid4().hex
        mine = DueRead.objects.filter(pk=pk, due_at__lte=timezone.now())
        if mine.update(claim=token, due_at=timezone.now() + LEASE, attempts=F("attempts") + 1):
            taken += 1
            _read(DueRead.objects.select_related("repository").get(pk=pk), token)
    return taken


def _read(row: DueRead, token: str) -> None:
    mine = DueRead.objects.filter(pk=row.pk, claim=token)
    try:
        READERS[row.kind](row.repository, row.number)
    except GitHubNotFoundError:
        mine.delete()  # deleted or moved meanwhile, which another event or the next sync says
    except (GitHubError, ConflictError, DatabaseError) as error:
        wait = next_try(row.attempts)
        if wait is None:
            mine.delete()  # the sync, which reads whatever changed, has come by long since
        else:
            mine.update(due_at=timezone.now() + wait, error=str(error), claim="")
    else:
        mine.delete()


def _read_issue(repository: Repository, number: int) -> None:
    node = single.thread(open_client(), repository.full_name, "issue", number)
    with alone(repository):
        _tell(repository, threads.write_issues(repository, [node], AccountBook()))


def _read_pull(repository: Repository, number: int) -> None:
    node = single.thread(open_client(), repository.full_name, "pullRequest", number)
    with alone(repository):
        _tell(repository, threads.write_pulls(repository, [node], AccountBook()))


def _read_labels(repository: Repository, number: int) -> None:
    """Not on condition: what older events wrote is set right, too."""
    client = open_client()
    changed = labels.read_labels(client, repository) + milestones.read_milestones(client, repository)
    with transaction.atomic():
        _tell(repository, changed)


def _read_repository(repository: Repository, number: int) -> None:
    sync_repository(repository)


def _tell(repository: Repository, changed: int) -> None:
    if changed:
        note_heard(repository)
        clear_on_commit()
        transaction.on_commit(
            lambda: repository_synced.send(sender=Repository, repository_id=repository.pk, changed=changed), robust=True
        )


READERS: dict[str, Callable[[Repository, int], None]] = {
    DueRead.Kind.ISSUE: _read_issue,
    DueRead.Kind.PULL: _read_pull,
    DueRead.Kind.LABELS: _read_labels,
    DueRead.Kind.REPOSITORY: _read_repository,
}
