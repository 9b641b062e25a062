"""Lists that are read whole, often, and seldom change: asked on condition, for which GitHub charges nothing."""

from dataclasses import dataclass
from itertools import count
from typing import Any

from github_sync.client.client import GitHubClient
from github_sync.models import Etag

A_PAGE = 100


@dataclass(frozen=True)
class Listing:
    """A whole list, and the tags of its pages. Call `keep_tags` in the transaction that writes the nodes."""

    nodes: list[dict[str, Any]]
    tags: list[Etag]

    def keep_tags(self) -> None:
        Etag.objects.bulk_create(
            self.tags,
            update_conflicts=True,
            unique_fields=["credential", "address"],
            update_fields=["value", "rows"],
        )


def read_if_changed(client: GitHubClient, path: str, *, held: int, **parameters: Any) -> Listing | None:
    """None where each page is still what this credential was given last, and the mirror `held` no fewer rows.

    A list that changed is read whole, for what it no longer has is known only then. Raises GitHubError.
    """
    credential = str(getattr(client.keeper, "credential", ""))
    known = _known(credential, path)
    is_held = bool(known) and held >= sum(tag.rows for tag in known)
    if is_held and all(_is_same(client, path, number, tag, parameters) for number, tag in enumerate(known)):
        return None
    nodes: list[dict[str, Any]] = []
    tags = []
    for number in count():
        page, value, _ = client.get_if_changed(path, "", **_page(number, parameters))
        nodes += page
        tags.append(Etag(credential=credential, address=f"{path}#{number}", value=value, rows=len(page)))
        if len(page) < A_PAGE:
            return Listing(nodes, tags if credential else [])
    raise AssertionError("the last page is not full")


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
