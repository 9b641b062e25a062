"""Reserve rows of a file, put together to one statement for each account, currency and day."""

import hashlib
from collections import defaultdict
from datetime import date

from common.money import format_minor
from common.name_keys import stored_key
from sustainability.models import Reserve
from sustainability.services.csv_format import FundingRow, RowError

Key = tuple[str, str, date]
FREE, RESTRICTED = "free", "restricted"


def part_of(row: FundingRow) -> str:
    return RESTRICTED if row.is_restricted else FREE


def key_of(row: FundingRow) -> Key:
    return stored_key(row.account), row.currency, row.occurred_on


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
    return Reserve(
        account=group[0].account,
        as_of=group[0].occurred_on,
        currency=group[0].currency,
        unrestricted_minor=minor.get(FREE, 0),
        restricted_minor=minor.get(RESTRICTED, 0),
        content_hash=_hash_of({row.content_hash for row in group}),
    )


def _hash_of(hashes: set[str]) -> str:
    if len(hashes) == 1:
        return next(iter(hashes))
    return hashlib.sha256("".join(sorted(hashes)).encode()).hexdigest()


def _hashes_of(group: list[FundingRow]) -> set[str]:
    """As it is now, and as it was before names were compared by key."""
    return {_hash_of({row.content_hash for row in group}), _hash_of({min(row.former_hashes) for row in group})}


class RecordedStatements:
    """What the ledger says already of the statements in a file. One query."""

    def __init__(self, rows: list[FundingRow]) -> None:
        self._groups = _groups(rows)
        accounts = {stored_key(row.account) for row in rows}
        found = Reserve.objects.filter(account_key__in=accounts) if accounts else Reserve.objects.none()
        self._there = {(one.account_key, one.currency, one.as_of): one for one in found}

    def has(self, row: FundingRow) -> bool:
        return key_of(row) in self._there

    def is_same(self, row: FundingRow) -> bool:
        """The same amount, or imported from the same rows before someone corrected it here."""
        there = self._there[key_of(row)]
        return self._minor(row) == row.amount_minor or there.content_hash in _hashes_of(self._groups[key_of(row)])

    def problem(self, number: int, row: FundingRow) -> RowError:
        held = format_minor(self._minor(row), row.currency)
        problem = f"{row.account} has a statement for {row.occurred_on} already, with {held} {part_of(row)}."
        remedy = "Change it under Funding, Reserves, or leave this row out."
        return RowError(number, "amount", problem, remedy, row.kind)

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
                RowError(
                    number, "amount", problem, "An account has one statement a day: keep one of the rows.", row.kind
                )
            )
    return found
