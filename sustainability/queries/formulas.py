"""Which code computed a stored report: a new release computes anew, and reads no rows of another shape."""

import hashlib
from dataclasses import fields
from functools import cache
from pathlib import Path

from django.db.models import QuerySet

from contributors.queries import ledger
from contributors.queries import visibility as ours
from github_sync.queries import activity
from github_sync.queries import visibility as theirs
from sustainability.domain.catalog import METRICS
from sustainability.domain.rows import ROW_TYPES
from sustainability.models import Report

ROOM = Path(__file__).resolve().parents[1]
RESTS_ON = "repositories that are shown"
"""What a report was made of: one that was made of more must not be read by anybody."""


@cache
def formulas_version() -> str:
    """Of all code that a figure, a row or a chart comes from."""
    code = [path for part in ("domain", "queries", "services") for path in sorted((ROOM / part).glob("*.py"))]
    code += [Path(module.__file__) for module in (ledger, activity, ours, theirs) if module.__file__]
    return hashlib.sha256(b"".join(path.read_bytes() for path in code)).hexdigest()


@cache
def shape() -> str:
    """Of the rows and figures that pages expect, in 12 letters."""
    columns = {family: [field.name for field in fields(one)] for family, one in ROW_TYPES.items()}
    return hashlib.sha256(repr((columns, sorted(METRICS), RESTS_ON)).encode()).hexdigest()[:12]


def standing_reports(period: str) -> QuerySet[Report]:
    """One or none: none before the first one, and none of another release's shape until it is computed anew."""
    return Report.objects.filter(period=period, repository="", data_version__startswith=f"{shape()}-")
