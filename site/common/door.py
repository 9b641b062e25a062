"""What every request passes first: characters nobody means are taken out of what was typed, and numbers in addresses
that no row can have lead nowhere."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from common.text import CONTROL, without_control

LARGEST_ID = 2**63 - 1
"""The largest number of a BigAutoField; databases answer a larger one with an error."""
EXACT = frozenset({"source", "text", "base"})
"""Fields with the text of a documentation page, which is kept to the byte; what it cannot hold its form says itself."""
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class DoorMiddleware:
    """Before the view; after the check of the form's token, which reads the form anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "%" in request.META.get("QUERY_STRING", ""):
            setattr(request, "GET", _cleaned(request.GET))  # noqa: B010 - typed as one that only Django makes
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        if any(isinstance(value, int) and abs(value) > LARGEST_ID for value in (*args, *kwargs.values())):
            raise Http404
        if request.method == "POST" and request.content_type in FORMS:
            setattr(request, "_post", _cleaned(request.POST))  # noqa: B010 - where Django keeps what POST answers


def _cleaned(values: QueryDict) -> QueryDict:
    """The very same where there is nothing to take out."""
    typed = ((name, found) for name, found in values.lists() if name not in EXACT)
    if not any(CONTROL.search(text) for name, found in typed for text in (name, *found)):
        return values
    clean = QueryDict(mutable=True, encoding=values.encoding)
    for name, found in values.lists():
        clean.setlist(without_control(name), found if name in EXACT else [without_control(text) for text in found])
    clean._mutable = False
    return clean
