"""What the frame of every page shows."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from common.page_cache import generation
from github_sync.queries.freshness import MirrorState, mirror_state

KEPT_SECONDS = 30


def frame(request: HttpRequest) -> dict[str, Any]:
    """`mirror` is asked only where a template shows it, at most every half minute and after each change."""
    return {"mirror": SimpleLazyObject(_mirror)}


def _mirror() -> MirrorState:
    return cache.get_or_set(f"mirror:{generation()}", mirror_state, KEPT_SECONDS) or mirror_state()
