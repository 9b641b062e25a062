"""The operators' screen of what fails: by cause, in plain words, with where it can be mended."""

from typing import Any

from django.urls import reverse

from github_sync.queries.failures import FailureGroup, failure_groups, passed_failures
from github_sync.queries.freshness import mirror_state
from github_sync.viewsets.screens import ScreenView, ScreenViewSet

PLACES = {
    "connection": ("github_connection", "Open the connection with GitHub"),
    "repositories": ("repository:index", "Open the repositories"),
    "deliveries": ("delivery:index", "Open the deliveries"),
    "budget": ("mirror_budget:index", "See what is left of the budget"),
    "runs": ("syncrun:index", "Open the sync runs"),
}


class FailuresView(ScreenView):
    template_name = "github_sync/admin/failures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        groups = [(group, *_remedy(group)) for group in failure_groups()]
        stale_since = None if groups else mirror_state().stale_since
        more = {"groups": groups, "passed": passed_failures(), "stale_since": stale_since}
        return {**super().get_context_data(**kwargs), **more}


def _remedy(group: FailureGroup) -> tuple[str, str]:
    """Where to go, and what the link says."""
    if group.explanation.place not in PLACES:
        return "", ""
    name, words = PLACES[group.explanation.place]
    return reverse(name), words


class FailuresViewSet(ScreenViewSet):
    name = "mirror_failures"
    icon = "warning"
    menu_label = "Failures"
    view_class = FailuresView
