"""What readers searched in vain."""

from typing import Any

from django.db.models import Count, Q

from common.errors import InvalidInputError
from common.models import User
from common.paging import page_of
from docs_hub.desk.screens import PAGE_SIZE, DeskView, DeskViewSet, counted
from docs_hub.models import VainSearch
from docs_hub.services.vain import dismiss_searches

OPEN = Q(dismissed_at=None, found_at=None)
SHOWN = {
    "open": ("Finds nothing", OPEN),
    "found": ("Finds something by now", Q(dismissed_at=None, found_at__isnull=False)),
    "dismissed": ("Dismissed", Q(dismissed_at__isnull=False)),
}


class SearchesView(DeskView):
    template_name = "docs_hub/desk/searches.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.request.GET.get("shown", "")
        shown = shown if shown in SHOWN else "open"
        counts = VainSearch.objects.aggregate(**{key: Count("pk", filter=which) for key, (_, which) in SHOWN.items()})
        rows = VainSearch.objects.filter(SHOWN[shown][1])
        return {
            **super().get_context_data(**kwargs),
            "rows": page_of(rows, self.request.GET.get("page", ""), PAGE_SIZE),
            "shown": shown,
            "tabs": [(key, title, counts[key]) for key, (title, _) in SHOWN.items()],
        }

    def act(self, user: User) -> str:
        ids = self.chosen()
        if not ids:
            raise InvalidInputError("Choose at least one search first.")
        is_dismissed = self.request.POST.get("act") != "bring_back"
        count = dismiss_searches(ids=ids, actor=user, is_dismissed=is_dismissed)
        return f"{counted(count, 'search', 'searches')} {'dismissed' if is_dismissed else 'brought back'}."


class SearchesViewSet(DeskViewSet):
    name = "docs_searches"
    icon = "search"
    menu_label = "Searched in vain"
    view_class = SearchesView
