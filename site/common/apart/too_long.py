"""Texts that took too long just now are not tried again and again."""

import hashlib

from django.core.cache import cache

from common.apart.errors import TooLongError

FOR_SECONDS = 600


class KnownTooLong:
    """Around the work on `text`, which `what` tells from other work on the same text; raises TooLongError at once where
    it ended so before."""

    def __init__(self, text: str, *, what: str) -> None:
        self._key = f"too-long:{hashlib.sha256(f'{what}\n{text}'.encode('utf-8', 'replace')).hexdigest()}"

    def __enter__(self) -> None:
        if said := cache.get(self._key):
            raise TooLongError(said)

    def __exit__(self, _kind: object, error: object, _where: object) -> None:
        if isinstance(error, TooLongError):
            cache.set(self._key, str(error), FOR_SECONDS)
