"""Leads what Wagtail would publish past its own hooks to where a person is shown it first, and says why something was
not published."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from docs_hub.models import DocPage
from docs_hub.queries.writing import UNREAD, ClosedError, UnreadError

WORKFLOW_ACTION, API_ACTION = "wagtailadmin_pages:workflow_action", "wagtailadmin_api:pages:action"


class PublishingMiddleware:
    """Approvals, what is published for many pages at once and Wagtail's own programming interface run outside every
    hook of Wagtail's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]) -> HttpResponse | None:
        """An approval goes through the review. Whether this person may review that page is the review's to say."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name == WORKFLOW_ACTION and kwargs.get("action_name") == "approve" and _is_documentation(kwargs["page_id"]):
            return _lead_to_review(request, kwargs["page_id"])
        if name == API_ACTION and kwargs.get("action_name") == "publish" and _is_documentation(kwargs["pk"]):
            there = reverse("docs_page_review", args=[kwargs["pk"]])
            return JsonResponse({"message": f"The page {UNREAD}", "review": there}, status=409)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, UnreadError):
            messages.warning(request, str(exception))
            return _go(request, reverse("docs_page_review", args=[exception.page.pk]))
        if not isinstance(exception, ClosedError):
            return None
        messages.error(request, str(exception))
        return _go(request, reverse("wagtailadmin_explore", args=[exception.page.get_parent().pk]))


def _is_documentation(page_id: int) -> bool:
    return DocPage.objects.filter(pk=page_id).exists()


def _lead_to_review(request: HttpRequest, page_id: int) -> HttpResponse:
    if request.method == "POST":
        messages.warning(request, "Nothing is published yet. Below is what it changes.")
    return _go(request, reverse("docs_page_review", args=[page_id]))


def _go(request: HttpRequest, there: str) -> HttpResponse:
    if request.headers.get("x-requested-with") == "XMLHttpRequest":
        return JsonResponse({"step": "success", "redirect": there})  # as Wagtail's windows expect it
    return redirect(there)
