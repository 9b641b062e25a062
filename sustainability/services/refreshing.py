"""Have the figures computed anew after the present transaction."""

from django.db import transaction

from sustainability.signals import funding_changed


def refresh_on_commit() -> None:
    transaction.on_commit(lambda: funding_changed.send(sender=None))
