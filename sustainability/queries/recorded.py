"""How complete the record of money is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from sustainability.domain.windows import DEFAULT_PERIOD
from sustainability.models import Entry, Reserve
from sustainability.queries.formulas import standing_reports


@dataclass(frozen=True)
class Recorded:
    """`missing` says in words what the figures could not include, such as entries without an exchange rate."""

    latest_entry_on: date | None
    latest_reserve_on: date | None
    missing: list[str]


def recorded() -> Recorded:
    report = standing_reports(DEFAULT_PERIOD).defer("charts", "before").first()
    coverage = report.figures["total_income"]["coverage"] if report else {}
    return Recorded(
        Entry.objects.aggregate(on=Max("occurred_on"))["on"],
        Reserve.objects.aggregate(on=Max("as_of"))["on"],
        coverage.get("not_included", []),
    )
