"""Words in PostgreSQL's full-text index, as Wagtail fills it.

Wagtail looks for all words in title and text put together, which no index of it holds: each entry is read. Here each
word is looked for in either.
"""

from collections.abc import Sequence
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import connection
from django.db.models import BigIntegerField, F, Model, Q, QuerySet
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres.query import Lexeme
from modelsearch.backends.database.postgres.weights import get_sql_weights
from modelsearch.utils import get_descendants_content_types_pks
from wagtail.search.backends import get_search_backend
from wagtail.search.models import IndexEntry

COMMON = 5_000
"""Index entries; to rank one takes PostgreSQL longer than SQLite."""


class PostgresqlIndex:
    def __init__(self, words: Sequence[str], model: type[Model], operator: str) -> None:
        self._entries = IndexEntry.objects.filter(content_type_id__in=get_descendants_content_types_pks(model))
        self._join = and_ if operator == "and" else or_
        lexemes = [Lexeme(word) for word in words[:-1]] + [Lexeme(words[-1], prefix=True)]
        self._all = _query(reduce(self._join, lexemes))
        self._words = _told(lexemes) if len(lexemes) > 1 else [self._all]

    def is_common(self) -> bool:
        return len(self._anywhere.values_list("pk")[: COMMON + 1]) > COMMON

    def best(self, most: int, *, in_titles: bool = False) -> list[int]:
        found = self._entries.filter(title=self._all) if in_titles else self._anywhere
        return _numbers(self._by_rank(found), most)

    def some(self, most: int) -> list[int]:
        return _numbers(self._anywhere, most)

    def best_of(self, rows: QuerySet[Any], most: int) -> list[int]:
        there = rows.order_by().values("pk")
        return _numbers(self._by_rank(_numbered(self._anywhere).filter(number__in=there)), most)

    @property
    def _anywhere(self) -> QuerySet[Any]:
        """Nothing where the database's language leaves all of the words out."""
        if not self._words:
            return self._entries.none()
        return self._entries.filter(reduce(self._join, (Q(title=word) | Q(body=word) for word in self._words)))

    def _by_rank(self, found: QuerySet[Any]) -> QuerySet[Any]:
        """Wagtail's measure."""
        weights = get_sql_weights()
        in_title = SearchRank(F("title"), self._all, weights=weights) * F("title_norm")
        rank = in_title + SearchRank(F("body"), self._all, weights=weights)
        return _numbered(found).order_by(rank.desc(), "-number")


def _numbered(found: QuerySet[Any]) -> QuerySet[Any]:
    return found.annotate(number=Cast("object_id", BigIntegerField()))


def _numbers(found: QuerySet[Any], most: int) -> list[int]:
    return list(_numbered(found).values_list("number", flat=True)[:most])


def _query(lexeme: Any) -> SearchQuery:
    return SearchQuery(lexeme, search_type="raw", config=get_search_backend().config)


def _told(lexemes: Sequence[Lexeme]) -> list[SearchQuery]:
    """Those that mean something to the database: its language leaves out words such as "the"."""
    config = get_search_backend().config
    texts = [lexeme.as_sql(None, connection)[1][0] for lexeme in lexemes]
    query = "to_tsquery(%s::regconfig, word)" if config else "to_tsquery(word)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT numnode({query}) > 0 FROM unnest(%s) WITH ORDINALITY AS words(word, place) ORDER BY place",  # noqa: S608
            [*([config] if config else []), texts],
        )
        return [_query(lexeme) for lexeme, (is_told,) in zip(lexemes, cursor.fetchall(), strict=True) if is_told]
