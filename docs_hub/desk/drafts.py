"""Drafts, and pages that wait for a reviewer."""

from typing import Any

from common.paging import page_of
from docs_hub.desk.screens import PAGE_SIZE, DeskView, DeskViewSet
from docs_hub.queries.drafts import unpublished_texts


class DraftsView(DeskView):
    template_name = "docs_hub/desk/drafts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = unpublished_texts()
        shown = self.request.GET.get("shown", "")
        if shown in ("submitted", "drafts"):
            rows = rows.filter(is_submitted=shown == "submitted")
        if shown == "held":
            rows = rows.filter(is_held=True)
        page = page_of(rows, self.request.GET.get("page", ""), PAGE_SIZE)
        return {**super().get_context_data(**kwargs), "rows": page, "shown": shown}


class DraftsViewSet(DeskViewSet):
    name = "docs_drafts"
    icon = "edit"
    menu_label = "Drafts"
    view_class = DraftsView
