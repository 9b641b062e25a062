"""All components in all states, for developers."""

from datetime import UTC, datetime

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

STATES = (
    ("available", "Available"),
    ("claimed", "Claimed by Bob until 8 December"),
    ("assigned", "Assigned to Alice"),
    ("in_review", "Pull request #12 is open"),
    ("blocked", "The issue is locked"),
    ("closed", "Done"),
)


def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    context = {
        "states": STATES,
        "table": {"columns": ["Class", "Share"], "rows": [["Customers", "62 %"], ["Community", "18 %"]]},
        "events": [{"at": datetime(2026, 11, 1, tzinfo=UTC), "text": "Release 3.2 came out", "url": "#"}],
        "steps": [
            {"title": "Fork", "text": "Copy the repository.", "state": "done"},
            {"title": "Change", "text": "Make a branch.", "state": "current"},
        ],
        "page": Paginator(range(60), 20).page(2),
        "trail": [{"title": "Home", "url": "/"}, {"title": "Style guide", "url": ""}],
    }
    return render(request, "home/styleguide.html", context)
