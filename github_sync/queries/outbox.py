"""What the outbox holds, as operators, maintainers and the people themselves look at it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from github_sync.models import Label, OutboxAction, OutboxSettings
from github_sync.queries.own_comments import may_edit
from github_sync.queries.visibility import shown_below

State = OutboxAction.State


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One action in words. `tone`: fine, soon, bad or quiet. `about`: which people or labels.

    `edits` is the number of a comment that whoever looks may change, else None.
    """

    what: str
    about: str
    place: str
    who: str
    state: str
    tone: str
    at: datetime
    why_not: str
    remedy: str
    url: str
    edits: int | None


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """How far one action is. `number` and `url` of the pull request that it opened, `sha` of the commit it made."""

    id: int
    kind: str
    state: str
    error: str
    why_not: str
    remedy: str
    number: int | None
    url: str
    sha: str
    can_retry: bool


def outcomes_of(action_ids: Iterable[int]) -> dict[int, ActionOutcome]:
    return {
        action.pk: ActionOutcome(
            id=action.pk, kind=action.kind, state=action.state, error=action.error, why_not=action.refusal_text,
            remedy=action.remedy, number=action.answer.get("number"), url=action.answer.get("url") or "",
            sha=action.answer.get("sha") or "", can_retry=action.state == State.REFUSED and action.refusal != "needs",
        )
        for action in OutboxAction.objects.filter(pk__in=list(action_ids))
    }  # fmt: skip


def is_dry_run() -> bool:
    """Whether the whole site only rehearses what it would send."""
    return bool(settings.GITHUB_DRY_RUN) or OutboxSettings.objects.filter(is_dry_run=True).exists()


def outbox() -> QuerySet[OutboxAction]:
    return OutboxAction.objects.select_related("needs")


def actions_of(user: Any, limit: int = 10) -> list[ActionLine]:
    """What this person had sent, the latest first; without repositories that the public may not see."""
    return _lines(OutboxAction.objects.filter(shown_below("repository"), actor_id=user.pk), user, limit)


def actions_at(
    places: Iterable[tuple[str, int]], *, user: Any, kinds: Iterable[str] = (), limit: int = 10
) -> list[ActionLine]:
    """What was sent to these issues and pull requests (repository and number), as `user` sees it; one query."""
    here = [Q(repository__full_name__iexact=full_name, number=number) for full_name, number in places]
    rows = OutboxAction.objects.filter(reduce(or_, here)) if here else OutboxAction.objects.none()
    return _lines(rows.filter(kind__in=list(kinds)) if kinds else rows, user, limit)


def label_names(full_name: str) -> list[str]:
    return list(Label.objects.filter(repository__full_name=full_name).values_list("name", flat=True))


def state_in_words(action: OutboxAction) -> str:
    if action.state == State.WAITING and action.error:
        return f"Failing, tried again at {timezone.localtime(action.due_at):%H:%M}"
    if action.state == State.WAITING and action.needs_id and action.needs and action.needs.state != State.SENT:
        return "Waiting for what it needs"
    if action.state == State.DRY_RUN:
        return "Dry run: not sent"
    return action.get_state_display()


def voice_in_words(action: OutboxAction) -> str:
    """As whom it was sent; empty while it was not."""
    kind, _, login = action.acted_as.partition(":")
    return {"person": login, "app": "this site's App", "token": "this site's token"}.get(kind, "")


def tone_of(action: OutboxAction) -> str:
    if action.state == State.WAITING:
        return "bad" if action.error else "soon"
    tones = {State.SENDING: "soon", State.SENT: "fine", State.REFUSED: "bad"}
    return tones.get(State(action.state), "quiet")


def _lines(rows: QuerySet[OutboxAction], user: Any, limit: int) -> list[ActionLine]:
    return [
        ActionLine(
            what=action.get_kind_display(), about=_about(action), place=action.place, who=action.actor_name,
            state=state_in_words(action), tone=tone_of(action), at=action.sent_at or action.created_at,
            why_not=action.refusal_text, remedy=action.remedy, url=action.answer.get("url") or "",
            edits=action.pk if may_edit(action, user) else None,
        )
        for action in rows.select_related("needs").order_by("-pk")[:limit]
    ]  # fmt: skip


def _about(action: OutboxAction) -> str:
    return ", ".join(action.payload.get("labels") or action.payload.get("logins") or ())
