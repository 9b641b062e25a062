"""What every GraphQL node stands on: connections with cursors, and accounts."""

import base64
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from github_sync.sandbox.access import Grant
from github_sync.sandbox.community import Community
from github_sync.sandbox.permissions import is_visible
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes import node_id

Node = dict[str, Any]
NO_SIZE = "You must provide a `first` or `last` value to properly paginate the connection."


def connection(
    records: Sequence[Any],
    node: Callable[[Any], Node | None],
    first: int | None = None,
    after: str | None = None,
    last: int | None = None,
    before: str | None = None,
    **_: Any,
) -> Node:
    """One page; cursors are opaque positions. GitHub refuses pages without a size or of more than 100."""
    size = first if first is not None else last
    if size is None:
        raise GraphQLError(NO_SIZE)
    if not 0 <= size <= 100:
        name = "first" if first is not None else "last"
        message = f"Requesting {size} records on the connection exceeds the `{name}` limit of 100 records."
        raise GraphQLError(message, extensions={"type": "EXCESSIVE_PAGINATION"})
    start = _position(after) if after else 0
    end = min(_position(before) - 1 if before else len(records), len(records))
    if first is not None:
        end = min(end, start + first)
    else:
        start = max(start, end - size)
    page = records[start:end]
    return {
        "nodes": [node(record) for record in page],
        "totalCount": len(records),
        "pageInfo": {
            "hasNextPage": end < len(records),
            "hasPreviousPage": start > 0,
            "startCursor": _cursor(start + 1) if page else None,
            "endCursor": _cursor(end) if page else None,
        },
    }


def paged(records: Sequence[Any], node: Callable[[Any], Node | None]) -> Callable[..., Node]:
    """A connection that is computed when it is asked for."""
    return lambda _, **arguments: connection(records, node, **arguments)


@lru_cache(maxsize=20_000)
def _cursor(position: int) -> str:
    return base64.b64encode(f"cursor:{position}".encode()).decode()


def _position(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("cursor:"))
    except ValueError as error:
        raise GraphQLError(f"`{cursor}` does not appear to be a valid cursor.") from error


def int32(number: int) -> int | None:
    """GraphQL's Int has 32 bits; GitHub answers null for larger ids."""
    return number if number < 2**31 else None


def type_of(value: Node, info: GraphQLResolveInfo, _type: Any) -> str:
    return str(value["__typename"])


class AccountNodes:
    """Builds the nodes of one request, for the one who asks with `grant`."""

    def __init__(self, community: Community, web: str, grant: Grant | None) -> None:
        self.community, self.web, self.grant = community, web, grant
        self._actors: dict[str, Node | None] = {}
        self._repositories: dict[int, Node] = {}

    def sees(self, repo: Repo) -> bool:
        return is_visible(self.community, self.grant, repo)

    def actor(self, login: str | None) -> Node | None:
        """None for a deleted account."""
        if not login:
            return None
        if login not in self._actors:
            record = self.community.user(login)
            self._actors[login] = self._account(record) if record else None
        return self._actors[login]

    def _account(self, record: Record) -> Node:
        login = record["login"]
        return {
            "done": {},
            "__typename": record.get("type") or "User",
            "id": node_id("User", record["id"]),
            "databaseId": int32(record["id"]),
            "login": login.removesuffix("[bot]"),
            "name": record.get("name"),
            "company": record.get("company"),
            "avatarUrl": f"{self.web}/avatars/{record['id']}",
            "url": f"{self.web}/{login}",
            "repositories": lambda _, **arguments: self.repositories_of(login, **arguments),
            "repository": lambda _, name, followRenames=True: self.repository_named(login, name, followRenames),  # noqa: N803
        }

    def user(self, login: str | None) -> Node | None:
        node = self.actor(login)
        return node if node and node["__typename"] == "User" else None

    def owner(self, login: str) -> Node | None:
        node = self.actor(login) if self.community.account(login) else None
        return node if node and node["__typename"] in {"User", "Organization"} else None

    def repositories_of(self, login: str, **arguments: Any) -> Node:
        raise NotImplementedError

    def repository_named(self, owner: str, name: str, follow: bool = True) -> Node | None:
        raise NotImplementedError

    def repository(self, repo: Repo) -> Node:
        raise NotImplementedError

    def milestone(self, repo: Repo, record: Record) -> Node:
        raise NotImplementedError

    def pull(self, repo: Repo, record: Record) -> Node:
        raise NotImplementedError
