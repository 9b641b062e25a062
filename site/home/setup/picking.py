"""The list of repositories to choose from, and what somebody has ticked in it."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.dateparse import parse_datetime

from common.errors import MainstayError
from github_sync.domain.names import is_full_name
from github_sync.queries.first_sync import known_names
from github_sync.services.outlook import VisibleRepository
from home.queries import sight

SHOWN = {
    "": "All",
    "ticked": "Ticked",
    "public": "Public",
    "private": "Private",
    "active": "Without archived ones and forks",
}
MAX_OWNERS = 10


@dataclass
class Row:
    full_name: str
    is_ticked: bool
    is_followed: bool
    seen: VisibleRepository | None = None
    is_shown: bool = True

    @property
    def pushed_at(self) -> object:
        return parse_datetime(self.seen.pushed_at) if self.seen and self.seen.pushed_at else None


@dataclass
class Picking:
    """`problems` never lose what was ticked or typed."""

    rows: list[Row]
    owners: list[str]
    problems: list[str] = field(default_factory=list)
    add: str = ""
    owner: str = ""
    query: str = ""
    show: str = ""
    was_added: bool = False

    @property
    def ticked(self) -> list[str]:
        return [row.full_name for row in self.rows if row.is_ticked]

    @property
    def hidden_ticked(self) -> list[str]:
        return [row.full_name for row in self.rows if row.is_ticked and not row.is_shown]

    @property
    def shown(self) -> list[Row]:
        return [row for row in self.rows if row.is_shown]


def read_picking(data: QueryDict | None, *, fresh: bool = False) -> Picking:
    """`data`: what was posted, None at first."""
    known = known_names()
    followed = {name for name, is_followed in known.items() if is_followed}
    posted = data or QueryDict()
    ticked = followed if data is None else _names(posted.getlist("repository"))
    found = Picking([], _owners(posted.getlist("owners")), query=posted.get("q", "")[:100].strip())
    found.show = posted.get("show", "") if posted.get("show") in SHOWN else ""
    seen = _seen(found, fresh=fresh)
    _add_owner(found, posted.get("owner", "").strip()[:100], seen)
    _add_one(found, posted.get("add", "").strip()[:300], seen, ticked)
    listed = {name.lower(): name for name in [*seen, *sorted(followed), *sorted(ticked)][::-1]}
    folded = {name.lower() for name in ticked}
    followed_folded = {name.lower() for name in followed}
    ordered = sorted(listed.values(), key=lambda name: (name.lower() not in folded, _age(seen.get(name)), name.lower()))
    for name in ordered:
        row = Row(name, name.lower() in folded, name.lower() in followed_folded, seen.get(name))
        row.is_shown = _is_shown(row, found)
        found.rows.append(row)
    return found


def _age(seen: VisibleRepository | None) -> tuple[int, ...]:
    """The latest pushed first."""
    moment = parse_datetime(seen.pushed_at) if seen and seen.pushed_at else None
    return (-int(moment.timestamp()),) if moment else (0,)


def _seen(found: Picking, *, fresh: bool) -> dict[str, VisibleRepository]:
    rows: dict[str, VisibleRepository] = {}
    for owner in ["", *found.owners]:
        try:
            rows |= {one.full_name: one for one in sight.repositories(owner=owner, fresh=fresh)}
        except MainstayError as error:
            found.problems.append(str(error))
    return rows


def _add_owner(found: Picking, owner: str, seen: dict[str, VisibleRepository]) -> None:
    if not owner or owner.lower() in {one.lower() for one in found.owners}:
        return
    try:
        if not _is_owner(owner):
            raise MainstayError(f"“{owner}” is no name on GitHub. Write it as in the address: github.com/NAME.")
        more = sight.repositories(owner=owner)
        if not more:
            raise MainstayError(f"{owner} has no public repository.")
    except MainstayError as error:
        found.problems.append(str(error))
        found.owner = owner
        return
    found.owners = [*found.owners, owner][:MAX_OWNERS]
    found.was_added = True
    seen |= {one.full_name: one for one in more}


def _add_one(found: Picking, name: str, seen: dict[str, VisibleRepository], ticked: set[str]) -> None:
    """Also from an address that somebody copied from the browser."""
    name = "/".join(name.removesuffix(".git").split("://")[-1].strip("/").split("/")[-2:])
    if not name:
        return
    try:
        one = sight.repository(full_name=name)
    except MainstayError as error:
        found.problems.append(str(error))
        found.add = name
        return
    seen[one.full_name] = one
    ticked.add(one.full_name)
    found.was_added = True


def _is_shown(row: Row, found: Picking) -> bool:
    seen = row.seen
    text = f"{row.full_name} {seen.description if seen else ''}".lower()
    if found.query.lower() not in text:
        return False
    match found.show:
        case "ticked":
            return row.is_ticked
        case "public":
            return not (seen and seen.is_private)
        case "private":
            return bool(seen and seen.is_private)
        case "active":
            return not (seen and (seen.is_archived or seen.is_fork))
    return True


def _names(posted: list[str]) -> set[str]:
    return {name for name in posted if is_full_name(name)}


def _owners(posted: list[str]) -> list[str]:
    return [owner for owner in dict.fromkeys(posted) if _is_owner(owner)][:MAX_OWNERS]


def _is_owner(name: str) -> bool:
    return is_full_name(f"{name}/x")
