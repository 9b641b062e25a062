"""The first screen of the desk."""

from typing import Any

from docs_hub.desk.screens import DeskView, DeskViewSet
from docs_hub.queries.desk import desk


class DashboardView(DeskView):
    template_name = "docs_hub/desk/dashboard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "panels": desk(self.user)}


class DashboardViewSet(DeskViewSet):
    name = "docs_desk"
    icon = "desktop"
    menu_label = "Desk"
    view_class = DashboardView
