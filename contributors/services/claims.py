"""Taking a task for two weeks, giving it back, and letting it go when the time is over."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import audit, roles
from common.errors import ConflictError, NotAllowedError
from common.models import User
from contributors.domain.availability import OFF_BOARD, reason_of
from contributors.domain.lease import AHEAD, LEASE, MAX_LIVE_CLAIMS
from contributors.models import Claim, Person, Task
from contributors.services import board_version
from contributors.services.claims_following import follow_pulls
from contributors.services.done_reports import keep_waiting, withdraw
from contributors.services.people import locked_person_of_user, standing_person
from contributors.services.telling import tell_claim, tell_end


@transaction.atomic
def claim_task(*, user: User, task_id: int) -> Claim:
    """Give `user` the task for LEASE; of any number who try at once exactly one succeeds.

    Raises ConflictError where the task cannot be taken or the person already holds MAX_LIVE_CLAIMS.
    """
    now = timezone.now()
    task = Task.objects.select_for_update().get(pk=task_id)
    person = locked_person_of_user(user=user)
    _expire(Claim.objects.filter(task=task), now)
    _expire(Claim.objects.filter(person=person), now)
    _check_may_be_taken(task)
    _check_has_room(person)
    try:
        with transaction.atomic():
            claim = Claim.objects.create(task=task, person=person, claimed_at=now, expires_at=now + LEASE)
    except IntegrityError as error:
        raise ConflictError("Someone else was first. Pick another task, or look again in two weeks.") from error
    audit.record(actor=user, action="contributors.claim_task", subject=f"task:{task.pk}", claim=claim.pk)
    board_version.bump()
    tell_claim(claim=claim, user=user)
    return claim


@transaction.atomic
def release_claim(*, user: User, task_id: int, note: str = "") -> Claim | None:
    """End the live claim on the task and return it; whoever holds it or maintains may. None where nobody holds it.

    `note`: what a maintainer says to whoever held it; only they read it.
    """
    task = Task.objects.select_for_update().get(pk=task_id)
    claim = Claim.objects.filter(task=task, released_at=None).select_related("person", "task", "told").first()
    if claim is None:
        return None
    is_own = claim.person == standing_person(user=user)
    if not is_own and not roles.has_role(user, roles.MAINTAINERS):
        raise NotAllowedError("Only the person who claimed this task or a maintainer can release it.")
    claim.released_at = timezone.now()
    claim.release_reason = "released" if is_own else "by_maintainer"
    claim.release_note = "" if is_own else " ".join(note.split())[:500]
    claim.save(update_fields=["released_at", "release_reason", "release_note"])
    withdraw(claim=claim, user=user)
    audit.record(actor=user, action="contributors.release_claim", subject=f"task:{task.pk}", claim=claim.pk)
    board_version.bump()
    tell_end(claims=[claim], user=user)
    return claim


@transaction.atomic
def expire_claims() -> int:
    """End every claim whose time is over; returns how many. Pages treat them as over anyhow.

    Those that an open pull request keeps are lengthened before their end.
    """
    now = timezone.now()
    soon = Claim.objects.filter(expires_at__lte=now + AHEAD)
    follow_pulls(claims=soon, now=now)
    keep_waiting(claims=soon, now=now)
    ended = _expire(Claim.objects.all(), now)
    if ended:
        audit.record(actor=None, action="contributors.expire_claims", subject="claims", count=ended)
        board_version.bump()
    return ended


def end_claims_of_closed(*, tasks: QuerySet[Task], now: datetime) -> int:
    """End every claim on a closed one of `tasks`, in the caller's transaction: finished work fills no place."""
    live = Claim.objects.filter(task__in=tasks.filter(state=Task.State.CLOSED), released_at=None)
    ended = dict(live.values_list("pk", "task_id"))
    if ended:
        rows = Claim.objects.filter(pk__in=ended, released_at=None)
        rows.filter(expires_at__lte=now).update(released_at=now, release_reason="expired")
        rows.update(released_at=now, release_reason="done")
        audit.record(actor=None, action="contributors.finish_claims", subject="claims", tasks=sorted(ended.values()))
        board_version.bump()
    return len(ended)


def _expire(claims: QuerySet[Claim], now: datetime) -> int:
    over = claims.filter(released_at=None, expires_at__lte=now)
    follow_pulls(claims=over, now=now)
    keep_waiting(claims=over, now=now)
    told = list(over.filter(told__isnull=False).select_related("person", "task", "told"))
    ended = over.update(released_at=now, release_reason="expired")
    tell_end(claims=told, user=None)
    return ended


def _check_may_be_taken(task: Task) -> None:
    claim = Claim.objects.filter(task=task, released_at=None).select_related("person").first()
    if claim is not None:
        raise ConflictError(f"Someone else was first: this task is taken until {claim.expires_at:%-d %B}.")
    if not task.is_on_board or task.state != Task.State.AVAILABLE:
        reason = reason_of(task.state, task.reason) if task.state != Task.State.AVAILABLE else OFF_BOARD
        raise ConflictError(f"This task cannot be taken now. {reason}.")


def _check_has_room(person: Person) -> None:
    held = Claim.objects.filter(person=person, released_at=None).count()
    if held >= MAX_LIVE_CLAIMS:
        raise ConflictError(
            f"You hold {held} tasks already, which is the most at a time. Finish or release one, then take this one."
        )
