"""Says in the admin why a page was not published, where Wagtail has no words for it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from docs_hub.queries.writing import ClosedError


class ClosedMiddleware:
    """Approvals and what is published for many pages at once run outside every hook of Wagtail's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, ClosedError):
            return None
        messages.error(request, str(exception))
        there = reverse("wagtailadmin_explore", args=[exception.page.get_parent().pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": there})  # as Wagtail's windows expect it
        return redirect(there)
