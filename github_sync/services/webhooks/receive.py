"""Takes deliveries in: what is signed is stored under its id, and nothing else is done before the answer."""

import zlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from github_sync.domain.webhooks import Fields, PayloadError
from github_sync.models import Delivery
from github_sync.services.webhooks.intake import intake
from github_sync.services.webhooks.nudges import nudge


@dataclass(frozen=True)
class Envelope:
    """What the headers say about a delivery."""

    guid: UUID
    event: str
    hook_id: int | None = None
    hook_target: str = ""


def store_delivery(*, envelope: Envelope, body: bytes, payload: dict[str, Any]) -> bool:
    """Keep one delivery, to be applied after the answer; False where its id is known.

    A known one that had failed is due again. `body` is what was signed, `payload` the same parsed.
    """
    row = Delivery(
        guid=envelope.guid,
        event=envelope.event,
        action=_text(payload.get("action"), 60),
        repository=_repository_name(payload),
        hook_id=envelope.hook_id,
        hook_target=envelope.hook_target,
        payload=zlib.compress(body, 1),
    )
    if not intake.store(row):
        _store_again(envelope.guid, body)
        return False
    return True


@transaction.atomic
def _store_again(guid: UUID, body: bytes) -> None:
    """GitHub redelivers under the same id; that is of use only where the first try failed."""
    failed = Delivery.objects.filter(guid=guid, state=Delivery.State.FAILED)
    again = failed.update(
        state=Delivery.State.PENDING,
        due_at=timezone.now(),
        attempts=0,
        reason="",
        payload=zlib.compress(body, 1),
    )
    if again:
        transaction.on_commit(nudge, robust=True)


def _repository_name(payload: dict[str, Any]) -> str:
    try:
        repository = Fields(payload).maybe_part("repository")
        return repository.text("full_name", 301) if repository else ""
    except PayloadError:
        return ""


def _text(value: Any, limit: int) -> str:
    return value.replace("\0", "").encode("utf-8", "replace").decode()[:limit] if isinstance(value, str) else ""
