"""Lists that are read whole, often, and seldom change: asked on condition, for which GitHub charges nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from django.utils import timezone

from github_sync.client.client import GitHubClient
from github_sync.models import Etag

A_PAGE = 100
READINGS = 4
Nodes = list[dict[str, Any]]


@dataclass(frozen=True)
class Listing:
    """A list that was asked for at `asked_at` of our clock, and the tags of its pages.

    It may lack something where it is not `is_whole`: its pages shifted each time they were read. Call `keep_tags` in
    the transaction that writes the nodes.
    """

    nodes: Nodes
    tags: list[Etag]
    asked_at: datetime
    is_whole: bool

    def keep_tags(self) -> None:
        """Not of a list that may lack something, which is to be read again."""
        if self.is_whole:
            Etag.objects.bulk_create(
                self.tags,
                update_conflicts=True,
                unique_fields=["credential", "address"],
                update_fields=["value", "rows"],
            )


def read_if_changed(
    client: GitHubClient, path: str, *, held: Collection[Any], key: str, **parameters: Any
) -> Listing | None:
    """None where each page is still what this credential was given last, and the mirror holds no fewer rows.

    `held` are the values of `key` that the mirror holds. Raises GitHubError.
    """
    known = _known(_credential(client), path)
    is_held = bool(known) and len(held) >= sum(tag.rows for tag in known)
    if is_held and all(_is_same(client, path, number, tag, parameters) for number, tag in enumerate(known)):
        return None
    return read_whole(client, path, held=held, key=key, **parameters)


def read_whole(client: GitHubClient, path: str, *, held: Collection[Any], key: str, **parameters: Any) -> Listing:
    """Whatever it was before. A list of several pages that lacks what is `held` is read until it is the same twice.

    One that is deleted while the pages are read draws the next page forward, and the first there is in neither.
    """
    nodes: Nodes = []
    asked_at, before = timezone.now(), None
    for _ in range(READINGS):
        nodes, tags = _read(client, path, parameters)
        found = {node[key] for node in nodes}
        is_whole = len(tags) == 1 or found == before or found.issuperset(held)
        if is_whole:
            break
        before = found
    return Listing(nodes, tags if _credential(client) else [], asked_at, is_whole)


def _read(client: GitHubClient, path: str, parameters: dict[str, Any]) -> tuple[Nodes, list[Etag]]:
    nodes: Nodes = []
    tags: list[Etag] = []
    for number in count():
        page, value, _ = client.get_if_changed(path, "", **_page(number, parameters))
        nodes += page
        tags.append(Etag(credential=_credential(client), address=f"{path}#{number}", value=value, rows=len(page)))
        if len(page) < A_PAGE:
            break
    return nodes, tags


def _credential(client: GitHubClient) -> str:
    return str(getattr(client.keeper, "credential", ""))


def _known(credential: str, path: str) -> list[Etag]:
    """The tags of its pages, up to the last: the first that was not full, so that a longer list is seen too."""
    found = Etag.objects.filter(credential=credential, address__startswith=f"{path}#")
    pages = sorted(found, key=lambda tag: int(tag.address.rpartition("#")[2])) if credential else []
    last = next((place for place, tag in enumerate(pages) if tag.rows < A_PAGE), None)
    return [] if last is None else pages[: last + 1]


def _is_same(client: GitHubClient, path: str, number: int, tag: Etag, parameters: dict[str, Any]) -> bool:
    return client.get_if_changed(path, tag.value, **_page(number, parameters))[0] is None


def _page(number: int, parameters: dict[str, Any]) -> dict[str, Any]:
    return {**parameters, "per_page": A_PAGE, "page": number + 1}
