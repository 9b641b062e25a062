"""Full-text search while one types: the last word may still be the beginning of one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend
from wagtail.search.query import PlainText


def search_as_typed(words: Sequence[str], rows: QuerySet[Any], *, operator: str = "and") -> QuerySet[Any]:
    """Of `rows`, those whose index holds the words (with `or`, one of them), best first; may be counted and sliced.

    The databases' indexes know beginnings of words, but Wagtail asks for them only in its autocomplete fields,
    which would hold every text once more.
    """
    backend = get_search_backend()
    as_typed = type("AsTyped", (backend.query_compiler_class,), {"LAST_TERM_IS_PREFIX": True})
    results = backend._search(as_typed, PlainText(" ".join(words), operator=operator), rows)
    found: QuerySet[Any] = results.get_queryset()
    return found
