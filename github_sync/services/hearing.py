"""What webhooks wrote is told to the other rooms at once, and by the next sync again: the first word may be lost."""

from collections.abc import Iterable

from django.utils import timezone

from github_sync.models import Repository


def note_heard(repository: Repository) -> None:
    """In the transaction that writes the rows."""
    Repository.objects.filter(pk=repository.pk).update(heard_at=timezone.now())


def take_heard(repository_ids: Iterable[int]) -> set[int]:
    """Those of which webhooks wrote anything since they were asked about last; in the caller's transaction."""
    heard = Repository.objects.filter(pk__in=list(repository_ids), heard_at__isnull=False)
    ids = set(heard.select_for_update().values_list("pk", flat=True))
    Repository.objects.filter(pk__in=ids).update(heard_at=None)
    return ids
