"""What GitHub was asked about repositories that somebody is choosing, kept for the minutes that choosing takes."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.core.cache import cache

from contributors.queries.outlook import labels_on_board
from docs_hub.services.finding import Finding, look_into
from github_sync.queries.connection import connection_state
from github_sync.queries.first_sync import private_names
from github_sync.services.outlook import (
    IssueOutlook,
    RepositoryLabels,
    VisibleRepository,
    issues_in_sight,
    labels_in_sight,
    repository_in_sight,
)
from github_sync.services.visible import repositories_in_sight

KEPT_SECONDS = 600
CARDS = 10


def repositories(*, owner: str = "", fresh: bool = False) -> list[VisibleRepository]:
    """What the credential sees, or the public ones of `owner`; raises GitHubError, VaultError."""
    return _kept(["repositories", owner.lower()], fresh, lambda: repositories_in_sight(owner=owner))


def repository(*, full_name: str) -> VisibleRepository:
    """Raises GitHubError, VaultError."""
    return _kept(["repository", full_name.lower()], False, lambda: repository_in_sight(full_name=full_name))


def labels(*, full_names: list[str], fresh: bool = False) -> list[RepositoryLabels]:
    """Raises GitHubError, VaultError."""
    return _kept(["labels", *sorted(full_names)], fresh, lambda: labels_in_sight(full_names=full_names))


def issues(*, full_names: list[str], rules: dict[str, str], spellings: list[str]) -> tuple[int, list[IssueOutlook]]:
    """How many open issues would be on the board by `rules`, and the newest of them. `spellings`: the labels as GitHub
    writes them. Raises GitHubError, VaultError."""
    on_board = labels_on_board(rules)
    wanted = sorted(name for name in spellings if name.strip().lower() in on_board)
    return _kept(
        ["issues", sorted(full_names), wanted],
        False,
        lambda: issues_in_sight(full_names=full_names, labels=wanted, most=CARDS),
    )


def documentation(*, full_name: str, ask: bool = True) -> Finding | None:
    """None where `ask` is False and GitHub was not asked yet; raises GitHubError, VaultError."""
    key = _key(["documentation", full_name])
    found: Finding | None = cache.get(key)
    if found is None and ask:
        found = look_into(full_name=full_name, is_private=is_private(full_name))
        cache.set(key, found, KEPT_SECONDS)
    return found


def is_private(full_name: str) -> bool:
    """As the mirror knows it, else as GitHub says; raises GitHubError, VaultError."""
    known = private_names().get(full_name)
    if known is not None:
        return known
    listed = {one.full_name: one.is_private for one in cache.get(_key(["repositories", ""])) or ()}
    return listed[full_name] if full_name in listed else repository(full_name=full_name).is_private


def _kept(parts: list[Any], fresh: bool, ask: Callable[[], Any]) -> Any:
    key = _key(parts)
    found = None if fresh else cache.get(key)
    if found is None:
        found = ask()
        cache.set(key, found, KEPT_SECONDS)
    return found


def _key(parts: list[Any]) -> str:
    """Another credential sees other things."""
    state = connection_state()
    who = [state.kind, state.source, state.identity, str(state.checked_at)]
    return "setup:" + hashlib.sha256(json.dumps([who, parts]).encode()).hexdigest()[:40]
