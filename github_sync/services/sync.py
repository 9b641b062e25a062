"""Syncs one repository from beginning to end and keeps how it went."""

import time
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.errors import MainstayError
from common.page_cache import clear_on_commit
from github_sync.client.client import GitHubClient
from github_sync.models import IssueComment, Repository, Review, ReviewComment, SyncRun
from github_sync.services.lease import lease
from github_sync.services.repositories import RenamedError, take_over_name
from github_sync.services.streams import Progress, Sync
from github_sync.signals import repository_synced


@dataclass(frozen=True)
class SyncResult:
    """`rows` are those the mirror holds now; `changed` are those this run wrote."""

    repository: str
    requests: int
    graphql_points: int
    seconds: float
    rows: dict[str, int]
    changed: int

    def as_json(self) -> dict[str, Any]:
        return {**vars(self), "seconds": round(self.seconds, 2)}


CUT_OFF = "The run was cut off before its end. The next one goes on from there."


def sync_repository(
    repository: Repository, *, client: GitHubClient | None = None, progress: Progress | None = None
) -> SyncResult:
    """Bring the mirror of one repository up to date.

    Resumes where an earlier run was stopped; sends `repository_synced` on commit when rows changed. Raises
    ConflictError where another worker is at it, and GitHubError with the run kept as failed: pages written stay.
    """
    client, progress = client or GitHubClient(), progress or (lambda *_: None)
    try:
        return _sync(repository, client, progress)
    except RenamedError as renamed:
        return _sync(take_over_name(newcomer=repository, known=renamed.known), client, progress)


def _sync(repository: Repository, client: GitHubClient, progress: Progress) -> SyncResult:
    began, requests, points = time.monotonic(), client.requests, client.points
    with lease(repository) as held:
        unfinished = SyncRun.objects.filter(repository=repository, status=SyncRun.Status.RUNNING)
        unfinished.update(status=SyncRun.Status.FAILED, finished_at=timezone.now(), error=CUT_OFF)
        run = SyncRun.objects.create(repository=repository, started_at=timezone.now())
        sync = Sync(repository, client, held, progress)
        try:
            sync.run()
        except BaseException as error:
            message = str(error) if isinstance(error, MainstayError) else f"{type(error).__name__}: {error}"
            if not isinstance(error, Exception):
                message = CUT_OFF
            _finish(run, sync, client.requests - requests, client.points - points, error=message)
            raise
        rows = count_rows(repository)
        _finish(run, sync, client.requests - requests, client.points - points, rows=rows)
    return SyncResult(
        repository.full_name,
        client.requests - requests,
        client.points - points,
        time.monotonic() - began,
        rows,
        sync.changed,
    )


def count_rows(repository: Repository) -> dict[str, int]:
    return {
        "issues": repository.issues.count(),
        "pull_requests": repository.pullrequests.count(),
        "issue_comments": IssueComment.objects.filter(repository=repository).count(),
        "review_comments": ReviewComment.objects.filter(pull_request__repository=repository).count(),
        "reviews": Review.objects.filter(pull_request__repository=repository).count(),
        "commits": repository.commits.count(),
        "releases": repository.releases.count(),
    }


@transaction.atomic
def _finish(
    run: SyncRun, sync: Sync, requests: int, points: int, *, rows: dict[str, int] | None = None, error: str = ""
) -> None:
    now = timezone.now()
    run.status = SyncRun.Status.FAILED if error else SyncRun.Status.DONE
    run.finished_at, run.requests, run.graphql_points = now, requests, points
    run.rows, run.changed, run.error = rows or {}, sync.changed, error
    run.save()
    repository = sync.repository
    if not error:
        repository.synced_at = now
    if sync.changed:
        repository.changed_at = now
        clear_on_commit()
        news = partial(repository_synced.send, sender=Repository, repository_id=repository.pk, changed=sync.changed)
        transaction.on_commit(news)
    repository.save(update_fields=["synced_at", "changed_at"])
