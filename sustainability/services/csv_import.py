"""Brings the rows of a funding file into the ledger: all of them or none."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from common import audit
from common.errors import InvalidInputError
from common.models import User
from common.page_cache import clear_on_commit
from sustainability.models import Entry, Funder, FundingSource, Reserve
from sustainability.services import csv_format


@dataclass(frozen=True)
class ImportResult:
    """`skipped` rows were there already, from an earlier import of the same rows."""

    added: int
    skipped: int


@transaction.atomic
def import_funding(*, content: bytes, actor: User | None) -> ImportResult:
    """Idempotent. Raises InvalidInputError with the first faults, by row, and writes nothing then."""
    preview = csv_format.read(content)
    if preview.errors:
        first = "; ".join(f"row {e.row}, {e.column or 'cells'}: {e.message}" for e in preview.errors[:5])
        more = f" (and {len(preview.errors) - 5} more)" if len(preview.errors) > 5 else ""
        raise InvalidInputError(f"Nothing was imported. {first}{more}")
    entries = [row for row in preview.rows if row["kind"] != "reserve"]
    reserves = [row for row in preview.rows if row["kind"] == "reserve"]
    prints = [row["fingerprint"] for row in entries]
    known = set(Entry.objects.filter(fingerprint__in=prints).values_list("fingerprint", flat=True))
    fresh = [row for row in entries if row["fingerprint"] not in known]
    sources = _sources(fresh)
    Entry.objects.bulk_create([_entry(row, sources) for row in fresh], batch_size=500)
    added = len(fresh) + sum(_write_reserve(row) for row in reserves)
    audit.record(actor=actor, action="sustainability.import_funding", subject="entries", added=added)
    _announce()
    return ImportResult(added=added, skipped=len(preview.rows) - added)


def _announce() -> None:
    from sustainability.tasks import compute_reports

    clear_on_commit()
    compute_reports.delay_on_commit()


def _sources(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], FundingSource]:
    found = {}
    for row in rows:
        key = _source_key(row)
        if row["funding_class"] and key not in found:
            funder = Funder.objects.get_or_create(name=row["funder"])[0] if row["funder"] else None
            found[key] = FundingSource.objects.get_or_create(name=key[2], funding_class=key[1], funder=funder)[0]
    return found


def _source_key(row: dict[str, Any]) -> tuple[str, str, str]:
    return row["funder"], row["funding_class"], row["source"] or row["funder"] or row["funding_class"]


def _entry(row: dict[str, Any], sources: dict[tuple[str, str, str], FundingSource]) -> Entry:
    names = (
        "kind", "description", "amount_minor", "currency", "occurred_on", "period_start", "period_end", "recurrence",
        "is_restricted", "fingerprint",
    )  # fmt: skip
    return Entry(source=sources.get(_source_key(row)), **{name: row[name] for name in names})


def _write_reserve(row: dict[str, Any]) -> int:
    """A restricted reserve row fills the restricted part of its day; returns 1 where something changed."""
    reserve, is_new = Reserve.objects.get_or_create(
        as_of=row["occurred_on"], currency=row["currency"], defaults={"unrestricted_minor": 0}
    )
    name = "restricted_minor" if row["is_restricted"] else "unrestricted_minor"
    if not is_new and getattr(reserve, name) == row["amount_minor"]:
        return 0
    setattr(reserve, name, row["amount_minor"])
    reserve.save()
    return 1
