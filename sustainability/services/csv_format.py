"""The CSV that funding is imported from: one row an entry, checked field by field.

date         day the money came or went, 2026-03-31 or 31.3.2026 (with slashes where the order of day and month is
             clear); of a reserve, the day of the statement
kind         income, expense or reserve
funder       who gives; empty on expenses, reserves and where it is not known
class        of income: customer, community, philanthropic, public, investment, in_kind; on an expense only in_kind
source       of income: the stream, such as “Hosting subscriptions”; of an expense: what for; of a reserve: the account
description  free text
amount       the whole amount of the row, such as 1250.50, 1250,50 or 1.250,50; never negative. 1.250 alone can be two
             amounts and is refused, unless other amounts of the file show how it is written
currency     ISO 4217, such as EUR
period_start, period_end   first and last day of the service period; both or none
recurrence   one_time (also empty), monthly or yearly; one row a payment: a monthly sponsor is twelve rows a year
restricted   yes or no (also empty); of a reserve: whether its giver tied it to a purpose
and where you wish, of a funder that is not recorded yet:
funder_kind  company, nonprofit, foundation, government or individual; an individual is never named in public.
             Empty: an individual where a row of class community names it, else a company
anonymous    yes or no (also empty); yes shows the funder as “Anonymous”, also where it is recorded already
"""

from dataclasses import dataclass
from datetime import date

from common.errors import InvalidInputError, MainstayError
from common.money import currency_of, format_minor, read_minor
from common.names import tidy_name
from sustainability.domain.classes import CLASS_LABELS, IN_KIND, RECURRENCES
from sustainability.domain.notation import Notation, notation_of, read_day
from sustainability.domain.periods import FIRST_YEAR, LAST_YEAR
from sustainability.services.csv_table import MAX_BYTES, MAX_ROWS, Table, decode, read_table
from sustainability.services.row_keys import content_key, former_hash

__all__ = ["HEADER", "MAX_BYTES", "MAX_ROWS", "OPTIONAL", "TEMPLATE", "FundingRow", "RowError", "decode", "parse"]

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
NO_ACCOUNT_NAME = "All accounts"
LIMITS = {"funder": 200, "source": 200, "description": 500}
YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0", ""}


@dataclass(frozen=True)
class FundingRow:
    """`written`: funder, source and description as the file has them, before they were tidied."""

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
    written: tuple[str, str, str] = ("", "", "")

    @property
    def content_hash(self) -> str:
        """The same for the same content, whatever the file and the spelling of names; what makes an import idempotent.

        Of the entry alone: what the optional columns say of its funder makes no other entry.
        """
        funder, source, description = self.written
        return content_key(
            self.occurred_on, self.kind, funder, self.funding_class, source, description, self.amount_minor,
            self.currency, self.period_start, self.period_end, self.recurrence, self.is_restricted,
        )  # fmt: skip

    @property
    def former_hashes(self) -> set[str]:
        """As rows were known before names were compared by key: with the funder as recorded, or as written."""
        funder, source, description = self.written
        return {
            former_hash(
                self.occurred_on, self.kind, name, self.funding_class, source, description, self.amount_minor,
                self.currency, self.period_start, self.period_end, self.recurrence, self.is_restricted,
            )
            for name in {self.funder, " ".join(funder.split())}
        }  # fmt: skip

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
    kind: str = ""

    def __str__(self) -> str:
        return f"Row {self.row}, {self.column}: {self.problem} {self.remedy}"


