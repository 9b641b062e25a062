"""Which repositories the site follows, as an operator ticks them."""

from collections.abc import Iterable

from django.db import transaction

from common import audit
from common.models import User
from common.queue import enqueue_on_commit
from github_sync.models import Repository
from github_sync.services.repositories import track_repository


@transaction.atomic
def follow(*, full_names: Iterable[str], actor: User | None) -> list[Repository]:
    """Idempotent; the schedule syncs them. Raises InvalidInputError for what is no repository's name."""
    return [track_repository(full_name=name, actor=actor) for name in full_names]


@transaction.atomic
def pause(*, full_names: Iterable[str], actor: User | None) -> int:
    """No longer synced; what is here stays. Returns how many were followed until now."""
    count = 0
    for name in full_names:
        found = Repository.objects.filter(full_name__iexact=name, is_tracked=True).first()
        if found is None:
            continue
        found.is_tracked = False
        found.save(update_fields=["is_tracked"])
        audit.record(actor=actor, action="github_sync.pause_repository", subject=f"repository:{found.full_name}")
        count += 1
    return count


@transaction.atomic
def sync_soon(*, actor: User | None) -> int:
    """Have every followed repository that was never synced to its end taken up now; returns how many."""
    new = list(Repository.objects.filter(is_tracked=True, synced_at=None).order_by("full_name"))
    for repository in new:
        enqueue_on_commit("github_sync.sync_repository", repository.pk)
    audit.record(actor=actor, action="github_sync.sync_soon", subject="repository:new", count=len(new))
    return len(new)
