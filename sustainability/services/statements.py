"""Reserve rows of a file, put together to one statement for each account, currency and day."""

import hashlib
from collections import defaultdict
from datetime import date

from common.money import format_minor
from sustainability.models import Reserve
from sustainability.services.csv_format import FundingRow, RowError

Key = tuple[str, str, date]
FREE, RESTRICTED = "free", "restricted"


def part_of(row: FundingRow) -> str:
    return RESTRICTED if row.is_restricted else FREE


def key_of(row: FundingRow) -> Key:
    return row.account, row.currency, row.occurred_on


def statements(rows: list[FundingRow]) -> list[Reserve]:
    """One an account, currency and day, of the file's free row, its restricted row or both."""
    return [_reserve(group) for group in _groups(rows).values()]


def _groups(rows: list[FundingRow]) -> dict[Key, list[FundingRow]]:
    found: dict[Key, list[FundingRow]] = defaultdict(list)
    for row in rows:
        found[key_of(row)].append(row)
    return found


def _reserve(group: list[FundingRow]) -> Reserve:
    minor = {part_of(row): row.amount_minor for row in group}
    account, currency, on = key_of(group[0])
    return Reserve(
        account=account,
        as_of=on,
        currency=currency,
        unrestricted_minor=minor.get(FREE, 0),
        restricted_minor=minor.get(RESTRICTED, 0),
        content_hash=_hash_of(group),
    )


def _hash_of(group: list[FundingRow]) -> str:
    hashes = sorted({row.content_hash for row in group})
    return hashes[0] if len(hashes) == 1 else hashlib.sha256("".join(hashes).encode()).hexdigest()


class RecordedStatements:
    """What the ledger says already of the statements in a file. One query."""

    def __init__(self, rows: list[FundingRow]) -> None:
        self._groups = _groups(rows)
        accounts = {row.account for row in rows}
        found = Reserve.objects.filter(account__in=accounts) if accounts else Reserve.objects.none()
        self._there = {(one.account, one.currency, one.as_of): one for one in found}

    def has(self, row: FundingRow) -> bool:
        return key_of(row) in self._there

    def is_same(self, row: FundingRow) -> bool:
        """The same amount, or imported from the same rows before someone corrected it here."""
        there = self._there[key_of(row)]
        return self._minor(row) == row.amount_minor or there.content_hash == _hash_of(self._groups[key_of(row)])

    def problem(self, number: int, row: FundingRow) -> RowError:
        held = format_minor(self._minor(row), row.currency)
        problem = f"{row.account} has a statement for {row.occurred_on} already, with {held} {part_of(row)}."
        return RowError(number, "amount", problem, "Change it under Funding, Reserves, or leave this row out.")

    def _minor(self, row: FundingRow) -> int:
        there = self._there[key_of(row)]
        return there.restricted_minor if row.is_restricted else there.unrestricted_minor


def said_twice(rows: list[tuple[int, FundingRow]]) -> list[RowError]:
    """Rows that give one part of one statement another amount than an earlier row of the file."""
    first: dict[tuple[Key, str], tuple[int, FundingRow]] = {}
    found = []
    for number, row in rows:
        before, earlier = first.setdefault((key_of(row), part_of(row)), (number, row))
        if earlier.amount_minor != row.amount_minor:
            problem = f"Row {before} says {earlier.amount} for {row.account} on {row.occurred_on}."
            found.append(
                RowError(number, "amount", problem, "An account has one statement a day: keep one of the rows.")
            )
    return found
