"""The rows behind a stored figure, chunk by chunk."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sustainability.domain.rows import ROW_TYPES
from sustainability.models import Report, ReportRows

CHUNK = 100


def columns_of(family: str) -> list[str]:
    return [field.name for field in fields(ROW_TYPES[family])]


def stored_rows(report: Report, family: str) -> Iterator[list[Any]]:
    """All rows in order, without holding them all."""
    chunks = ReportRows.objects.filter(report=report, family=family).order_by("position")
    for rows in chunks.values_list("rows", flat=True).iterator(chunk_size=20):
        yield from rows


class StoredRows:
    """A sequence for a paginator: two queries to count, one for a page that is a chunk."""

    ordered = True

    def __init__(self, report: Report, family: str) -> None:
        self.chunks = ReportRows.objects.filter(report=report, family=family)

    def count(self) -> int:
        last = self.chunks.order_by("-position").values_list("position", "rows").first()
        return last[0] * CHUNK + len(last[1]) if last else 0

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, wanted: slice) -> list[list[Any]]:
        chunk = self.chunks.filter(position=(wanted.start or 0) // CHUNK).values_list("rows", flat=True).first()
        return chunk or []
