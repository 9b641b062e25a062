"""From a CSV text to entries: looked at first, then what was chosen, in one transaction."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db import transaction

from common import audit, locks
from common.errors import InvalidInputError
from common.models import User
from common.name_keys import stored_key
from sustainability.domain.notation import Notation
from sustainability.models import Entry, Funder, FundingSource, RemovedRow, Reserve
from sustainability.services.csv_format import FundingRow, RowError, parse_file
from sustainability.services.import_checks import corrections, two_kinds, waits_with
from sustainability.services.import_funders import ensure_funders
from sustainability.services.import_names import with_known_names
from sustainability.services.refreshing import refresh_on_commit
from sustainability.services.row_keys import occurrence_key, statement_key
from sustainability.services.statements import RecordedStatements, said_twice, statements

LOCK = "sustainability.import"
ADD, LEAVE_OUT = "add", "leave_out"


@dataclass(frozen=True)
class Choices:
    """What whoever imports decided. `mark`: the sign before decimals where the file does not tell.

    `repeats`: rows that say the same as an earlier one are payments of their own (`add`) or said twice (`leave_out`).
    `again`: numbers of rows that were deleted here and come in all the same; None is all of them.
    `only_good`: what can be used is taken, the rest waits; else nothing is where one row is wrong.
    """

    mark: str = ""
    repeats: str = ADD
    again: frozenset[int] | None = frozenset()
    only_good: bool = False


PLAIN = Choices()


@dataclass(frozen=True)
class Found:
    """A row of the file under the key that its entry gets; `removed` where that was taken out here before."""

    number: int
    row: FundingRow
    key: str
    removed: RemovedRow | None = None


def told(found: Found) -> str:
    """Of a row that was taken out before: what happened, when, and that it is not added unasked."""
    removed = found.removed
    assert removed is not None  # noqa: S101 (only such rows are told)
    return f"{removed.get_why_display()} on {removed.removed_at:%Y-%m-%d}, so it is not added"


@dataclass(frozen=True)
class Preview:
    """`new` rows would be added; `known` are in the ledger already; `repeated` say again what an earlier row says.

    `deleted` were taken out here before. `suspects`: new rows that are like an earlier one but for the amount, with
    the words to tell it. `waiting`: numbers of new rows that cannot be taken before others are mended.
    """

    new: list[tuple[int, FundingRow]]
    known: list[tuple[int, FundingRow]]
    repeated: list[tuple[int, int]]
    errors: list[RowError] = field(default_factory=list)
    suspects: list[tuple[int, str]] = field(default_factory=list)
    deleted: list[Found] = field(default_factory=list)
    again: list[Found] = field(default_factory=list)
    keys: dict[int, str] = field(default_factory=dict)
    waiting: set[int] = field(default_factory=set)
    notation: Notation = field(default_factory=Notation)
    added: int = 0

    @property
    def total(self) -> int:
        return len(self.new) + len(self.known) + len(self.repeated) + len(self.errors) + len(self.deleted)

    @property
    def takeable(self) -> int:
        return len(self.new) - len(self.waiting)


def preview_funding(text: str, *, mark: str = "") -> Preview:
    """Writes nothing."""
    parsed = parse_file(text, mark=mark)
    rows = with_known_names(parsed.rows)
    reserves = [(number, row) for number, row in rows if row.kind == "reserve"]
    recorded = RecordedStatements([row for _, row in reserves])
    errors = [*parsed.errors, *said_twice(reserves), *two_kinds(rows)]
    ledger = _Ledger()
    sorter = _Sorter(ledger, recorded)
    bad = {error.row for error in errors}
    for number, row in rows:
        if number not in bad:
            sorter.take(number, row)
    errors = sorted([*errors, *sorter.errors], key=lambda error: error.row)
    return Preview(
        sorter.new,
        sorter.known,
        [(one.number, sorter.first[one.row.content_hash]) for one in sorter.repeated],
        errors,
        corrections(sorter.new),
        sorter.deleted,
        [one for one in sorter.repeated if one.row.kind != "reserve"],
        sorter.keys,
        waits_with(errors, sorter.new, dict(rows)),
        parsed.notation,
    )


class _Sorter:
    """Puts each row where the preview shows it."""

    def __init__(self, ledger: "_Ledger", recorded: RecordedStatements) -> None:
        self.ledger, self.recorded = ledger, recorded
        self.new: list[tuple[int, FundingRow]] = []
        self.known: list[tuple[int, FundingRow]] = []
        self.repeated: list[Found] = []
        self.deleted: list[Found] = []
        self.errors: list[RowError] = []
        self.keys: dict[int, str] = {}
        self.first: dict[str, int] = {}

    def take(self, number: int, row: FundingRow) -> None:
        found = self.ledger.statement(number, row) if row.kind == "reserve" else self.ledger.entry(number, row)
        self.keys[number] = found.key
        if self._is_known(found):
            self.known.append((number, row))
        elif row.kind == "reserve" and self.recorded.has(row):
            self.errors.append(self.recorded.problem(number, row))
        elif found.removed:
            self.deleted.append(found)
        elif row.content_hash in self.first:
            self.repeated.append(found)
        else:
            self.new.append((number, row))
        self.first.setdefault(row.content_hash, number)

    def _is_known(self, found: Found) -> bool:
        if found.row.kind == "reserve":
            return self.recorded.has(found.row) and self.recorded.is_same(found.row)
        return found.key in self.ledger.entries


class _Ledger:
    """What the ledger knows of rows that came in before. Two queries."""

    def __init__(self) -> None:
        hashes = Entry.objects.exclude(content_hash=None).values_list("content_hash", flat=True)
        self.entries = {found for found in hashes if found}
        self.removed = {one.content_key: one for one in RemovedRow.objects.all()}
        self.there = self.entries | set(self.removed)
        self._seen: dict[str, int] = defaultdict(int)
        self._used: set[str] = set()

    def statement(self, number: int, row: FundingRow) -> Found:
        key = statement_key(row.account, row.currency, row.occurred_on)
        return Found(number, row, key, self.removed.get(key))

    def entry(self, number: int, row: FundingRow) -> Found:
        """Counts: the second equal row of a file is the second entry. A former hash stands for one row of a file."""
        self._seen[row.content_hash] += 1
        key = occurrence_key(row.content_hash, self._seen[row.content_hash])
        if key not in self.there:
            former = {one for one in row.former_hashes if one in self.there and one not in self._used}
            key = min(former, default=key)
        self._used.add(key)
        return Found(number, row, key, self.removed.get(key) if key not in self.entries else None)


@transaction.atomic
def import_funding(*, text: str, actor: User | None, file_name: str, choices: Choices = PLAIN) -> Preview:
    """Add what is new by these choices and return the preview with how many; twice the same adds nothing.

    Raises InvalidInputError, and adds nothing, where a row is wrong and `only_good` was not chosen.
    """
    locks.hold(LOCK)
    found = preview_funding(text, mark=choices.mark)
    if found.errors and not choices.only_good:
        more = f" ({len(found.errors) - 1} more)" if len(found.errors) > 1 else ""
        raise InvalidInputError(f"{found.errors[0]}{more} Nothing was imported.")
    taken = [one for one in found.new if one[0] not in found.waiting]
    keys = dict(found.keys)
    if choices.repeats == ADD:
        taken += [(one.number, one.row) for one in found.again]
    else:
        _remember_repeats(found.again, actor)
    back = [one for one in found.deleted if choices.again is None or one.number in choices.again]
    taken += [(one.number, one.row) for one in back]
    RemovedRow.objects.filter(content_key__in={one.key for one in back}).delete()
    _write(sorted(taken, key=lambda one: one[0]), keys)
    if taken:
        audit.record(
            actor=actor, action="sustainability.import_funding", subject=f"file:{file_name[:180]}", added=len(taken),
            waiting=len(found.errors) + len(found.waiting), deleted_before=len(back),
        )  # fmt: skip
        refresh_on_commit()
    return replace(found, added=len(taken))


def _remember_repeats(again: list[Found], actor: User | None) -> None:
    """So that the same file does not ask twice."""
    RemovedRow.objects.bulk_create(
        [
            RemovedRow(
                content_key=one.key,
                words=f"{one.row.occurred_on}, {one.row.amount}, {one.row.source}, {one.row.description}"[:300],
                why=RemovedRow.Why.REPEATED,
                removed_by=actor,
            )
            for one in again
        ],
        batch_size=500,
    )


def _write(taken: list[tuple[int, FundingRow]], keys: dict[int, str]) -> None:
    rows = [row for _, row in taken]
    sources = _ensure_sources(rows, ensure_funders(rows))
    entries = [_entry(row, sources, keys[number]) for number, row in taken if row.kind != "reserve"]
    Entry.objects.bulk_create(entries, batch_size=500)
    Reserve.objects.bulk_create(statements([row for row in rows if row.kind == "reserve"]), batch_size=500)


SourceKey = tuple[str, str, str]


def _ensure_sources(rows: list[FundingRow], funders: dict[str, Funder]) -> dict[SourceKey, FundingSource]:
    there: dict[SourceKey, FundingSource] = {
        (source.name_key, source.funder.name if source.funder else "", source.funding_class): source
        for source in FundingSource.objects.select_related("funder")
    }
    for row in rows:
        key = _source_key(row)
        if row.kind == "reserve" or not row.funding_class or key in there:
            continue
        there[key] = FundingSource.objects.create(
            name=row.source, funder=funders.get(row.funder), funding_class=row.funding_class
        )
    return there


def _source_key(row: FundingRow) -> SourceKey:
    return stored_key(row.source), row.funder, row.funding_class


def _entry(row: FundingRow, sources: dict[SourceKey, FundingSource], key: str) -> Entry:
    return Entry(
        kind=row.kind,
        source=sources.get(_source_key(row)),
        category=row.source if row.kind == "expense" else "",
        description=row.description,
        occurred_on=row.occurred_on,
        amount_minor=row.amount_minor,
        currency=row.currency,
        period_start=row.period_start,
        period_end=row.period_end,
        recurrence=row.recurrence,
        is_restricted=row.is_restricted,
        content_hash=key,
    )
