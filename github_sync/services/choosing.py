"""Which repositories the site follows, as an operator ticks them."""

from collections.abc import Iterable

from django.db import transaction

from common import audit
from common.models import User
from common.queue import enqueue_on_commit
from github_sync.models import Repository
from github_sync.services.following import set_paused
from github_sync.services.repositories import track_repository


@transaction.atomic
def follow(*, full_names: Iterable[str], actor: User | None) -> list[Repository]:
    """Idempotent; the schedule syncs them. Raises InvalidInputError for what is no repository's name."""
    return [track_repository(full_name=name, actor=actor) for name in full_names]


@transaction.atomic
def pause(*, full_names: Iterable[str], actor: User | None) -> int:
    """No longer synced; what is here stays. Returns how many were followed until now."""
    wanted = [name.lower() for name in full_names]
    tracked = Repository.objects.filter(is_tracked=True)
    found = [row.pk for row in tracked if row.full_name.lower() in wanted]
    for number in found:
        set_paused(repository_id=number, is_paused=True, actor=actor)
    return len(found)


@transaction.atomic
def sync_soon(*, actor: User | None) -> int:
    """Have every followed repository that was never synced to its end taken up now; returns how many."""
    new = list(Repository.objects.filter(is_tracked=True, synced_at=None).order_by("full_name"))
    for repository in new:
        enqueue_on_commit("github_sync.sync_repository", repository.pk)
    audit.record(actor=actor, action="github_sync.sync_soon", subject="repository:new", count=len(new))
    return len(new)
