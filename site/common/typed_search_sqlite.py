"""Words in SQLite's full-text index, as Wagtail fills it."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet
from modelsearch.utils import get_descendants_content_types_pks

ENTRIES, WORDS = "wagtailsearch_indexentry", "wagtailsearch_indexentry_fts"
RANK = f"bm25({WORDS}, 1, 1, 8)"
"""SQLite's own measure; a word in the title counts eight times."""
COMMON = 20_000
"""Index entries."""


class SqliteIndex:
    def __init__(self, words: Sequence[str], model: type[Model], operator: str) -> None:
        self._model = model
        self._anywhere, self._in_titles = _match(words, operator, "title body"), _match(words, operator, "title")

    def is_common(self) -> bool:
        with connection.cursor() as cursor:
            found = f"SELECT 1 FROM {WORDS} WHERE {WORDS} MATCH %s LIMIT {COMMON + 1}"  # noqa: S608 - names of our own
            cursor.execute(f"SELECT count(*) FROM ({found})", [self._anywhere])  # noqa: S608
            return bool(cursor.fetchone()[0] > COMMON)

    def best(self, most: int, *, in_titles: bool = False) -> list[int]:
        match = self._in_titles if in_titles else self._anywhere
        return self._numbers(match, f"ORDER BY {RANK}, entry.id DESC", most)

    def some(self, most: int) -> list[int]:
        return self._numbers(self._anywhere, "", most)

    def _numbers(self, match: str, order: str, most: int) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT CAST(entry.object_id AS INTEGER) FROM {WORDS} CROSS JOIN {ENTRIES} entry "  # noqa: S608 - our own
                f"ON entry.id = {WORDS}.rowid WHERE {WORDS} MATCH %s AND +entry.content_type_id IN ({self._kinds}) "
                f"{order} LIMIT {int(most)}",
                [match],
            )
            return [number for (number,) in cursor.fetchall()]

    @property
    def _kinds(self) -> str:
        return ", ".join(str(int(pk)) for pk in get_descendants_content_types_pks(self._model))

    def best_of(self, rows: QuerySet[Any], most: int) -> list[int]:
        """Wagtail's own query runs the search once more for each row that it found, and SQLite's planner begins it at
        the wrong end: seconds among 5,000 sections. Here the index is read once, for it leaves the planner no other
        way.
        """
        table = rows.model._meta.db_table
        found = rows.extra(  # noqa: S610 - names and numbers of our own; what was typed is a parameter
            select={"rank": RANK},
            tables=[WORDS, ENTRIES],
            where=[
                f"{WORDS} MATCH %s",
                f"{ENTRIES}.id = {WORDS}.rowid",
                f"+{ENTRIES}.content_type_id IN ({self._kinds})",
                f"{table}.id = CAST({ENTRIES}.object_id AS INTEGER)",
            ],
            params=[self._anywhere],
            order_by=["rank", f"-{table}.id"],
        )
        return list(found.values_list("pk", flat=True)[:most])


def _match(words: Sequence[str], operator: str, columns: str) -> str:
    quoted = ['"{}"'.format(word.replace('"', '""')) for word in words]
    is_letter = len(words[-1]) == 1 and words[-1].isascii()  # what begins with it is nearly all there is
    return f"{{{columns}}} : (" + f" {operator.upper()} ".join(quoted) + (")" if is_letter else "*)")
