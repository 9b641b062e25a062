"""What is done to stored deliveries by people and by time."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import ConflictError
from common.models import User
from github_sync.models import Delivery
from github_sync.services.webhooks.nudges import nudge


@transaction.atomic
def replay_delivery(*, delivery_id: int, actor: User | None) -> Delivery:
    """Have a delivery applied again; raises ConflictError where its payload was dropped. Newer facts stay."""
    delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
    if delivery.payload is None:
        raise ConflictError("The payload of this delivery was dropped after its time. Sync the repository instead.")
    delivery.state, delivery.reason, delivery.attempts, delivery.claim = Delivery.State.PENDING, "", 0, ""
    delivery.due_at, delivery.applied_at = timezone.now(), None
    delivery.save(update_fields=["state", "reason", "attempts", "claim", "due_at", "applied_at"])
    audit.record(actor=actor, action="github_sync.replay_delivery", subject=f"delivery:{delivery.guid}")
    transaction.on_commit(nudge, robust=True)
    return delivery


def drop_old_payloads() -> int:
    """Payloads hold what people wrote, so they are kept only as long as a replay may be wanted; the rows stay."""
    before = timezone.now() - timedelta(days=settings.GITHUB_WEBHOOK_PAYLOAD_DAYS)
    done = [Delivery.State.APPLIED, Delivery.State.IGNORED]
    old = Delivery.objects.filter(state__in=done, received_at__lt=before, payload__isnull=False)
    return int(old.update(payload=None))
