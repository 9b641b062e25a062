"""The CSV that funding is imported from: one row an entry, checked field by field.

date         day the money came or went, YYYY-MM-DD; of a reserve, the day of the statement
kind         income, expense or reserve
funder       who gives; empty on expenses, reserves and where it is not known
class        of income: customer, community, philanthropic, public, investment, in_kind; on an expense only in_kind
source       of income: the stream, such as “Hosting subscriptions”; of an expense: what for; of a reserve: the account
description  free text
amount       the whole amount of the row as a plain decimal, such as 1250.50; never negative
currency     ISO 4217, such as EUR
period_start, period_end   first and last day of the service period; both or none
recurrence   one_time (also empty), monthly or yearly; one row a payment: a monthly sponsor is twelve rows a year
restricted   yes or no (also empty); of a reserve: whether its giver tied it to a purpose
and where you wish, of a funder that is not recorded yet:
funder_kind  company, nonprofit, foundation, government or individual; an individual is never named in public.
             Empty: an individual where a row of class community names it, else a company
anonymous    yes or no (also empty); yes shows the funder as “Anonymous”, also where it is recorded already
"""

import csv
import hashlib
import io
import re
from dataclasses import astuple, dataclass
from datetime import date

from common.errors import InvalidInputError, MainstayError
from common.money import currency_of, format_minor, read_minor
from sustainability.domain.classes import CLASS_LABELS, IN_KIND, RECURRENCES
from sustainability.domain.periods import FIRST_YEAR, LAST_YEAR

HEADER = (
    "date",
    "kind",
    "funder",
    "class",
    "source",
    "description",
    "amount",
    "currency",
    "period_start",
    "period_end",
    "recurrence",
    "restricted",
)
OPTIONAL = ("funder_kind", "anonymous")
FUNDER_KINDS = ("company", "nonprofit", "foundation", "government", "individual")
TEMPLATE = (
    ",".join(HEADER) + "\n"
    "2026-01-15,income,Larder Network,customer,Support contracts,Support,9600.00,EUR,2026-01-01,2026-12-31,yearly,no\n"
    "2026-01-31,expense,,,Hosting,Servers,640.00,EUR,,,monthly,no\n"
    "2026-01-31,reserve,,,Current account,,24000.00,EUR,,,,no\n"
)
MAX_BYTES = 5 * 1024 * 1024
MAX_ROWS = 20_000
NO_ACCOUNT_NAME = "All accounts"
LIMITS = {"funder": 200, "source": 200, "description": 500}
MAX_MINOR = 10**15
YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
PLAIN_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,4})?")


@dataclass(frozen=True)
class FundingRow:
    occurred_on: date
    kind: str
    funder: str
    funding_class: str
    source: str
    description: str
    amount_minor: int
    currency: str
    period_start: date | None
    period_end: date | None
    recurrence: str
    is_restricted: bool
    funder_kind: str = ""
    is_anonymous: bool = False

    @property
    def content_hash(self) -> str:
        """The same for the same content, whatever the file; what makes an import idempotent.

        Of the entry alone: what the optional columns say of its funder makes no other entry.
        """
        entry = astuple(self)[: len(HEADER)]
        return hashlib.sha256("\x1f".join(str(value) for value in entry).encode()).hexdigest()

    @property
    def account(self) -> str:
        """Of a reserve: where it is held."""
        return self.source or NO_ACCOUNT_NAME

    @property
    def amount(self) -> str:
        return format_minor(self.amount_minor, self.currency)


@dataclass(frozen=True)
class RowError:
    """`row` counts as a spreadsheet does: the header is row 1."""

    row: int
    column: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"Row {self.row}, {self.column}: {self.problem} {self.remedy}"


