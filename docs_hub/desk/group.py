"""The group *Documentation* of the admin's menu."""

from wagtail.admin.viewsets.base import ViewSetGroup

from docs_hub.desk.dashboard import DashboardViewSet
from docs_hub.desk.drafts import DraftsViewSet
from docs_hub.desk.feedback import FeedbackViewSet
from docs_hub.desk.freshness import FreshnessViewSet
from docs_hub.desk.links import LinksViewSet
from docs_hub.desk.searches import SearchesViewSet
from docs_hub.viewsets import documentation_viewset


class DocumentationGroup(ViewSetGroup):
    menu_label = "Documentation"
    menu_icon = "doc-full-inverse"
    menu_order = 250
    submenu_hook = "register_documentation_menu_item"
    items = (
        DashboardViewSet,
        documentation_viewset,
        FreshnessViewSet,
        FeedbackViewSet,
        SearchesViewSet,
        LinksViewSet,
        DraftsViewSet,
    )
