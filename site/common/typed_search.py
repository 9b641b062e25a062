"""Full-text search while one types: the last word may still be the beginning of one."""

from collections.abc import Sequence
from typing import Any, Protocol

from django.db import connection
from django.db.models import QuerySet

from common.typed_search_postgresql import PostgresqlIndex
from common.typed_search_sqlite import SqliteIndex

MOST = 1_000
"""As many results as are told; nobody pages through more."""
LOOKED_AT = 3 * MOST


class WordIndex(Protocol):
    """What a database's index of one model's rows holds of some words; numbers are those of rows."""

    def is_common(self) -> bool:
        """Whether so many entries hold them that to rank all takes longer than one types."""
        ...

    def best(self, most: int, *, in_titles: bool = False) -> list[int]:
        """From the index alone: joined with their rows first, each that is found costs three more looks."""
        ...

    def some(self, most: int) -> list[int]: ...

    def best_of(self, rows: QuerySet[Any], most: int) -> list[int]: ...


def find_as_typed(words: Sequence[str], rows: QuerySet[Any], *, operator: str = "and") -> list[int]:
    """The numbers of those of `rows` whose index holds the words (with `or`, one of them), best first, MOST at most.

    The databases' indexes know beginnings of words, but Wagtail asks for them only in its autocomplete fields,
    which would hold every text once more.
    """
    kind = SqliteIndex if connection.vendor == "sqlite" else PostgresqlIndex
    index: WordIndex = kind(words, rows.model, operator)
    numbers = _ranked(index)
    there = set(rows.filter(pk__in=numbers).values_list("pk", flat=True))
    found = [number for number in numbers if number in there]
    if len(found) < MOST and len(numbers) == LOOKED_AT:  # most that hold the words are none of `rows`
        found = index.best_of(rows, MOST)
    return found[:MOST]


def _ranked(index: WordIndex) -> list[int]:
    """LOOKED_AT at most; of common words those in titles first."""
    if not index.is_common():
        return index.best(LOOKED_AT)
    return list(dict.fromkeys([*index.best(LOOKED_AT, in_titles=True), *index.some(LOOKED_AT)]))[:LOOKED_AT]
