"""Whoever holds a task of the site says that it is done; a maintainer accepts and credits it, or gives it back."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common import audit, roles
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from common.models import User
from contributors.domain.lease import AHEAD, GRACE, LEASE
from contributors.models import Claim, DoneReport, Task
from contributors.services import board_version
from contributors.services.crediting import record_contribution
from contributors.services.people import standing_person

LONGEST = 2000
Answer = DoneReport.Answer
check_address = URLValidator(schemes=["http", "https"])


@transaction.atomic
def say_done(*, user: User, task_id: int, note: str, evidence_url: str = "") -> DoneReport:
    """The task waits for a maintainer then, and the claim does not run out meanwhile. Said twice, it is said once.

    Raises InvalidInputError, NotAllowedError, ConflictError.
    """
    task = Task.objects.select_for_update().get(pk=task_id)
    if not task.is_native:
        raise ConflictError("This task is an issue on GitHub: it is done when its pull request is merged there.")
    person = standing_person(user=user)
    claim = Claim.objects.filter(task=task, released_at=None, expires_at__gt=timezone.now(), person=person).first()
    if claim is None:
        raise NotAllowedError("Only whoever holds this task can say that it is done.")
    note, evidence_url = _text(note, "what you did"), _address(evidence_url)
    waiting = claim.done_reports.filter(answer="").first()
    if waiting is not None:
        return waiting
    report = DoneReport.objects.create(claim=claim, note=note, evidence_url=evidence_url)
    _set_state(task, Task.State.IN_REVIEW)
    audit.record(actor=user, action="contributors.say_done", subject=f"task:{task.pk}", claim=claim.pk)
    return report


@transaction.atomic
def accept_done(*, user: User, report_id: int) -> DoneReport:
    """Close the task and credit whoever did it, once. Raises NotAllowedError, ConflictError."""
    report = _to_answer(user, report_id)
    claim, task = report.claim, report.claim.task
    if claim.person.user is None:
        raise ConflictError(f"{claim.person.name} has no account here any more. Close the task by hand.")
    _answer(report, user, Answer.ACCEPTED, "")
    Claim.objects.filter(pk=claim.pk).update(released_at=timezone.now(), release_reason="done")
    _set_state(task, Task.State.CLOSED)
    record_contribution(
        user=claim.person.user, kind=task.kind, source="site", external_id=f"site/task/{task.external_id}",
        title=task.title, occurred_at=report.said_at, evidence_url=report.evidence_url,
        provenance="Task of this site, accepted by a maintainer",
    )  # fmt: skip
    return report


@transaction.atomic
def give_back_done(*, user: User, report_id: int, word: str) -> DoneReport:
    """It is not done yet: whoever holds it reads why, and has a while. Raises InvalidInputError, NotAllowedError,
    ConflictError."""
    report = _to_answer(user, report_id)
    _answer(report, user, Answer.GIVEN_BACK, _text(word, "what is missing"))
    least = timezone.now() + GRACE
    Claim.objects.filter(pk=report.claim_id, expires_at__lt=least).update(expires_at=least)
    _set_state(report.claim.task, Task.State.AVAILABLE)
    return report


def withdraw(*, claim: Claim, user: User) -> None:
    """In the caller's transaction: the claim ends, so that nobody need answer any more."""
    if claim.done_reports.filter(answer="").update(
        answer=Answer.GIVEN_BACK, answered_at=timezone.now(), answered_by=user
    ):
        _set_state(claim.task, Task.State.AVAILABLE)


def keep_waiting(*, claims: QuerySet[Claim], now: datetime) -> None:
    """None of these runs out while somebody waits for an answer."""
    waiting = claims.filter(released_at=None, expires_at__lte=now + AHEAD, done_reports__answer="")
    Claim.objects.filter(pk__in=list(waiting.values_list("pk", flat=True))).update(expires_at=now + LEASE)


def _to_answer(user: User, report_id: int) -> DoneReport:
    if not roles.has_role(user, roles.MAINTAINERS):
        raise NotAllowedError("Only a maintainer can say whether this task is done.")
    rows = DoneReport.objects.select_for_update(of=("self",)).select_related("claim__task", "claim__person__user")
    report = rows.filter(pk=report_id).first()
    if report is None or report.answer or report.claim.released_at is not None:
        raise ConflictError("Somebody answered this already, or it was taken back.")
    if report.claim.person == standing_person(user=user):
        raise NotAllowedError("This is your own work. Ask another maintainer to look at it.")
    return report


def _answer(report: DoneReport, user: User, answer: str, word: str) -> None:
    report.answer, report.answered_at, report.answered_by, report.word = answer, timezone.now(), user, word
    report.save(update_fields=["answer", "answered_at", "answered_by", "word"])
    audit.record(
        actor=user, action="contributors.answer_done", subject=f"task:{report.claim.task_id}", claim=report.claim_id,
        answer=answer,
    )  # fmt: skip


def _set_state(task: Task, state: str) -> None:
    Task.objects.filter(pk=task.pk).update(state=state, reason="", updated_at=timezone.now())
    task.state, task.reason = state, ""
    board_version.bump()


def _text(text: str, what: str) -> str:
    cleaned = "".join(char for char in text.strip() if char in "\n\t" or char.isprintable())
    if not cleaned:
        raise InvalidInputError(f"Say {what} first.")
    if len(cleaned) > LONGEST:
        raise InvalidInputError(f"At most {LONGEST:,} characters, please; this has {len(cleaned):,}.")
    return cleaned


def _address(url: str) -> str:
    url = url.strip()
    if not url:
        return ""
    try:
        check_address(url)
    except ValidationError as error:
        raise InvalidInputError("That is no address of a page. Copy it whole, with https:// in front.") from error
    if len(url) > 500:
        raise InvalidInputError("That address is too long. Give a shorter one.")
    return url
