"""News of the mirror, sent on commit; receivers only enqueue."""

from django.dispatch import Signal

repository_synced = Signal()
"""Sent with `repository_id: int` and `changed: int` after a sync that wrote rows."""
