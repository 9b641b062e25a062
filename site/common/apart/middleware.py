"""Counts children of a request for the person who asks, and says so where there are too many."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from common.apart.errors import BusyError
from common.apart.turns import Asking, asking


class TurnsMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        before = asking.set(Asking(lambda: request.user.pk or request.META.get("REMOTE_ADDR", "")))
        try:
            return self._get_response(request)
        finally:
            asking.reset(before)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Where a page has no place of its own to say it."""
        return busy_response(exception) if isinstance(exception, BusyError) else None


def busy_response(error: BusyError) -> HttpResponse:
    said = format_html("<!doctype html><title>One moment</title><h1>One moment</h1><p>{}</p>", str(error))
    return told_to_wait(HttpResponse(said), error)


def told_to_wait[Response: HttpResponse](response: Response, error: BusyError) -> Response:
    response.status_code = error.status
    response["Retry-After"] = str(error.retry_after)
    return response
