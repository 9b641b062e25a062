"""One shape for the people whom REST and GraphQL describe differently."""

from typing import Any


def rest_actor(user: dict[str, Any] | None) -> dict[str, Any] | None:
    """A REST user in the form of a GraphQL actor; None for a deleted account."""
    if not user:
        return None
    return {"__typename": user["type"], "databaseId": user["id"], "login": user["login"]}
