"""The CSV file of funding: its columns, and how one row becomes values."""

import csv
import hashlib
import io
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from common.errors import InvalidInputError
from common.money import currency_of, parse_minor
from sustainability.models import Entry, FundingClass

COLUMNS = (
    "date", "kind", "funder", "class", "source", "description", "amount", "currency",
    "period_start", "period_end", "recurrence", "restricted",
)  # fmt: skip
MAX_BYTES = 5_000_000
MAX_ROWS = 50_000
YES, NO = {"yes", "true", "1", "x"}, {"", "no", "false", "0"}


@dataclass(frozen=True)
class RowError:
    """`row` is the line a spreadsheet shows."""

    row: int
    column: str
    message: str


@dataclass
class Preview:
    """What an import would do; nothing is written while `errors` is not empty."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)


def read(content: bytes) -> Preview:
    """Every row with all its faults; raises InvalidInputError where the file as a whole cannot be read.

    Two rows with the same content in one file are two entries; the same file again is the same entries.
    """
    preview, seen = Preview(), Counter[str]()
    for number, cells in enumerate(_reader(content), 2):
        if number > MAX_ROWS:
            raise InvalidInputError(f"The file has more than {MAX_ROWS:,} rows. Split it into several.")
        if None in cells:
            preview.errors.append(RowError(number, "", "has more cells than the header has columns"))
            continue
        cells = {name: (value or "").strip() for name, value in cells.items()}
        if not any(cells.values()):
            continue
        row, errors = _parse(number, cells)
        preview.errors += errors
        if not errors:
            content_of_row = "\x1f".join(cells[name] for name in COLUMNS)
            seen[content_of_row] += 1
            digest = hashlib.sha256(f"{content_of_row}\x1f{seen[content_of_row]}".encode()).hexdigest()
            preview.rows.append({**row, "fingerprint": digest})
    return preview


def _reader(content: bytes) -> "csv.DictReader[str]":
    if len(content) > MAX_BYTES:
        raise InvalidInputError(f"The file is larger than {MAX_BYTES // 1_000_000} MB. Split it into several.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError("The file is not UTF-8. Save it again as “CSV UTF-8”.") from error
    if "\0" in text:
        raise InvalidInputError("The file is not a CSV file.")
    first = text.partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text), delimiter=";" if first.count(";") > first.count(",") else ",")
    names = [(name or "").strip().lower() for name in reader.fieldnames or ()]
    missing = [name for name in COLUMNS if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing or unknown or len(set(names)) != len(names):
        faults = [f"missing: {', '.join(missing)}"] if missing else []
        faults += [f"not known: {', '.join(unknown)}"[:200]] if unknown else []
        detail = "; ".join(faults) or "a column stands twice"
        raise InvalidInputError(f"The columns do not fit ({detail}). The header is: {','.join(COLUMNS)}")
    reader.fieldnames = names
    return reader


def _parse(number: int, cells: dict[str, str]) -> tuple[dict[str, Any], list[RowError]]:
    errors: list[RowError] = []

    def use(column: str, parse: Any) -> Any:
        try:
            return parse(cells[column])
        except (InvalidInputError, ValueError) as error:
            errors.append(RowError(number, column, str(error)))
            return None

    kind = use("kind", _one_of({"income", "expense", "reserve"}))
    currency = use("currency", lambda code: currency_of(code).code)
    amount = use("amount", lambda text: _positive(parse_minor(text, currency), kind)) if currency else None
    row = {
        "kind": kind,
        "occurred_on": use("date", _day),
        "funder": cells["funder"][:200],
        "funding_class": use("class", _one_of(set(FundingClass.values) | {""})),
        "source": cells["source"][:200],
        "description": cells["description"][:500],
        "amount_minor": amount,
        "currency": currency,
        "period_start": use("period_start", _optional_day),
        "period_end": use("period_end", _optional_day),
        "recurrence": use("recurrence", _one_of(set(Entry.Recurrence.values) | {""})) or "one_time",
        "is_restricted": use("restricted", _yes_or_no),
    }
    if kind == "income" and not row["funding_class"]:
        errors.append(RowError(number, "class", f"is empty; an income has one of {', '.join(FundingClass.values)}"))
    if bool(row["period_start"]) != bool(row["period_end"]):
        errors.append(RowError(number, "period_end", "a period needs both its first day and the day after its last"))
    elif row["period_start"] and row["period_end"] <= row["period_start"]:
        errors.append(RowError(number, "period_end", "is not after period_start"))
    return row, errors


def _one_of(allowed: set[str]) -> Any:
    def parse(text: str) -> str:
        value = text.lower()
        if value not in allowed:
            raise InvalidInputError(f"“{text[:40]}” is not one of {', '.join(sorted(allowed - {''}))}")
        return value

    return parse


def _positive(minor: int, kind: str | None) -> int:
    if minor < 0 or (minor == 0 and kind != "reserve"):
        raise InvalidInputError("is not more than 0; whether money came or went is said by “kind”")
    if minor > 10**15:
        raise InvalidInputError("is too large to be true")
    return minor


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(f"“{text[:40]}” is not a date; write it like 2026-03-31") from error
    if not 1990 <= day.year <= 2100:
        raise InvalidInputError(f"the year {day.year} cannot be right")
    return day


def _optional_day(text: str) -> date | None:
    return _day(text) if text else None


def _yes_or_no(text: str) -> bool:
    value = text.lower()
    if value not in YES | NO:
        raise InvalidInputError(f"“{text[:40]}” is neither yes nor no")
    return value in YES
