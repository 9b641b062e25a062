"""Entries and statements that are taken out for good: a later import knows, and brings none back unasked."""

from django.db import transaction

from common import audit
from common.models import User
from sustainability.models import Entry, RemovedRow, Reserve
from sustainability.services.row_keys import content_key, statement_key

WORDS = 300


@transaction.atomic
def remember_removed(*, row: Entry | Reserve, actor: User | None) -> RemovedRow:
    """In the transaction that deletes the row, before it does."""
    if isinstance(row, Entry):
        return _remember(row.content_hash or key_of(row), words_of(row), actor, f"entry:{row.pk}")
    words = f"{row.account} on {row.as_of}: {row.unrestricted} free, {row.restricted} restricted"
    return _remember(statement_key(row.account, row.currency, row.as_of), words, actor, f"reserve:{row.pk}")


def _remember(key: str, words: str, actor: User | None, subject: str) -> RemovedRow:
    values = {"words": words[:WORDS], "why": RemovedRow.Why.DELETED, "removed_by": actor}
    removed, _ = RemovedRow.objects.update_or_create(content_key=key, defaults=values)
    audit.record(actor=actor, action="sustainability.remove_row", subject=subject, words=words)
    return removed


def key_of(entry: Entry) -> str:
    """As a file with the same words would have it; of an entry that was written by hand."""
    source = entry.source
    funder = source.funder.name if source and source.funder else ""
    name = entry.category if entry.kind == Entry.Kind.EXPENSE or source is None else source.name
    return content_key(
        entry.occurred_on, entry.kind, funder, source.funding_class if source else "", name, entry.description,
        entry.amount_minor, entry.currency, entry.period_start, entry.period_end, entry.recurrence,
        entry.is_restricted,
    )  # fmt: skip


def words_of(entry: Entry) -> str:
    name = str(entry.source) if entry.source else entry.category
    return ", ".join(part for part in (str(entry), name, entry.description) if part)
