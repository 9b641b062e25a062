"""Comments that this site wrote on GitHub for a person, as that person may change them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from github_sync.domain.outbox import spoken
from github_sync.models import IssueComment, OutboxAction
from github_sync.queries.visibility import shown_below

Kind, State = OutboxAction.Kind, OutboxAction.State
UNDONE = (State.REFUSED, State.CANCELLED, State.DRY_RUN)


@dataclass(frozen=True, slots=True)
class OwnComment:
    """`text` is what it says now, or will once what is on its way is there; `version` names that text."""

    action: OutboxAction
    text: str
    version: str

    @property
    def url(self) -> str:
        return str(self.action.answer.get("url") or "")


def own_comment(user: Any, action_id: int) -> OwnComment | None:
    """None where there is none that this user may change, or nobody may see its repository."""
    action = OutboxAction.objects.filter(shown_below("repository"), pk=action_id).first()
    return OwnComment(action, *words_now(action)) if action is not None and may_edit(action, user) else None


def may_edit(action: OutboxAction, user: Any) -> bool:
    """Whose words they are, once they are on GitHub."""
    is_there = action.kind == Kind.COMMENT and action.state == State.SENT and bool(action.answer.get("id"))
    return is_there and action.has_own_words and action.owner_id is not None and action.owner_id == user.pk


def words_now(comment: OutboxAction) -> tuple[str, str]:
    """Text and version: of the last change that was not refused, or of GitHub where it was changed there after."""
    edits = OutboxAction.objects.filter(needs=comment, kind=Kind.EDIT_COMMENT).exclude(state__in=UNDONE)
    last = edits.order_by("pk").last() or comment
    there = _changed_there(comment, last)
    if there is not None:
        text = there.body
        for name in (comment.actor_name, ""):  # none stood under it while they did not want to be named
            text = spoken(text, marker=comment.marker, name=name, site=settings.SITE_NAME)
        return text, f"{last.pk} {there.updated_at.isoformat()}"
    return _said(last), str(last.pk)


def _said(action: OutboxAction) -> str:
    is_self = action.acted_as.startswith("person:")
    return str((is_self and action.payload.get("body_as_self")) or action.payload["body"])


def _changed_there(comment: OutboxAction, last: OutboxAction) -> IssueComment | None:
    """The mirror's row, where somebody changed the comment on GitHub since this site last did."""
    at = last.answer.get("changed_at")
    if last.state != State.SENT or not at:
        return None
    rows = IssueComment.objects.filter(github_id=comment.answer["id"], updated_at__gt=datetime.fromisoformat(at))
    return rows.first()
