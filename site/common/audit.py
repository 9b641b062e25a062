"""The audit trail: one row an action, written in the transaction of the action."""

from typing import Any

from common.models import AuditEntry, User


def record(*, actor: User | None, action: str, subject: str, **detail: Any) -> AuditEntry:
    """Keep that `actor` (None: the site itself) did `action` (`room.verb_noun`) to `subject` (`model:id`)."""
    return AuditEntry.objects.create(actor=actor, action=action, subject=subject, detail=detail)
