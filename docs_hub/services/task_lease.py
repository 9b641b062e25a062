"""One run of a task at a time, also across machines."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

from django.db.models import Q, QuerySet
from django.utils import timezone

from common.errors import ConflictError
from docs_hub.models import TaskLease
from github_sync.queries.holders import has_died, machine

DURATION = timedelta(minutes=10)
Renew = Callable[[], None]


class HeldError(ConflictError):
    """Another run goes on."""


@contextmanager
def task_lease(name: str) -> Iterator[Renew]:
    """Compare-and-set; what it yields is called before each step. Both raise HeldError where another run has it.

    A lease whose process on this machine has died is free at once, any other when it runs out.
    """
    holder = f"{machine()}:{os.getpid()}:{uuid4().hex[:8]}"
    mine = TaskLease.objects.filter(name=name, holder=holder)
    _take(name, holder)
    try:
        yield lambda: _renew(mine)
    finally:
        mine.update(holder="", expires_at=None)


def _take(name: str, holder: str) -> None:
    row, _ = TaskLease.objects.get_or_create(name=name)
    free = Q(holder="") | Q(expires_at__lt=timezone.now())
    if has_died(row.holder):
        free |= Q(holder=row.holder)
    taken = TaskLease.objects.filter(free, pk=row.pk).update(holder=holder, expires_at=timezone.now() + DURATION)
    if not taken:
        raise HeldError(f"{name} is being done by {row.holder}.")


def _renew(mine: QuerySet[TaskLease]) -> None:
    if not mine.update(expires_at=timezone.now() + DURATION):
        raise HeldError("Another run has taken over.")
