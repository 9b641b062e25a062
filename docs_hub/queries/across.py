"""What a tree has around it, and what readers get of links that leave it."""

import hashlib

from django.conf import settings
from django.core.cache import cache

from common.page_cache import generation
from docs_hub.domain.across import Beyond, filled, places_in
from docs_hub.queries.known_homes import Origin
from docs_hub.queries.reaching import index_of, reached


def beyond(origin: Origin) -> Beyond:
    folder = origin.docs_prefix if origin.repository else None
    return Beyond(folder, settings.GITHUB_WEB_URL, settings.SITE_URL, index_of(origin))


def with_addresses(html: str, origin: Origin | None) -> str:
    """What readers get of stored HTML. No query where nothing leads across, nor at the second reading of anybody."""
    places = places_in(html)
    if not places or origin is None:
        return html
    key = f"{generation()}\n{type(origin).__name__}\n{origin.pk}\n" + "\n".join(places)
    name = f"across:{hashlib.blake2b(key.encode(), digest_size=16).hexdigest()}"
    found = cache.get(name)
    if found is None:
        found = {place: one.url for place, one in reached(places, origin).items()}
        cache.set(name, found, settings.PAGE_CACHE_SECONDS)
    return filled(html, found)
