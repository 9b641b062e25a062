"""From a CSV text to entries: looked at first, then all or nothing."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import ConflictError, InvalidInputError
from common.models import User
from sustainability.models import Entry, Funder, FundingImport, FundingSource, Reserve
from sustainability.services.csv_format import FundingRow, RowError, decode, parse
from sustainability.services.import_checks import corrections, two_kinds
from sustainability.services.import_funders import ensure_funders, with_known_names
from sustainability.services.refreshing import refresh_on_commit
from sustainability.services.statements import RecordedStatements, said_twice, statements

UPLOADS_KEPT = timedelta(days=7)


@dataclass(frozen=True)
class Preview:
    """`new` rows would be added; `known` are in the ledger already; `repeated` say again what an earlier row says.

    `suspects`: new rows that are like an earlier one but for the amount, with the words to tell it.
    """

    new: list[tuple[int, FundingRow]]
    known: list[tuple[int, FundingRow]]
    repeated: list[tuple[int, int]]
    errors: list[RowError] = field(default_factory=list)
    suspects: list[tuple[int, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.new) + len(self.known) + len(self.repeated) + len(self.errors)


def preview_funding(text: str) -> Preview:
    """Writes nothing. A row equal to an earlier one of the file is left out: give it another description to keep it."""
    rows, errors = parse(text)
    rows = with_known_names(rows)
    reserves = [(number, row) for number, row in rows if row.kind == "reserve"]
    recorded = RecordedStatements([row for _, row in reserves])
    errors = [*errors, *said_twice(reserves), *two_kinds(rows)]
    there = _known_hashes({row.content_hash for _, row in rows})
    bad, first = {error.row for error in errors}, dict[str, int]()
    new, known, repeated = [], [], []
    for number, row in rows:
        key = row.content_hash
        if number in bad:
            continue
        if key in first:
            repeated.append((number, first[key]))
        elif key in there or (row.kind == "reserve" and recorded.has(row) and recorded.is_same(row)):
            known.append((number, row))
        elif row.kind == "reserve" and recorded.has(row):
            errors.append(recorded.problem(number, row))
        else:
            new.append((number, row))
        first.setdefault(key, number)
    errors.sort(key=lambda error: error.row)
    return Preview(new, known, repeated, errors, corrections(new))


def _known_hashes(hashes: set[str]) -> set[str]:
    known = Entry.objects.exclude(content_hash=None).values_list("content_hash", flat=True)
    return {found for found in known if found in hashes and found is not None}


@transaction.atomic
def import_funding(*, text: str, actor: User | None, file_name: str) -> Preview:
    """Add what is new, or nothing at all where one row is wrong (InvalidInputError); twice the same adds nothing."""
    found = preview_funding(text)
    if found.errors:
        more = f" ({len(found.errors) - 1} more)" if len(found.errors) > 1 else ""
        raise InvalidInputError(f"{found.errors[0]}{more} Nothing was imported.")
    rows = [row for _, row in found.new]
    sources = _ensure_sources(rows, ensure_funders(rows))
    Entry.objects.bulk_create([_entry(row, sources) for row in rows if row.kind != "reserve"], batch_size=500)
    Reserve.objects.bulk_create(statements([row for row in rows if row.kind == "reserve"]), batch_size=500)
    if found.new:
        audit.record(
            actor=actor, action="sustainability.import_funding", subject=f"file:{file_name[:180]}", added=len(found.new)
        )
        refresh_on_commit()
    return found


@transaction.atomic
def drop_old_uploads() -> int:
    """Forget files that nobody confirmed within a week; returns how many."""
    old = FundingImport.objects.filter(imported_at=None, uploaded_at__lt=timezone.now() - UPLOADS_KEPT)
    count = old.delete()[0]
    if count:
        audit.record(actor=None, action="sustainability.drop_uploads", subject="funding imports", dropped=count)
    return count


@transaction.atomic
def keep_upload(*, content: bytes, file_name: str, actor: User) -> FundingImport:
    """Hold a file for its preview; raises InvalidInputError where it cannot be read at all."""
    text = decode(content)
    parse(text)
    return FundingImport.objects.create(file_name=file_name[:200], text=text, uploaded_by=actor)


@transaction.atomic
def confirm_upload(*, upload_id: int, actor: User) -> FundingImport:
    """Import a held file once; raises ConflictError the second time."""
    upload = FundingImport.objects.select_for_update().get(pk=upload_id, uploaded_by=actor)
    if upload.imported_at:
        raise ConflictError("This file was imported already.")
    added = import_funding(text=upload.text, actor=actor, file_name=upload.file_name).new
    upload.imported_at, upload.added, upload.text = timezone.now(), len(added), ""
    upload.save()
    return upload


SourceKey = tuple[str, str, str]


def _ensure_sources(rows: list[FundingRow], funders: dict[str, Funder]) -> dict[SourceKey, FundingSource]:
    there: dict[SourceKey, FundingSource] = {
        (source.name, source.funder.name if source.funder else "", source.funding_class): source
        for source in FundingSource.objects.select_related("funder")
    }
    for row in rows:
        key = (row.source, row.funder, row.funding_class)
        if row.kind == "reserve" or not row.funding_class or key in there:
            continue
        there[key] = FundingSource.objects.create(
            name=row.source, funder=funders.get(row.funder), funding_class=row.funding_class
        )
    return there


def _entry(row: FundingRow, sources: dict[SourceKey, FundingSource]) -> Entry:
    return Entry(
        kind=row.kind,
        source=sources.get((row.source, row.funder, row.funding_class)),
        category=row.source if row.kind == "expense" else "",
        description=row.description,
        occurred_on=row.occurred_on,
        amount_minor=row.amount_minor,
        currency=row.currency,
        period_start=row.period_start,
        period_end=row.period_end,
        recurrence=row.recurrence,
        is_restricted=row.is_restricted,
        content_hash=row.content_hash,
    )
