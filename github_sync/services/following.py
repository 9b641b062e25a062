"""What operators do to a mirrored repository: have it synced now, pause it, let it go on, remove it."""

from typing import Any

from django.db import transaction

from common import audit
from common.errors import ConflictError
from common.models import User
from common.page_cache import clear_on_commit
from github_sync.models import Repository
from github_sync.queries.holdings import rows_held
from github_sync.services.lease import is_held
from github_sync.services.removing import drop_rows
from github_sync.services.visibility import tell_visibility
from github_sync.signals import repository_removed


@transaction.atomic
def request_sync(*, repository_id: int, actor: User | None) -> Repository:
    """Keep who asked; the caller enqueues the sync. Raises ConflictError for one that is paused."""
    repository = Repository.objects.select_for_update().get(pk=repository_id)
    if not repository.is_tracked:
        raise ConflictError(f"{repository} is paused. Let it go on, then it is synced at once.")
    _record(repository, "sync_now", actor)
    return repository


@transaction.atomic
def set_paused(*, repository_id: int, is_paused: bool, actor: User | None) -> Repository:
    """Idempotent. A sync that is under way stops at its next page and loses nothing; webhooks are ignored meanwhile."""
    repository = Repository.objects.select_for_update().get(pk=repository_id)
    if repository.is_tracked == is_paused:
        repository.is_tracked = not is_paused
        repository.save(update_fields=["is_tracked"])
        _record(repository, "pause_repository" if is_paused else "resume_repository", actor)
        clear_on_commit()
    return repository


@transaction.atomic
def remove_repository(*, repository_id: int, actor: User | None) -> int:
    """Drop every row of the mirror that belongs to it and return how many; sends `repository_removed` on commit.

    Nothing on GitHub changes, and the ledger of contributions keeps its entries, which have no link to the mirror.
    Raises ConflictError while it is being synced.
    """
    repository = Repository.objects.select_for_update().get(pk=repository_id)
    if is_held(repository):
        raise ConflictError(
            f"{repository} is being synced now. Pause it first; the sync then stops within moments, and you can"
            " remove it."
        )
    held = sum(rows_held(repository).values())
    name = repository.full_name
    _record(repository, "remove_repository", actor, rows=held)
    drop_rows(repository)
    tell_visibility(repository)
    transaction.on_commit(lambda: repository_removed.send(sender=Repository, full_name=name), robust=True)
    clear_on_commit()
    return held


def _record(repository: Repository, action: str, actor: User | None, **detail: Any) -> None:
    audit.record(actor=actor, action=f"github_sync.{action}", subject=f"repository:{repository}", **detail)
