"""What a reader of a file's preview should know before the rows are added."""

from collections import defaultdict
from collections.abc import Hashable

from sustainability.models import Entry
from sustainability.services.csv_format import FundingRow, RowError

Numbered = list[tuple[int, FundingRow]]


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
            found.append(RowError(number, "funder_kind", problem, "Say the same in both rows."))
    return found


def corrections(rows: Numbered) -> list[tuple[int, str]]:
    """New rows that say the same as an earlier one, of the ledger or of the file, with another amount. One query."""
    seen = _recorded(rows)
    found = []
    for number, row in rows:
        if row.kind == "reserve":
            continue
        if earlier := seen[_but_amount(row)]:
            found.append((number, f"looks like a correction of {earlier[-1]}"))
        seen[_but_amount(row)].append(f"row {number}, {row.amount}")
    return found


def _recorded(rows: Numbered) -> dict[Hashable, list[str]]:
    days = {row.occurred_on for _, row in rows if row.kind != "reserve"}
    seen: dict[Hashable, list[str]] = defaultdict(list)
    if not days:
        return seen
    within = Entry.objects.filter(occurred_on__range=(min(days), max(days)))
    for entry in within.select_related("source__funder").order_by("pk"):
        if entry.occurred_on in days:
            seen[_entry_but_amount(entry)].append(f"an entry of {entry.occurred_on}, {entry.amount}")
    return seen


def _but_amount(row: FundingRow) -> Hashable:
    period = (row.period_start, row.period_end)
    return row.occurred_on, row.kind, row.funder, row.funding_class, row.source, row.description, period


def _entry_but_amount(entry: Entry) -> Hashable:
    source = entry.source
    funder = source.funder.name if source and source.funder else ""
    funding_class = source.funding_class if source else ""
    name = entry.category if entry.kind == Entry.Kind.EXPENSE or source is None else source.name
    period = (entry.period_start, entry.period_end)
    return entry.occurred_on, entry.kind, funder, funding_class, name, entry.description, period
