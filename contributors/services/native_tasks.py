"""Tasks of the site itself, opened by somebody who is signed in."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from common import audit
from common.apart.errors import ApartError
from common.errors import ConflictError, InvalidInputError
from common.locks import hold
from common.models import AuditEntry, User
from common.text import without_control
from contributors.domain.kinds import KIND_TITLES
from contributors.domain.rendering import IssueText
from contributors.models import Task
from contributors.services import board_version
from contributors.services.claims import end_claims_of_closed
from contributors.services.issue_texts import text_of_person
from contributors.services.people import person_of_user

OWNER, NAME = "site", "tasks"
A_DAY = 10
"""Tasks that one person can open in a day."""
OPENED, WRITTEN, CHANGED = "contributors.open_task", "contributors.write_task", "contributors.change_task"


@transaction.atomic
def keep_task(*, task: Task, user: User | None, shown: IssueText | None) -> None:
    """Save what somebody wrote in the CMS: a new task gets its address, an old one moves up as lately active. `shown`
    is its text, where that was rendered anew.

    Two at once never get one number.
    """
    is_new = task.pk is None
    if is_new:
        _give_address(task)
        task.opened_by = person_of_user(user=user) if user else None
    task.updated_at = timezone.now()
    if shown is not None:
        task.body_html, task.excerpt = shown.html, shown.excerpt
    task.save()
    audit.record(actor=user, action=WRITTEN if is_new else CHANGED, subject=f"task:{task.pk}")
    end_claims_of_closed(tasks=Task.objects.filter(pk=task.pk), now=timezone.now())


def _give_address(task: Task) -> None:
    """The next number; the lock is held until the transaction ends."""
    hold("contributors.native_tasks")
    newest = Task.objects.filter(source="site").order_by("-number").values_list("number", flat=True).first()
    task.source, task.owner, task.name, task.number = "site", OWNER, NAME, (newest or 0) + 1
    task.external_id = secrets.token_hex(8)


def open_task(*, user: User, title: str, text: str, kind: str, done_when: str = "") -> Task:
    """Put a task on the board. The same title and text by the same person within a day is the same task.

    Raises InvalidInputError, and ConflictError where the person opened A_DAY tasks today.
    """
    title = " ".join(without_control(title).split())[:500]
    text = without_control(text).strip()
    if not title or kind not in KIND_TITLES:
        raise InvalidInputError("A task needs a title and a kind of work.")
    shown = _shown(text)
    with transaction.atomic():
        return _open(user, Task(title=title, body_text=text, kind=kind, done_when=done_when), shown)


def _shown(text: str) -> IssueText:
    """Before the transaction: nobody is to wait for somebody's text."""
    try:
        return text_of_person(text)
    except ApartError as error:
        raise InvalidInputError(f"This text cannot be shown: {error}.") from error


def _open(user: User, task: Task, shown: IssueText) -> Task:
    hold("contributors.native_tasks")
    opened = _opened_today(user)
    same = Task.objects.filter(pk__in=opened, title=task.title, body_text=task.body_text).first()
    if same is not None:
        return same
    if len(opened) >= A_DAY:
        raise ConflictError(f"You opened {len(opened)} tasks today, which is the most for a day. Come back tomorrow.")
    task.opened_by = person_of_user(user=user)
    _give_address(task)
    task.body_html, task.excerpt = shown.html, shown.excerpt
    task.save()
    get_search_backend().add(task)
    audit.record(actor=user, action=OPENED, subject=f"task:{task.pk}")
    board_version.bump()
    return task


def _opened_today(user: User) -> list[int]:
    since = timezone.now() - timedelta(days=1)
    rows = AuditEntry.objects.filter(actor=user, action=OPENED, occurred_at__gte=since)
    return [int(subject.partition(":")[2]) for subject in rows.values_list("subject", flat=True)]
