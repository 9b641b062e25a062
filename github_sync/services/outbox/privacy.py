"""Whom this site never names on GitHub. Rooms above know who that is, and say so here when they start."""

from collections.abc import Callable, Collection

Asker = Callable[[Collection[int]], set[int]]
_askers: list[Asker] = []


def ask(asker: Asker) -> None:
    """`asker` returns, of these users, those who do not want to be named. Idempotent."""
    if asker not in _askers:
        _askers.append(asker)


def is_hidden(user_id: int | None) -> bool:
    """Asked when something is sent, so that a wish that came meanwhile counts. One query for each who knows."""
    return user_id is not None and any(user_id in asker([user_id]) for asker in _askers)
