"""Takes a repository's work from the public, or gives it back, in the moment in which that is written."""

from django.db import transaction
from django.utils import timezone

from common import audit
from common.locks import hold
from common.models import User
from common.page_cache import clear_on_commit
from github_sync.models import Repository
from github_sync.queries.visibility import shown_repositories
from github_sync.signals import repository_visibility_changed

LOCK = "github_sync.visibility"
FIELDS = frozenset({"is_private", "is_hidden", "gone_at", "deleted_at", "github_id"})
"""What `github_sync.queries.visibility` looks at."""


def tell_visibility(repository: Repository) -> None:
    """Call in the transaction that writes one of FIELDS. What is kept for readers elsewhere is dropped in it as well.

    Held until its end is a lock, under which others keep what they made for readers out of shown rows.
    """
    hold(LOCK)
    is_shown = shown_repositories().filter(pk=repository.pk).exists()
    repository_visibility_changed.send(
        sender=Repository, full_name=repository.full_name, is_shown=is_shown, is_first=repository.synced_at is None
    )
    clear_on_commit()


@transaction.atomic
def set_hidden(*, repository_id: int, is_hidden: bool, actor: User | None) -> Repository:
    """An operator keeps all work of a repository from the public, or gives it back; idempotent."""
    repository = Repository.objects.select_for_update().get(pk=repository_id)
    if repository.is_hidden != is_hidden:
        repository.is_hidden = is_hidden
        repository.save(update_fields=["is_hidden"])
        action = "hide_repository" if is_hidden else "show_repository"
        audit.record(actor=actor, action=f"github_sync.{action}", subject=f"repository:{repository}")
        tell_visibility(repository)
    return repository


def mark_deleted(repository: Repository, *, was_private: bool) -> None:
    """GitHub said that it was deleted: public work stays credited in public. In the caller's transaction."""
    now = timezone.now()
    Repository.objects.filter(pk=repository.pk).update(
        gone_at=now, deleted_at=now, is_tracked=False, is_private=repository.is_private or was_private
    )
    repository.refresh_from_db(fields=["gone_at", "deleted_at", "is_tracked", "is_private"])
    tell_visibility(repository)
