"""The group *GitHub* of the admin's menu."""

from wagtail.admin.viewsets.base import ViewSetGroup

from github_sync.viewsets.budget import BudgetViewSet
from github_sync.viewsets.deliveries import DeliveryViewSet
from github_sync.viewsets.failures import FailuresViewSet
from github_sync.viewsets.outbox import OutboxViewSet
from github_sync.viewsets.repositories import RepositoryViewSet
from github_sync.viewsets.robots import AccountMarkViewSet
from github_sync.viewsets.runs import SyncRunViewSet


class GitHubViewSetGroup(ViewSetGroup):
    menu_label = "GitHub"
    menu_icon = "code"
    menu_order = 260
    submenu_hook = "register_github_menu_item"
    items = (
        RepositoryViewSet,
        FailuresViewSet,
        SyncRunViewSet,
        DeliveryViewSet,
        OutboxViewSet,
        BudgetViewSet,
        AccountMarkViewSet,
    )
