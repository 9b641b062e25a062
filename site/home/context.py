"""What the frame of every page shows."""

from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from github_sync.queries.freshness import last_synced_at

KEPT_SECONDS = 30


def frame(request: HttpRequest) -> dict[str, Any]:
    """`synced_at` is asked only where a template shows it, at most every half minute."""
    return {"synced_at": SimpleLazyObject(_synced_at)}


def _synced_at() -> datetime | str:
    return cache.get_or_set("synced-at", lambda: last_synced_at() or "", KEPT_SECONDS) or ""
