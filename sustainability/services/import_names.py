"""The names of a file as the ledger spells them already, or as the file spells them first."""

from collections.abc import Iterable
from dataclasses import replace

from common.names import same_name_key
from sustainability.models import Funder
from sustainability.queries.recorded_names import accounts, categories, source_names
from sustainability.services.csv_format import FundingRow

Numbered = list[tuple[int, FundingRow]]


class _Spelling:
    def __init__(self, recorded: Iterable[str]) -> None:
        self._by_key: dict[str, str] = {}
        for name in recorded:
            self._by_key.setdefault(same_name_key(name), name)

    def __call__(self, name: str) -> str:
        return self._by_key.setdefault(same_name_key(name), name) if name else ""


def with_known_names(rows: Numbered) -> Numbered:
    """One spelling of each funder, source, category and account. Four queries."""
    funder = _Spelling(Funder.objects.order_by("pk").values_list("name", flat=True))
    source = {"income": _Spelling(source_names()), "expense": _Spelling(categories()), "reserve": _Spelling(accounts())}
    return [
        (number, replace(row, funder=funder(row.funder), source=source[row.kind](row.source))) for number, row in rows
    ]
