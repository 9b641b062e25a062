"""Syncs repositories from beginning to end and keeps how it went."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import batched
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common.errors import MainstayError
from common.page_cache import clear_on_commit
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubError, GitHubLimitError, GitHubNotFoundError, GitHubUnreachableError
from github_sync.client.survey import A_REQUEST, Glance, glances
from github_sync.domain.failures import Cause
from github_sync.models import IssueComment, Repository, Review, ReviewComment, SyncRun
from github_sync.queries.freshness import is_late
from github_sync.services.causes import cause_of
from github_sync.services.connection import open_client
from github_sync.services.gone import mark_repository
from github_sync.services.hearing import take_heard
from github_sync.services.lease import kept_alive, lease
from github_sync.services.quiet import is_quiet
from github_sync.services.repositories import RenamedError, take_over_name
from github_sync.services.run import Progress
from github_sync.services.run_progress import RunProgress
from github_sync.services.streams import Sync
from github_sync.signals import repository_synced

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class SyncResult:
    """`rows` are those the mirror holds now; `changed` are those this run wrote, in `writing_seconds` of the whole."""

    repository: str
    requests: int
    graphql_points: int
    seconds: float
    rows: dict[str, int]
    changed: int
    writing_seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        shown = {name: value for name, value in vars(self).items() if name != "writing_seconds"}
        return {**shown, "seconds": round(self.seconds, 2)}


CUT_OFF = "The run was cut off before its end. The next one goes on from there."


def sync_repository(
    repository: Repository,
    *,
    client: GitHubClient | None = None,
    progress: Progress | None = None,
    glance: Glance | None = None,
) -> SyncResult:
    """Bring the mirror of one repository up to date; a `glance` that was just taken saves a request.

    Resumes where an earlier run was stopped; sends `repository_synced` on commit when rows changed. Raises
    ConflictError where another worker is at it, and GitHubError with the run kept as failed, or as waiting where
    GitHub's limit is used up: pages written stay.
    """
    progress = progress or (lambda *_: None)
    try:
        client = client or open_client()
    except GitHubError as error:
        _keep_failure(repository, error)
        raise
    try:
        return _sync(repository, client, progress, glance)
    except RenamedError as renamed:
        return _sync(take_over_name(newcomer=repository, known=renamed.known), client, progress, glance)


def survey(
    repositories: list[Repository], *, client: GitHubClient | None = None
) -> Iterator[tuple[Repository, Glance | None, GitHubError | None]]:
    """A glance at each, a hundred a request; with None where nothing is new, which is noted on the row.

    One that GitHub does not show comes with its error, which is kept as a failed run. It is marked where GitHub knows
    no such repository, never removed. Raises GitHubError where GitHub answers for none of them: a failed run of each.
    """
    for some in batched(repositories, A_REQUEST, strict=False):
        try:
            client = client or open_client()
            found = glances(client, [repository.full_name for repository in some])
        except Exception as error:
            told = _in_words(error)
            for repository in some:
                _keep_failure(repository, told)
            if told is error:
                raise
            raise told from error
        quiet: set[int] = set()
        for repository in some:
            glance = found[repository.full_name]
            if isinstance(glance, GitHubError):
                _lose(repository, glance)
                _keep_failure(repository, glance)
                yield repository, None, glance
            elif is_quiet(repository, glance):
                quiet.add(repository.pk)
                yield repository, None, None
            else:
                yield repository, glance, None
        _note_quiet([repository for repository in some if repository.pk in quiet])


@transaction.atomic
def _note_quiet(repositories: list[Repository]) -> None:
    now, ids = timezone.now(), [one.pk for one in repositories]
    heard = take_heard(ids)
    Repository.objects.filter(pk__in=heard).update(changed_at=now)
    for repository_id in heard:
        _tell_on_commit(repository_id, 0)
    Repository.objects.filter(pk__in=ids).update(synced_at=now)
    if any(is_late(one.synced_at) for one in repositories):
        clear_on_commit()  # pages may have said that the mirror is stale


def _tell_on_commit(repository_id: int, changed: int) -> None:
    clear_on_commit()
    transaction.on_commit(
        partial(repository_synced.send, sender=Repository, repository_id=repository_id, changed=changed)
    )


def unchanged(repository: Repository) -> SyncResult:
    """The result of a sync that had nothing to do."""
    return SyncResult(repository.full_name, 0, 0, 0.0, count_rows(repository), 0)


def _lose(repository: Repository, error: GitHubError) -> None:
    """Mark it where it was there before and GitHub says that it knows none; the run that is kept tells operators."""
    if isinstance(error, GitHubNotFoundError) and repository.github_id is not None:
        mark_repository(repository=repository, is_gone=True)


def _is_another(repository: Repository, seen: Glance) -> bool:
    """Another repository has the name now: GitHub does not show this one under it, nobody knows who may see it."""
    return repository.github_id is not None and seen.node["id"] != repository.github_id


def _sync(repository: Repository, client: GitHubClient, progress: Progress, glance: Glance | None) -> SyncResult:
    began, requests, points = time.monotonic(), client.requests, client.points
    with lease(repository) as held, kept_alive(held, client):
        unfinished = SyncRun.objects.filter(repository=repository, status=SyncRun.Status.RUNNING)
        unfinished.update(status=SyncRun.Status.FAILED, finished_at=timezone.now(), error=CUT_OFF, cause=Cause.CUT_OFF)
        run = SyncRun.objects.create(repository=repository, started_at=timezone.now())
        changed, writing = 0, 0.0
        try:
            seen = glance or glances(client, [repository.full_name])[repository.full_name]
            if isinstance(seen, GitHubError):
                _lose(repository, seen)
                raise seen
            mark_repository(repository=repository, is_gone=_is_another(repository, seen))
            sync = Sync(repository, client, held, seen, RunProgress(run, progress))
            try:
                sync.run()
            finally:
                changed, writing = sync.changed, sync.writing_seconds
        except BaseException as error:
            spent = (client.requests - requests, client.points - points)
            told = _in_words(error)
            _fail(run, repository, changed, spent, told)
            if told is error:
                raise
            raise told from error
        rows = count_rows(repository)
        _finish(run, repository, changed, (client.requests - requests, client.points - points), rows=rows)
    return SyncResult(
        repository.full_name,
        client.requests - requests,
        client.points - points,
        time.monotonic() - began,
        rows,
        changed,
        writing,
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


def _in_words(error: BaseException) -> BaseException:
    """An answer without what GitHub promises trips the code that reads it; whoever started the sync gets one line."""
    if not isinstance(error, KeyError | TypeError | ValueError | AttributeError):
        return error
    logger.error("An answer of %s could not be read", settings.GITHUB_API_URL, exc_info=error)
    return GitHubUnreachableError(
        f"An answer of {settings.GITHUB_API_URL} is not what GitHub promises ({type(error).__name__}: {error!s:.80}).",
        is_final=False,
    )


def _keep_failure(repository: Repository, error: BaseException) -> None:
    run = SyncRun(repository=repository, started_at=timezone.now())
    _fail(run, repository, 0, (0, 0), error)


def _fail(run: SyncRun, repository: Repository, changed: int, spent: tuple[int, int], error: BaseException) -> None:
    message = str(error) if isinstance(error, MainstayError) else f"{type(error).__name__}: {error}"
    if not isinstance(error, Exception):
        message = CUT_OFF
    run.cause = cause_of(error)
    if isinstance(error, GitHubLimitError) and error.wait is not None:
        run.goes_on_at = timezone.now() + timedelta(seconds=error.wait)
    _finish(run, repository, changed, spent, error=message)


@transaction.atomic
def _finish(
    run: SyncRun,
    repository: Repository,
    changed: int,
    spent: tuple[int, int],
    *,
    rows: dict[str, int] | None = None,
    error: str = "",
) -> None:
    now = timezone.now()
    run.status = SyncRun.Status.FAILED if error else SyncRun.Status.DONE
    if run.goes_on_at:
        run.status = SyncRun.Status.WAITING
    run.finished_at, (run.requests, run.graphql_points) = now, spent
    run.rows, run.changed, run.error = rows or {}, changed, error
    run.save()
    if not error:
        if is_late(repository.synced_at):
            clear_on_commit()
        repository.synced_at = now
    heard = set() if error else take_heard([repository.pk])
    if changed or heard:
        repository.changed_at = now
        _tell_on_commit(repository.pk, changed)
    repository.save(update_fields=["synced_at", "changed_at"])
