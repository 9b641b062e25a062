"""Pages of a list, whatever number an address asks for."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet


def page_of[T](items: Sequence[T] | QuerySet[Any, T], number: str, size: int) -> Page[T]:
    """The first page for what is no number of a page, the last for what lies beyond it."""
    is_number = number.isascii() and number.isdecimal() and int(number[:12]) > 0
    return Paginator(items, size).get_page(number[:12] if is_number else 1)
