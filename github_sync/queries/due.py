"""Which repositories are to be looked at now."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from github_sync.models import Repository, SyncRun
from github_sync.queries.holders import has_died

INTERVAL = timedelta(minutes=15)
GONE_INTERVAL = timedelta(days=1)


def due_repositories() -> QuerySet[Repository]:
    """Tracked ones that were not looked at for the interval, whose run died, or whose wait for the limit is over.

    One that is gone is looked for once a day.
    """
    now = timezone.now()
    runs = SyncRun.objects.filter(repository=OuterRef("pk"))
    latest = runs.order_by("-started_at", "-pk")
    no_lease = Q(lease_holder="") | Q(lease_expires_at=None) | Q(lease_expires_at__lt=now)
    died = Q(latest_status=SyncRun.Status.RUNNING) & (no_lease | Q(lease_holder__in=dead_holders()))
    rested = Q(latest_status=SyncRun.Status.WAITING, latest_goes_on_at__lte=now)
    waiting = Q(latest_status=SyncRun.Status.WAITING, latest_goes_on_at__gt=now)
    fresh = Exists(runs.filter(started_at__gt=now - INTERVAL)) | (
        Q(synced_at__isnull=False) & Q(synced_at__gt=now - INTERVAL)
    )
    sought = Q(gone_at__isnull=False) & Exists(runs.filter(started_at__gt=now - GONE_INTERVAL))
    return (
        Repository.objects.filter(is_tracked=True)
        .annotate(
            latest_status=Coalesce(Subquery(latest.values("status")[:1]), Value("")),
            latest_goes_on_at=Subquery(latest.values("goes_on_at")[:1]),
        )
        .filter(died | rested | (~waiting & ~fresh))
        .exclude(sought)
    )


def dead_holders() -> list[str]:
    """Holders of leases whose process on this machine has died, without a chance to release them."""
    held = Repository.objects.exclude(lease_holder="").values_list("lease_holder", flat=True)
    return [holder for holder in held if has_died(holder)]


def next_look_at(repository: Any) -> datetime | None:
    """When the schedule looks at one repository of `with_latest_run` next, by the same rules; None while it is paused.

    What is due already has a moment that is past: the schedule comes by each minute.
    """
    if not repository.is_tracked:
        return None
    started_at, now = repository.latest_started_at, timezone.now()
    if repository.latest_status == SyncRun.Status.WAITING:
        return repository.latest_goes_on_at or now
    if repository.gone_at is not None and started_at:
        return started_at + GONE_INTERVAL
    looked_at = max((at for at in (started_at, repository.synced_at) if at), default=None)
    return looked_at + INTERVAL if looked_at else now
