"""The funders that a file names, made with what the file says of them."""

from sustainability.domain.classes import COMMUNITY
from sustainability.models import Funder
from sustainability.services.csv_format import FundingRow


def ensure_funders(rows: list[FundingRow]) -> dict[str, Funder]:
    """By name; what is there keeps its kind. Anonymous is heeded for old ones too: a wish for privacy binds at once."""
    names = {row.funder for row in rows if row.funder}
    hidden = {row.funder for row in rows if row.funder and row.is_anonymous}
    there = {funder.name: funder for funder in Funder.objects.filter(name__in=names)}
    for name in sorted(hidden & set(there)):
        if not there[name].is_anonymous:
            there[name].is_anonymous = True
            there[name].save(update_fields=["is_anonymous"])
    for name in sorted(names - set(there)):
        own = [row for row in rows if row.funder == name]
        there[name] = Funder.objects.create(name=name, kind=_kind(own), is_anonymous=name in hidden)
    return there


def _kind(rows: list[FundingRow]) -> str:
    """What the file says; else a person, never named in public, wherever the community gives."""
    said = next((row.funder_kind for row in rows if row.funder_kind), "")
    if said:
        return said
    is_community = any(row.funding_class == COMMUNITY for row in rows)
    return str(Funder.Kind.INDIVIDUAL if is_community else Funder.Kind.COMPANY)
