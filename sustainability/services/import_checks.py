"""What a reader of a file's preview should know before the rows are added."""

from collections import defaultdict
from collections.abc import Hashable

from common.names import same_name_key
from sustainability.models import Entry
from sustainability.services.csv_format import FundingRow, RowError

Numbered = list[tuple[int, FundingRow]]
OTHER_KINDS = ("income", "expense")


def two_kinds(rows: Numbered) -> list[RowError]:
    """Rows that call a funder something else than an earlier row does."""
    first: dict[str, tuple[int, str]] = {}
    found = []
    for number, row in rows:
        if not (row.funder and row.funder_kind):
            continue
        before, kind = first.setdefault(row.funder, (number, row.funder_kind))
        if kind != row.funder_kind:
            problem = f"Row {before} says that {row.funder} is: {kind}."
            found.append(RowError(number, "funder_kind", problem, "Say the same in both rows.", row.kind))
    return found


def waits_with(errors: list[RowError], new: Numbered, rows: dict[int, FundingRow]) -> set[int]:
    """New rows that rest on a row with an error: parts of one statement, rows of a funder that is called two kinds."""
    is_reserve_wrong = any(error.kind not in OTHER_KINDS for error in errors)
    funders = {rows[error.row].funder for error in errors if error.column == "funder_kind" and error.row in rows}
    return {
        number
        for number, row in new
        if (row.kind == "reserve" and is_reserve_wrong) or (row.funder and row.funder in funders)
    }


def corrections(rows: Numbered) -> list[tuple[int, str]]:
    """New rows that say the same as an earlier one, of the ledger or of the file, or the same with another amount.

    One query.
    """
    seen = _recorded(rows)
    found = []
    for number, row in rows:
        if row.kind == "reserve":
            continue
        if earlier := seen[_but_amount(row)]:
            words, minor = earlier[-1]
            verb = "looks like a correction of" if minor != row.amount_minor else "says the same as"
            found.append((number, f"{verb} {words}"))
        seen[_but_amount(row)].append((f"row {number}, {row.amount}", row.amount_minor))
    return found


Seen = dict[Hashable, list[tuple[str, int]]]


def _recorded(rows: Numbered) -> Seen:
    days = {row.occurred_on for _, row in rows if row.kind != "reserve"}
    seen: Seen = defaultdict(list)
    if not days:
        return seen
    within = Entry.objects.filter(occurred_on__range=(min(days), max(days)))
    for entry in within.select_related("source__funder").order_by("pk"):
        if entry.occurred_on in days:
            words = f"an entry of {entry.occurred_on}, {entry.amount}"
            seen[_entry_but_amount(entry)].append((words, entry.amount_minor))
    return seen


def _but_amount(row: FundingRow) -> Hashable:
    names = tuple(map(same_name_key, (row.funder, row.source, row.description)))
    return row.occurred_on, row.kind, row.funding_class, names, (row.period_start, row.period_end)


def _entry_but_amount(entry: Entry) -> Hashable:
    source = entry.source
    funder = source.funder.name if source and source.funder else ""
    funding_class = source.funding_class if source else ""
    name = entry.category if entry.kind == Entry.Kind.EXPENSE or source is None else source.name
    names = tuple(map(same_name_key, (funder, name, entry.description)))
    return entry.occurred_on, entry.kind, funding_class, names, (entry.period_start, entry.period_end)
