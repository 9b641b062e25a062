"""Who gives, as the public may know it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sustainability.models import Funder

ANONYMOUS, A_PERSON = "Anonymous", "Individual donor"


@dataclass(frozen=True)
class Giver:
    """`is_private`: its sources and descriptions stay unsaid, since they may tell who it is."""

    key: str
    name: str
    is_private: bool


UNKNOWN_GIVER = Giver("", "", False)


def givers(funders: Iterable[Funder]) -> dict[int, Giver]:
    """Every funder by id, as the group it belongs to; people are numbered, never named."""
    by_id = {funder.pk: funder for funder in funders}
    return {funder.pk: _giver(funder, by_id) for funder in by_id.values()}


def _giver(funder: Funder, by_id: dict[int, Funder]) -> Giver:
    above = _lineage(funder, by_id)
    root, is_private = above[-1], any(_is_private(one) for one in above)
    if root.is_anonymous:
        return Giver(f"funder-{root.pk}", ANONYMOUS, is_private)
    name = A_PERSON if root.kind == Funder.Kind.INDIVIDUAL else root.name
    return Giver(f"funder-{root.pk}", name, is_private)


def _is_private(funder: Funder) -> bool:
    return funder.is_anonymous or funder.kind == Funder.Kind.INDIVIDUAL


def _lineage(funder: Funder, by_id: dict[int, Funder]) -> list[Funder]:
    """The funder and each group above it; stops where a circle would begin."""
    found = [funder]
    while found[-1].group_id in by_id and by_id[found[-1].group_id] not in found:
        found.append(by_id[found[-1].group_id])
    return found
