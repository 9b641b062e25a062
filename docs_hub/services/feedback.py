"""Keeps what readers say of a page, within bounds that no flood can break."""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import ConflictError, InvalidInputError
from common.locks import hold
from common.models import User
from common.text import without_control
from docs_hub.domain.limits import LONGEST_REPORT
from docs_hub.models import DocPage, Feedback

A_DAY = 40
"""Pages that one visitor can judge, or problems report, in a day."""
A_DAY_AND_PAGE = 300


@transaction.atomic
def give_feedback(*, page: DocPage, visitor: str, kind: str, text: str = "", anchor: str = "") -> Feedback:
    """One answer a visitor, page and day: a second one changes the first. Reports of problems stand side by side.

    Raises ConflictError where it is too much for a day, InvalidInputError for a report without words.
    """
    text = without_control(text).strip()[:LONGEST_REPORT]
    if kind == Feedback.Kind.PROBLEM and not text:
        raise InvalidInputError("Say in a few words what is wrong.")
    hold(f"docs_hub.feedback:{page.pk}")
    today = timezone.localdate()
    anchor = anchor if anchor in {entry["anchor"] for entry in page.toc} else ""
    known = Feedback.objects.filter(page=page, day=today, visitor=visitor)
    same = (
        known.filter(kind=kind, text=text).first()
        if kind == Feedback.Kind.PROBLEM
        else known.exclude(kind=Feedback.Kind.PROBLEM).first()
    )
    if same is not None:
        return _changed(same, kind, text, page)
    _check_room(page, visitor)
    return Feedback.objects.create(
        page=page, kind=kind, text=text, anchor=anchor, day=today, visitor=visitor, text_sha=page.text_sha
    )


def _changed(row: Feedback, kind: str, text: str, page: DocPage) -> Feedback:
    """What changes is to be looked at again."""
    if (row.kind, row.text) != (kind, text):
        row.kind, row.text, row.text_sha = kind, text, page.text_sha
        row.handled_at = row.handled_by = None
        row.save()
    return row


def _check_room(page: DocPage, visitor: str) -> None:
    today = Feedback.objects.filter(day=timezone.localdate())
    if today.filter(visitor=visitor).count() >= A_DAY:
        raise ConflictError("You have told us a lot today, thank you. Please come back tomorrow with more.")
    if today.filter(page=page).count() >= A_DAY_AND_PAGE:
        raise ConflictError("This page has been told a lot today. Please come back tomorrow.")


@transaction.atomic
def handle_feedback(*, ids: Iterable[int], actor: User, is_handled: bool = True) -> int:
    """Mark as done, or as open again; returns how many changed."""
    rows = Feedback.objects.filter(pk__in=list(ids), handled_at__isnull=is_handled)
    pks = list(rows.values_list("pk", flat=True))
    now = timezone.now() if is_handled else None
    Feedback.objects.filter(pk__in=pks).update(handled_at=now, handled_by=actor if is_handled else None)
    if pks:
        audit.record(
            actor=actor, action="docs_hub.handle_feedback", subject="feedback", ids=pks[:100], is_handled=is_handled
        )
    return len(pks)
