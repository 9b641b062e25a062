"""How an attempt ended, written down by the worker that still holds the action."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from common import audit
from github_sync.domain.outbox import GIVES_UP, wait_after
from github_sync.domain.refusals import Refusal
from github_sync.models import DueRead, OutboxAction, PullRequest, Repository
from github_sync.services.outbox.enqueuing import nudge_on_commit
from github_sync.services.webhooks.reads import mark_reads
from github_sync.signals import action_settled

State, Kind = OutboxAction.State, OutboxAction.Kind
ON_BRANCH = {Kind.CREATE_BRANCH, Kind.COMMIT_FILES}


@transaction.atomic
def mark_sent(action: OutboxAction, answer: dict[str, Any], acted_as: str) -> None:
    """And have what changed read from GitHub, so that it shows also where no webhook comes."""
    is_mine = _end(
        action, state=State.SENT, answer=answer, acted_as=acted_as, sent_at=timezone.now(), is_uncertain=False,
        error="", refusal="", refusal_text="", remedy="",
    )  # fmt: skip
    if not is_mine:
        return
    audit.record(
        actor=action.actor, action="github_sync.send", subject=f"outbox:{action.pk}", kind=action.kind,
        place=action.place, acted_as=acted_as, url=answer.get("url") or "",
    )  # fmt: skip
    _have_it_read(action, answer)
    tell_settled(action.pk)


@transaction.atomic
def mark_dry_run(action: OutboxAction, requests: list[dict[str, Any]], acted_as: str) -> None:
    answer = {"would_have_sent": requests}
    _end(action, state=State.DRY_RUN, answer=answer, acted_as=acted_as, is_uncertain=False, error="")


@transaction.atomic
def mark_refused(action: OutboxAction, refusal: Refusal, acted_as: str = "") -> None:
    """What needs it is refused with it."""
    is_mine = _end(
        action, state=State.REFUSED, refusal=refusal.code, refusal_text=refusal.text, remedy=refusal.remedy,
        acted_as=acted_as, is_uncertain=action.is_uncertain,
    )  # fmt: skip
    if is_mine:
        audit.record(
            actor=action.actor, action="github_sync.refuse", subject=f"outbox:{action.pk}", refusal=refusal.code
        )
        refuse_successors(action)
        tell_settled(action.pk)


def tell_settled(action_id: int) -> None:
    transaction.on_commit(lambda: action_settled.send(sender=OutboxAction, action_id=action_id), robust=True)


@transaction.atomic
def mark_failed(
    action: OutboxAction, error: str, *, wait: float | None = None, is_certain: bool = False, now_refused: Refusal
) -> None:
    """To be tried again: after `wait` seconds, else later each time. `is_certain`: GitHub did not do it.

    After days of failing it ends as `now_refused`; waiting behind others does not count.
    """
    action.is_uncertain = action.is_uncertain or not is_certain
    progress = {"failing_since": timezone.now().isoformat(), **action.progress}
    since = datetime.fromisoformat(progress["failing_since"])
    if wait is None and timezone.now() - since > GIVES_UP:
        mark_refused(action, now_refused)
        return
    later = wait_after(action.attempts) if wait is None else timedelta(seconds=wait)
    _end(
        action, state=State.WAITING, due_at=timezone.now() + later, error=error, is_uncertain=action.is_uncertain,
        progress=progress,
    )  # fmt: skip


def refuse_successors(action: OutboxAction) -> None:
    """In the caller's transaction: what waits for this, and what waits for that."""
    for successor in OutboxAction.objects.filter(needs=action, state=State.WAITING):
        text = f"It needs something that was not done: {action.get_kind_display().lower()} in {action.place}."
        OutboxAction.objects.filter(pk=successor.pk).update(
            state=State.REFUSED,
            refusal="needs",
            refusal_text=text,
            remedy="Retry that one; this then follows by itself.",
        )
        refuse_successors(successor)


@transaction.atomic
def refuse_orphans() -> None:
    """What was enqueued in the moment in which the action that it needs was refused."""
    ended = OutboxAction.objects.filter(
        state__in=[State.REFUSED, State.CANCELLED], needed_by__state=State.WAITING
    ).distinct()
    for action in ended:
        refuse_successors(action)


def revive_successors(action: OutboxAction) -> None:
    for successor in OutboxAction.objects.filter(needs=action, state=State.REFUSED, refusal="needs"):
        OutboxAction.objects.filter(pk=successor.pk).update(
            state=State.WAITING, refusal="", refusal_text="", remedy="", due_at=timezone.now()
        )
        revive_successors(successor)


def _end(action: OutboxAction, **values: Any) -> bool:
    mine = OutboxAction.objects.filter(pk=action.pk, claim=action.claim, state=State.SENDING)
    is_mine = bool(mine.update(claim="", claimed_until=None, **values))
    if is_mine:
        _nudge_if_more(action)
    return is_mine


def _nudge_if_more(action: OutboxAction) -> None:
    if OutboxAction.objects.filter(lane=action.lane, state=State.WAITING, due_at__lte=timezone.now()).exists():
        nudge_on_commit()


def _have_it_read(action: OutboxAction, answer: dict[str, Any]) -> None:
    repository: Repository | None = action.repository
    if repository is None:
        return
    if action.kind in ON_BRANCH:
        if action.branch == repository.default_branch:
            mark_reads(repository, [(DueRead.Kind.REPOSITORY, 0)])
        return
    number = action.number or int(
        answer.get("number") or (action.needs.answer.get("number") if action.needs else 0) or 0
    )
    if number:
        is_pull = not action.number or PullRequest.objects.filter(repository=repository, number=number).exists()
        mark_reads(repository, [(DueRead.Kind.PULL if is_pull else DueRead.Kind.ISSUE, number)])
