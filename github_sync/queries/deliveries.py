"""Webhook deliveries as operators look at them."""

from django.db.models import QuerySet

from github_sync.models import Delivery


def deliveries() -> QuerySet[Delivery]:
    """The latest first, without their payloads, which a list of them would load in vain."""
    return Delivery.objects.defer("payload")
