"""Whole pages kept for readers who are not signed in.

A kept page carries the site's generation number; `clear_on_commit` moves the number on, so that whatever
changes what readers see shows at once. Where the cache is per process (no Redis), another process sees it
after PAGE_CACHE_SECONDS at the latest.
"""

import hashlib
import time
from collections.abc import Callable

from django.conf import settings
from django.core.cache import BaseCache, caches
from django.db import transaction
from django.http import HttpRequest, HttpResponse

GENERATION_KEY = "page-generation"
MOST_BYTES = 1_000_000
"""Of a kept page; a larger one is made anew each time."""
MOST_ASKED = 300
"""Pages with a query that are kept within PAGE_CACHE_SECONDS: anybody can make up queries without end, and what is kept
for everybody must not be driven out by them."""
UNCACHED_PATHS = ("/admin/", "/accounts/", "/account/", "/documents/", "/healthz")

KeptPage = tuple[float, int, list[tuple[str, str]], bytes]
"""Generation, status, headers, body."""


class PageCacheMiddleware:
    """First in the chain, so that a kept page costs neither session, database nor template."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_anonymous_read(request):
            return self.get_response(request)
        pages = caches["pages"]
        key = _key_of(request)
        found = pages.get_many([GENERATION_KEY, key])
        generation = found.get(GENERATION_KEY, 0.0)
        kept: KeptPage | None = found.get(key)
        if kept and kept[0] == generation:
            return _response_of(kept)
        response = self.get_response(request)
        if _may_be_kept(response) and (not request.META.get("QUERY_STRING") or _has_room(pages)):
            pages.set(key, (generation, response.status_code, list(response.items()), response.content))
        return response


def clear_on_commit() -> None:
    """Have every kept page read anew once the present transaction is in the database."""
    transaction.on_commit(clear)


def clear() -> None:
    caches["pages"].set(GENERATION_KEY, time.time(), timeout=None)


def generation() -> float:
    """Changes with every `clear`: part of the key of whatever is kept for pages elsewhere."""
    found: float = caches["pages"].get(GENERATION_KEY, 0.0)
    return found


def _has_room(pages: BaseCache) -> bool:
    """Counts this page; a few more may be kept where several processes count at once."""
    key = "asked-pages"
    pages.add(key, 0, settings.PAGE_CACHE_SECONDS)
    try:
        return pages.incr(key) <= MOST_ASKED
    except ValueError:  # it ran out between the two
        return True


def _is_anonymous_read(request: HttpRequest) -> bool:
    return (
        settings.PAGE_CACHE_SECONDS > 0
        and request.method == "GET"
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not request.path_info.startswith(UNCACHED_PATHS)
    )


def _key_of(request: HttpRequest) -> str:
    meta = request.META
    parts = (meta.get("HTTP_HOST", ""), request.get_full_path(), meta.get("HTTP_HX_REQUEST", ""), request.scheme or "")
    return "page:" + hashlib.blake2b("\n".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _response_of(kept: KeptPage) -> HttpResponse:
    _, status, headers, body = kept
    response = HttpResponse(body, status=status)
    for name, value in headers:
        response[name] = value
    return response


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and len(response.content) <= MOST_BYTES
        and "no-store" not in response.get("Cache-Control", "")
        and "private" not in response.get("Cache-Control", "")
    )
