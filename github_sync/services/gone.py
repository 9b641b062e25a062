"""What GitHub no longer shows is marked and kept: the ledger and its readers still refer to it."""

from collections.abc import Set
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils import timezone

from common import audit
from github_sync.models import Commit, Issue, PullRequest, Repository
from github_sync.services.visibility import tell_visibility

CHUNK = 500
MARGIN = timedelta(seconds=5)
"""A listing may lag so far behind what a webhook told before."""


@transaction.atomic
def mark_gone(
    *, repository: Repository, model: type[Issue] | type[PullRequest], present: set[int], asked_at: datetime
) -> int:
    """Mark the threads whose numbers are not `present` in a complete listing, and unmark those that are again.

    It was asked for at `asked_at` of GitHub's clock: what was opened after that it cannot have. Returns how many rows
    changed. Never call it with a listing that ended early.
    """
    younger = model._default_manager.filter(repository=repository, created_at__gte=asked_at - MARGIN)
    return _mark(repository, model, "number", present, spared=set(younger.values_list("number", flat=True)))


@transaction.atomic
def mark_commits(*, repository: Repository, present: set[str]) -> int:
    """The same for commits of the default branch, by their sha."""
    return _mark(repository, Commit, "sha", present)


def _mark(
    repository: Repository, model: type[Model], key: str, present: set[Any], *, spared: Set[Any] = frozenset()
) -> int:
    rows: Any = model._default_manager.filter(repository=repository)
    held = dict(rows.values_list(key, "gone_at"))
    gone = [one for one, gone_at in held.items() if one not in present and one not in spared and gone_at is None]
    back = [one for one, gone_at in held.items() if one in present and gone_at is not None]
    for those, moment in ((gone, timezone.now()), (back, None)):
        for start in range(0, len(those), CHUNK):
            rows.filter(**{f"{key}__in": those[start : start + CHUNK]}).update(gone_at=moment)
    if gone or back:
        Repository.objects.filter(pk=repository.pk).update(changed_at=timezone.now())
        kind = model._meta.model_name
        audit.record(
            actor=None, action="github_sync.mark_gone", subject=f"repository:{repository}", kind=kind, gone=gone[:1000]
        )
    return len(gone) + len(back)


@transaction.atomic
def mark_said(*, rows: QuerySet[Any], left: set[int], present: set[int], asked_at: datetime) -> int:
    """Mark those `rows` (comments, releases), by GitHub's id, that `left` a complete listing; returns how many changed.

    One that is `present` is unmarked where its mark is older than the listing, which was asked for at `asked_at` of
    our clock: a mark that a webhook has set since knows better.
    """
    back = set(rows.filter(gone_at__lt=asked_at - MARGIN).values_list("github_id", flat=True)) & present
    changed = 0
    for those, before, moment in ((left, {"gone_at": None}, timezone.now()), (back, {}, None)):
        ids = sorted(those)
        for start in range(0, len(ids), CHUNK):
            changed += rows.filter(**before, github_id__in=ids[start : start + CHUNK]).update(gone_at=moment)
    return changed


@transaction.atomic
def mark_repository(*, repository: Repository, is_gone: bool) -> None:
    """Note since when GitHub does not show the repository to this site, or that it does again; idempotent."""
    if (repository.gone_at is not None) == is_gone:
        return
    repository.gone_at = timezone.now() if is_gone else None
    repository.deleted_at = None
    repository.changed_at = timezone.now()
    repository.save(update_fields=["gone_at", "deleted_at", "changed_at"])
    verb = "lose" if is_gone else "find"
    audit.record(actor=None, action=f"github_sync.{verb}_repository", subject=f"repository:{repository}")
    tell_visibility(repository)
