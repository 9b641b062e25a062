"""Marks on what GitHub has deleted: the row stays, so that a late or repeated older event cannot bring it back."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone


def mark_gone(rows: QuerySet[Any]) -> int:
    """Returns how many were there until now; the first mark stays."""
    return rows.filter(gone_at=None).update(gone_at=timezone.now())
