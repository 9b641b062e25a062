"""A maintainer says that tasks are still wanted."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from common import audit, roles
from common.errors import NotAllowedError
from common.models import User
from contributors.models import Task
from contributors.services import board_version

MOST = 500


@transaction.atomic
def confirm_wanted(*, user: User, task_ids: Collection[int]) -> int:
    """Returns how many there were; one that is closed is wanted no more and stays as it is. Raises NotAllowedError."""
    if not roles.has_role(user, roles.MAINTAINERS, roles.OPERATORS):
        raise NotAllowedError("Only a maintainer can say that a task is still wanted.")
    rows = Task.objects.filter(pk__in=list(task_ids)[:MOST]).exclude(state=Task.State.CLOSED)
    ids = sorted(rows.values_list("pk", flat=True))
    Task.objects.filter(pk__in=ids).update(confirmed_at=timezone.now())
    if ids:
        audit.record(actor=user, action="contributors.confirm_wanted", subject="tasks", tasks=ids)
        board_version.bump()
    return len(ids)
