"""Tells every process that what it keeps of the board is old."""

from common import page_cache
from contributors.models import BoardVersion
from contributors.models.board import new_version


def bump() -> None:
    """Call in the transaction that changes a task or a claim."""
    value = new_version()
    if not BoardVersion.objects.filter(pk=1).update(value=value):
        BoardVersion.objects.get_or_create(pk=1, defaults={"value": value})
    page_cache.clear_on_commit()
