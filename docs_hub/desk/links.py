"""Links that lead nowhere, with page and line."""

from typing import Any

from django.conf import settings
from django.utils import timezone

from common.errors import InvalidInputError
from common.models import User
from common.paging import page_of
from docs_hub.desk.screens import PAGE_SIZE, DeskView, DeskViewSet, counted
from docs_hub.domain import outside
from docs_hub.models import OutsideLink
from docs_hub.queries.broken_links import dead_links, outside_counts, outside_with_pages

INSIDE = "inside"
TABS = (outside.BROKEN, outside.SHAKY, "moved", outside.UNKNOWN, outside.NOT_ASKED, outside.NEW)
MOVED = "Moved for good"


class LinksView(DeskView):
    template_name = "docs_hub/desk/links.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = self.request.GET.get("shown", "")
        shown = shown if shown in TABS else INSIDE
        dead, counts = dead_links(), outside_counts()
        rows = dead if shown == INSIDE else outside_with_pages(shown)
        titles = {**outside.STATES, "moved": MOVED}
        return {
            **super().get_context_data(**kwargs),
            "rows": page_of(rows, self.request.GET.get("page", ""), PAGE_SIZE),
            "shown": shown,
            "tabs": [(INSIDE, "Inside, dead", len(dead)), *((tab, titles[tab], counts[tab]) for tab in TABS)],
            "is_checked": settings.LINK_CHECK,
            "fine": counts[outside.FINE],
        }

    def act(self, user: User) -> str:
        ids = self.chosen()
        if not ids:
            raise InvalidInputError("Choose at least one link first.")
        count = OutsideLink.objects.filter(pk__in=ids).update(next_at=timezone.now())
        return f"{counted(count, 'link is', 'links are')} asked for again within minutes."


class LinksViewSet(DeskViewSet):
    name = "docs_links"
    icon = "link"
    menu_label = "Links"
    view_class = LinksView
