"""Links across documentations as they lead now, for who mends them."""

from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter
from typing import Any

from docs_hub.domain.across import FILE, SITE
from docs_hub.models import DocPage
from docs_hub.queries.known_homes import KnownHomes, Origin
from docs_hub.queries.reaching import AT_ONCE, reached

Link = Mapping[str, Any]


def as_now(
    links: Iterable[Link], origin: Origin, homes: KnownHomes | None = None
) -> tuple[list[Link], dict[str, list[str]]]:
    """Those across are links to a page, or missing, and left out where they lead to GitHub; with the anchors of such
    pages by their place. No query where nothing leads across."""
    known = list(links)
    found = reached((link["path"] for link in known if link["state"] == "across"), origin, homes)
    anchored = {link["path"]: page for link in known if link["anchor"] and (page := _page_of(link, found))}
    ids = _ids(anchored.values())
    settled = [one for link in known for one in _settled(link, found)]
    return settled, {place: ids[page] for place, page in anchored.items() if page in ids}


def _page_of(link: Link, found: Mapping[str, Any]) -> int | None:
    one = found.get(link["path"]) if link["state"] == "across" else None
    return one.page_id if one else None


def _settled(link: Link, found: Mapping[str, Any]) -> Iterator[Link]:
    if link["state"] != "across":
        yield link
    elif link["path"] in found or link["path"].startswith((FILE, SITE)):
        yield {**link, "state": "page" if link["path"] in found else "missing"}


def _ids(pages: Iterable[int]) -> dict[int, list[str]]:
    wanted, found = sorted(set(pages)), dict[int, list[str]]()
    for start in range(0, len(wanted), AT_ONCE):
        found |= dict(DocPage.objects.filter(pk__in=wanted[start : start + AT_ONCE]).values_list("pk", "ids"))
    return found


def is_dead(link: Link, ids: Mapping[str, list[str]]) -> bool:
    """Of what `as_now` gave of a link across."""
    return link["state"] != "page" or is_without_heading(link, ids)


def is_without_heading(link: Link, ids: Mapping[str, list[str]]) -> bool:
    return bool(link["anchor"]) and link["path"] in ids and link["anchor"] not in ids[link["path"]]


def unresolved(origin: Origin, homes: KnownHomes | None = None) -> list[dict[str, Any]]:
    """What the last import found dead in the tree, and of its links across those that are dead now."""
    links, ids = as_now(origin.report.get("across", ()), origin, homes)
    dead = [entry_of(link) for link in links if is_dead(link, ids)]
    told = [*origin.report.get("unresolved", ()), *dead]
    return sorted(told, key=itemgetter("path")) if dead else told


def across_entry(path: str, link: Link) -> dict[str, Any]:
    """What is kept of a link across that stands on the page at `path`."""
    return {"page": path, **{name: link[name] for name in ("state", "href", "line", "path", "anchor")}}


def entry_of(link: Link) -> dict[str, Any]:
    """One of a report, of what `across_entry` gave."""
    return {"path": link["page"], "line": link["line"], "what": link["href"]}