class FieldError(Exception):
    def __init__(self, column: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.column, self.problem, self.remedy = column, problem, remedy


def decode(content: bytes) -> str:
    """Raises InvalidInputError for what is too large, not UTF-8 or not text."""
    if len(content) > MAX_BYTES:
        raise InvalidInputError(f"The file is larger than {MAX_BYTES // 1024 // 1024} MB. Split it by year.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInputError(
            "The file is not UTF-8 text. In your spreadsheet choose “CSV UTF-8” when you save it."
        ) from error
    if "\x00" in text:
        raise InvalidInputError("The file holds NUL bytes, so it is not a CSV file. Save it as “CSV UTF-8”.")
    return text


def parse(text: str) -> tuple[list[tuple[int, FundingRow]], list[RowError]]:
    """Rows with their number in the file, and every error; raises InvalidInputError where there is no table at all."""
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _parse_rows(reader)
    except csv.Error as error:
        raise InvalidInputError(f"Line {reader.line_num} cannot be read as CSV: {error}.") from error


def _parse_rows(reader: "csv._reader") -> tuple[list[tuple[int, FundingRow]], list[RowError]]:  # type: ignore[name-defined]
    columns = [name.strip().lower() for name in next(reader, [])]
    _check_header(columns)
    rows: list[tuple[int, FundingRow]] = []
    errors: list[RowError] = []
    for number, cells in enumerate(reader, 2):
        if not any(cell.strip() for cell in cells):
            continue
        if number > MAX_ROWS + 1:
            raise InvalidInputError(f"The file has more than {MAX_ROWS:,} rows. Split it by year.")
        try:
            rows.append((number, _parse_row(columns, cells)))
        except FieldError as error:
            errors.append(RowError(number, error.column, error.problem, error.remedy))
    if not rows and not errors:
        raise InvalidInputError("The file has a header but no rows.")
    return rows, errors


def _check_header(columns: list[str]) -> None:
    expected = f"The first line must name these columns: {','.join(HEADER)}"
    if missing := [name for name in HEADER if name not in columns]:
        raise InvalidInputError(f"Missing column {', '.join(missing)}. {expected}")
    if unknown := [name for name in columns if name not in (*HEADER, *OPTIONAL)]:
        raise InvalidInputError(f"Unknown column “{', '.join(unknown)[:200]}”. {expected}")
    if len(set(columns)) != len(columns):
        raise InvalidInputError(f"A column is there twice. {expected}")


def _parse_row(columns: list[str], cells: list[str]) -> FundingRow:
    if len(cells) != len(columns):
        raise FieldError("row", f"It has {len(cells)} cells, not {len(columns)}.", "Quote cells that hold a comma.")
    cell = dict.fromkeys(OPTIONAL, "") | {name: value.strip() for name, value in zip(columns, cells, strict=True)}
    for name, limit in LIMITS.items():
        if len(cell[name]) > limit:
            raise FieldError(name, f"It is longer than {limit} characters.", "Shorten it.")
    kind = _choice(cell, "kind", ("income", "expense", "reserve"))
    currency = _currency(cell)
    start, end = _period(cell)
    return FundingRow(
        occurred_on=_date(cell, "date"),
        kind=kind,
        funder=" ".join(cell["funder"].split()),
        funding_class=_funding_class(cell, kind),
        source=_source(cell, kind),
        description=cell["description"],
        amount_minor=_amount(cell, currency, kind),
        currency=currency,
        period_start=start,
        period_end=end,
        recurrence=_choice(cell, "recurrence", RECURRENCES) if cell["recurrence"] else "one_time",
        is_restricted=_yes(cell, "restricted"),
        funder_kind=_choice(cell, "funder_kind", FUNDER_KINDS) if cell["funder_kind"] else "",
        is_anonymous=_yes(cell, "anonymous"),
    )


def _choice(cell: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = cell[name].lower().replace("-", "_")
    if value not in allowed:
        raise FieldError(name, f"“{cell[name][:40]}” is not known.", f"Use one of: {', '.join(allowed)}.")
    return value


def _date(cell: dict[str, str], name: str) -> date:
    try:
        if not ISO_DATE.fullmatch(cell[name]):
            raise ValueError
        found = date.fromisoformat(cell[name])
    except ValueError:
        raise FieldError(name, f"“{cell[name][:40]}” is not a date.", "Write it like 2026-03-31.") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise FieldError(name, f"The year {found.year} cannot be right.", "Correct the year.")
    return found


def _period(cell: dict[str, str]) -> tuple[date | None, date | None]:
    if not cell["period_start"] and not cell["period_end"]:
        return None, None
    for name in ("period_start", "period_end"):
        if not cell[name]:
            raise FieldError(name, "The other end of the period is given.", "Give both days, or none.")
    start, end = _date(cell, "period_start"), _date(cell, "period_end")
    if start > end:
        raise FieldError("period_end", "It is before the first day of the period.", "Swap the two days.")
    return start, end


def _funding_class(cell: dict[str, str], kind: str) -> str:
    if kind == "income":
        return _choice(cell, "class", tuple(CLASS_LABELS))
    if cell["class"] and (kind == "reserve" or cell["class"].lower().replace("-", "_") != IN_KIND):
        raise FieldError("class", f"A row of kind {kind} has no class.", "Leave it empty (or in_kind on an expense).")
    return IN_KIND if cell["class"] else ""


def _source(cell: dict[str, str], kind: str) -> str:
    if not cell["source"] and kind == "income":
        raise FieldError("source", "It is empty.", "Name the stream that the money is from.")
    return cell["source"]


def _currency(cell: dict[str, str]) -> str:
    try:
        return str(currency_of(cell["currency"]).code)
    except MainstayError as error:
        raise FieldError("currency", str(error), "Use three capital letters.") from error


def _amount(cell: dict[str, str], currency: str, kind: str) -> int:
    if not PLAIN_AMOUNT.fullmatch(cell["amount"]):
        remedy = "Write it like 1250.50: a point before the cents, no sign, no spaces, no currency."
        raise FieldError("amount", f"“{cell['amount'][:40]}” is not an amount.", remedy)
    try:
        minor = read_minor(cell["amount"], currency)
    except MainstayError as error:
        raise FieldError("amount", str(error), "Round it.") from error
    if minor > MAX_MINOR or (minor == 0 and kind != "reserve"):
        raise FieldError("amount", f"“{cell['amount']}” is outside what can be.", "Give an amount above 0.")
    return minor


def _yes(cell: dict[str, str], name: str) -> bool:
    value = cell[name].lower()
    if value in YES or value in NO:
        return value in YES
    raise FieldError(name, f"“{cell[name][:40]}” is not known.", "Write yes or no.")
