"""Stored rows for a file: every column as it is, then the names that numbers stand for, as far as they are public."""

from collections.abc import Callable, Iterable, Iterator
from itertools import batched
from typing import Any

from contributors.queries.people import names_of, names_of_accounts, organization_names
from github_sync.queries.activity import github_numbers
from sustainability.queries.stored_rows import CHUNK, columns_of

Names = dict[int, str]


def _people(ids: set[int]) -> Names:
    return {pk: found.name for pk, found in names_of(ids).items()}


def _accounts(ids: set[int]) -> Names:
    return {pk: found.name for pk, found in names_of_accounts(github_numbers(ids)).items()}


READERS: dict[str, Callable[[set[int]], Names]] = {
    "person": _people,
    "organization": organization_names,
    "account": _accounts,
    "author": _accounts,
}


def with_names(family: str, rows: Iterable[list[Any]]) -> tuple[list[str], Iterator[list[Any]]]:
    """Columns and rows; a hidden person has the same words as on the pages. Each name is asked for once."""
    columns = columns_of(family)
    named = [(columns.index(name), READERS[name]) for name in columns if name in READERS]
    return [*columns, *(f"{columns[at]}_name" for at, _ in named)], _named(rows, named)


def _named(rows: Iterable[list[Any]], named: list[tuple[int, Callable[[set[int]], Names]]]) -> Iterator[list[Any]]:
    known: list[Names] = [{} for _ in named]
    for some in batched(rows, CHUNK):
        for (at, read), names in zip(named, known, strict=True):
            if new := {row[at] for row in some if row[at] is not None} - set(names):
                names.update({**dict.fromkeys(new, ""), **read(new)})
        for row in some:
            yield [*row, *(names.get(row[at], "") for (at, _), names in zip(named, known, strict=True))]
