"""Where a request comes from, for limits and for telling visitors apart."""

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """What the nearest `TRUSTED_PROXIES` servers in front say, else the other end of the connection; may be empty.

    Whatever stands before their entries in `X-Forwarded-For` anyone can write.
    """
    count = settings.TRUSTED_PROXIES
    said = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")] if count else []
    if len(said) >= count > 0 and said[-count]:
        return said[-count]
    return str(request.META.get("REMOTE_ADDR", ""))
