"""Wakes the queue: one nudge is enough until the queue has taken it, however many deliveries come."""

from django.core.cache import cache

from github_sync.models import Delivery
from github_sync.signals import delivery_stored

NUDGED = "github_sync.deliveries-nudged"
LASTS = 30


def nudge() -> None:
    """Have the queue look for due deliveries; a nudge that is lost is made up for by the schedule."""
    if cache.add(NUDGED, True, timeout=LASTS):
        delivery_stored.send(sender=Delivery)


def take_nudge() -> None:
    """Called before due rows are read, so that whatever is stored after this moment nudges anew."""
    cache.delete(NUDGED)
