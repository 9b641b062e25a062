"""By what a row of a file is known again, whatever the file and however its names are spelled."""

import hashlib
from datetime import date

from common.names import same_name_key

PARTED_BY = "\x1f"


def content_key(
    occurred_on: date, kind: str, funder: str, funding_class: str, source: str, description: str, amount_minor: int,
    currency: str, period_start: date | None, period_end: date | None, recurrence: str, is_restricted: bool,
) -> str:  # fmt: skip
    names = [same_name_key(name) for name in (funder, source, description)]
    return _hashed(
        "names by key", occurred_on, kind, funding_class, *names, amount_minor, currency, period_start, period_end,
        recurrence, is_restricted,
    )  # fmt: skip


def former_hash(*columns: object) -> str:
    """Of entries that were imported before names were compared by key."""
    return _hashed(*columns)


def occurrence_key(key: str, n: int) -> str:
    """Of the n-th row with this content, the first is 1: three guests may give the same on one day."""
    return key if n == 1 else _hashed(key, n)


def statement_key(account: str, currency: str, as_of: date) -> str:
    return _hashed("statement", same_name_key(account), currency, as_of)


def _hashed(*parts: object) -> str:
    return hashlib.sha256(PARTED_BY.join(str(part) for part in parts).encode()).hexdigest()
