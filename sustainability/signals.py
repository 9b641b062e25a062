"""News of this room, sent on commit."""

from django.dispatch import Signal

funding_changed = Signal()
"""Sent without arguments after entries, reserves, rates or settings changed."""
