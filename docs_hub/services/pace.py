"""How often one person may ask for something dear."""

from django.core.cache import cache


def is_in_time(name: str, *, most: int, seconds: int) -> bool:
    """Counts this call; False for the calls after `most` in a window of so many seconds."""
    key = f"docs-pace:{name}"
    cache.add(key, 0, seconds)
    try:
        return bool(cache.incr(key) <= most)
    except ValueError:  # it ran out between the two
        return True
