"""The project's own mapping of sources to classes, as the public may see it."""

from dataclasses import astuple, dataclass

from sustainability.models import Entry, Funder, FundingSource
from sustainability.queries.givers import UNKNOWN_GIVER, givers

COLUMNS = ["source", "funder", "class"]


@dataclass(frozen=True, order=True)
class PublicSource:
    """`source` is empty where its funder is a person or anonymous."""

    funding_class: str
    source: str
    funder: str


def public_sources() -> list[PublicSource]:
    """Every source with income, by class; private ones of a class are one row. Two queries."""
    known = givers(Funder.objects.all())
    used = FundingSource.objects.filter(entries__kind=Entry.Kind.INCOME).distinct()
    found = set()
    for source in used:
        giver = known.get(source.funder_id or 0, UNKNOWN_GIVER)
        found.add(PublicSource(source.funding_class, "" if giver.is_private else source.name, giver.name))
    return sorted(found)


def plain_rows(sources: list[PublicSource]) -> list[list[str]]:
    return [[source, funder, funding_class] for funding_class, source, funder in map(astuple, sources)]
