"""One sync of a repository at a time, also across machines."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.db.models import Q
from django.utils import timezone

from common.errors import ConflictError
from github_sync.client.client import GitHubClient
from github_sync.models import Repository
from github_sync.queries.holders import has_died, machine

DURATION = timedelta(minutes=10)
BEAT_SECONDS = 30.0


class PausedError(ConflictError):
    """A person paused the repository while it was being synced."""


class Lease:
    """Held until released or until it runs out; `renew` it in every transaction that writes."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._renewed = time.monotonic()
        self.holder = f"{machine()}:{os.getpid()}:{uuid4().hex[:8]}"

    def renew(self) -> None:
        """Raises PausedError where a person paused the repository, ConflictError where another worker took over."""
        held = Repository.objects.filter(pk=self.repository.pk, lease_holder=self.holder)
        if held.filter(is_tracked=True).update(lease_expires_at=timezone.now() + DURATION):
            self._renewed = time.monotonic()
            return
        if held.exists():
            raise PausedError(f"{self.repository} was paused while it was synced. It goes on from there.")
        raise ConflictError(f"Another worker has taken over the sync of {self.repository}.")

    def beat(self) -> None:
        """The same now and then, for what reads long before it writes; raises what `renew` does."""
        if time.monotonic() - self._renewed > BEAT_SECONDS:
            self.renew()

    def release(self) -> None:
        held = Repository.objects.filter(pk=self.repository.pk, lease_holder=self.holder)
        held.update(lease_holder="", lease_expires_at=None)


def is_held(repository: Repository) -> bool:
    """Whether a sync of it is going on."""
    expires_at = repository.lease_expires_at
    return bool(expires_at and expires_at > timezone.now() and not has_died(repository.lease_holder))


@contextmanager
def lease(repository: Repository) -> Iterator[Lease]:
    """Compare-and-set; raises ConflictError that names the holder where a live lease exists.

    A lease whose process on this machine has died is free at once.
    """
    mine = Lease(repository)
    free = Q(lease_holder="") | Q(lease_expires_at__lt=timezone.now()) | Q(lease_expires_at=None)
    last = Repository.objects.values_list("lease_holder", flat=True).get(pk=repository.pk)
    if has_died(last):
        free |= Q(lease_holder=last)
    taken = Repository.objects.filter(free, pk=repository.pk).update(
        lease_holder=mine.holder, lease_expires_at=timezone.now() + DURATION
    )
    if not taken:
        other = Repository.objects.get(pk=repository.pk)
        until = f"{other.lease_expires_at:%H:%M UTC}" if other.lease_expires_at else "it ends"
        raise ConflictError(f"{repository} is being synced by {other.lease_holder} until {until} at the latest.")
    try:
        yield mine
    finally:
        mine.release()


@contextmanager
def kept_alive(mine: Lease, client: GitHubClient) -> Iterator[None]:
    """Renewed while `client` asks, however many requests a page or a long list takes."""
    before, client.heartbeat = client.heartbeat, mine.beat
    try:
        yield
    finally:
        client.heartbeat = before