class FieldError(Exception):
    def __init__(self, column: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.column, self.problem, self.remedy = column, problem, remedy


@dataclass(frozen=True)
class Parsed:
    """Rows with their number in the file, every error, and how the file writes its amounts and days."""

    rows: list[tuple[int, FundingRow]]
    errors: list[RowError]
    notation: Notation


def parse(text: str) -> tuple[list[tuple[int, FundingRow]], list[RowError]]:
    parsed = parse_file(text)
    return parsed.rows, parsed.errors


def parse_file(text: str, *, mark: str = "") -> Parsed:
    """`mark` is the sign before decimals where somebody said it. Raises InvalidInputError where there is no table."""
    table = read_table(text)
    _check_header(table.columns)
    notation = _notation(table, mark)
    rows: list[tuple[int, FundingRow]] = []
    errors: list[RowError] = []
    for number, cells in table.records:
        try:
            rows.append((number, _parse_row(table.columns, cells, notation)))
        except FieldError as error:
            kind = dict(zip(table.columns, cells, strict=False)).get("kind", "").lower()
            errors.append(RowError(number, error.column, error.problem, error.remedy, kind))
    if not rows and not errors:
        raise InvalidInputError("The file has a header but no rows.")
    return Parsed(rows, errors, notation)


def _notation(table: Table, mark: str) -> Notation:
    whole = [dict(zip(table.columns, cells, strict=True)) for _, cells in table.records if _is_whole(table, cells)]
    days = [row[name] for row in whole for name in ("date", "period_start", "period_end")]
    found = notation_of([row["amount"] for row in whole], days)
    return Notation(mark or found.mark, found.is_day_first)


def _is_whole(table: Table, cells: list[str]) -> bool:
    return len(cells) == len(table.columns)


def _check_header(columns: list[str]) -> None:
    expected = f"The first line must name these columns: {','.join(HEADER)}"
    if missing := [name for name in HEADER if name not in columns]:
        raise InvalidInputError(f"Missing column {', '.join(missing)}. {expected}")
    if unknown := [name for name in columns if name not in (*HEADER, *OPTIONAL)]:
        raise InvalidInputError(f"Unknown column “{', '.join(unknown)[:200]}”. {expected}")
    if len(set(columns)) != len(columns):
        raise InvalidInputError(f"A column is there twice. {expected}")


def _parse_row(columns: list[str], cells: list[str], notation: Notation) -> FundingRow:
    if len(cells) != len(columns):
        raise FieldError("row", f"It has {len(cells)} cells, not {len(columns)}.", "Quote cells that hold a comma.")
    cell = dict.fromkeys(OPTIONAL, "") | dict(zip(columns, cells, strict=True))
    for name, limit in LIMITS.items():
        if len(cell[name]) > limit:
            raise FieldError(name, f"It is longer than {limit} characters.", "Shorten it.")
    kind = _choice(cell, "kind", ("income", "expense", "reserve"))
    currency = _currency(cell)
    start, end = _period(cell, notation)
    return FundingRow(
        occurred_on=_date(cell, "date", notation),
        kind=kind,
        funder=tidy_name(cell["funder"]),
        funding_class=_funding_class(cell, kind),
        source=_source(cell, kind),
        description=tidy_name(cell["description"]),
        amount_minor=_amount(cell, currency, kind, notation),
        currency=currency,
        period_start=start,
        period_end=end,
        recurrence=_choice(cell, "recurrence", RECURRENCES) if cell["recurrence"] else "one_time",
        is_restricted=_yes(cell, "restricted"),
        funder_kind=_choice(cell, "funder_kind", FUNDER_KINDS) if cell["funder_kind"] else "",
        is_anonymous=_yes(cell, "anonymous"),
        written=(cell["funder"], cell["source"], cell["description"]),
    )


def _choice(cell: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = cell[name].lower().replace("-", "_")
    if value not in allowed:
        raise FieldError(name, f"“{cell[name][:40]}” is not known.", f"Use one of: {', '.join(allowed)}.")
    return value


def _date(cell: dict[str, str], name: str, notation: Notation) -> date:
    try:
        found = read_day(cell[name], notation.is_day_first)
    except MainstayError as error:
        raise FieldError(name, str(error), "Write it like 2026-03-31.") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise FieldError(name, f"The year {found.year} cannot be right.", "Correct the year.")
    return found


def _period(cell: dict[str, str], notation: Notation) -> tuple[date | None, date | None]:
    if not cell["period_start"] and not cell["period_end"]:
        return None, None
    for name in ("period_start", "period_end"):
        if not cell[name]:
            raise FieldError(name, "The other end of the period is given.", "Give both days, or none.")
    start, end = _date(cell, "period_start", notation), _date(cell, "period_end", notation)
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
    return tidy_name(cell["source"])


def _currency(cell: dict[str, str]) -> str:
    try:
        return str(currency_of(cell["currency"]).code)
    except MainstayError as error:
        raise FieldError("currency", str(error), "Use three capital letters.") from error


def _amount(cell: dict[str, str], currency: str, kind: str, notation: Notation) -> int:
    try:
        minor = read_minor(cell["amount"], currency, mark=notation.mark)
    except MainstayError as error:
        raise FieldError("amount", str(error), "Write it like 1250.50 or 1250,50.") from error
    if minor == 0 and kind != "reserve":
        raise FieldError("amount", f"“{cell['amount']}” is outside what can be.", "Give an amount above 0.")
    return minor


def _yes(cell: dict[str, str], name: str) -> bool:
    value = cell[name].lower()
    if value in YES or value in NO:
        return value in YES
    raise FieldError(name, f"“{cell[name][:40]}” is not known.", "Write yes or no.")
