"""Where each stream of a repository goes on."""

from typing import Any

from github_sync.models import Repository, SyncCursor


def read(repository: Repository, stream: str) -> dict[str, Any]:
    """Empty before the first page."""
    found = SyncCursor.objects.filter(repository=repository, stream=stream).first()
    return dict(found.value) if found else {}


def move(repository: Repository, stream: str, value: dict[str, Any]) -> None:
    """Call it in the transaction that writes the page."""
    SyncCursor.objects.update_or_create(repository=repository, stream=stream, defaults={"value": value})


def read_all(repository: Repository) -> dict[str, dict[str, Any]]:
    """By stream, in one query."""
    return dict(SyncCursor.objects.filter(repository=repository).values_list("stream", "value"))
