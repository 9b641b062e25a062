"""The ledger in the CMS: read here, and corrected by decisions with a reason; rows come from accepted work."""

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy

from contributors.domain.kinds import kind_title
from contributors.models import Contribution
from contributors.viewsets.columns import KindColumn
from contributors.viewsets.decide import decide


def decide_url(user: Any, row: Contribution) -> str:
    """Empty for whoever may not decide."""
    may = ModelPermissionPolicy(Contribution).user_has_permission(user, "change")
    return reverse("contributors_contributions:decide", args=[row.pk]) if may else ""


class ContributionIndexView(IndexView):
    """Each row leads to deciding about it."""

    def get_base_queryset(self) -> QuerySet[Contribution]:
        rows: QuerySet[Contribution] = super().get_base_queryset()
        return rows.select_related("person")

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if url := decide_url(self.request.user, instance):
            buttons.append(MenuItem("Void or credit somebody else", url=url, icon_name="edit", priority=15))
        return buttons

    def get_edit_url(self, instance: Contribution) -> None:
        return None

    def get_delete_url(self, instance: Contribution) -> None:
        return None

    def get_add_url(self) -> None:
        return None


class ContributionInspectView(InspectView):
    """One entry with its evidence, and the way to decide about it."""

    template_name = "contributors/admin/contribution.html"

    @property
    def decide_url(self) -> str:
        return decide_url(self.request.user, self.object)

    def get_edit_url(self) -> None:
        return None

    def get_delete_url(self) -> None:
        return None

    def get_kind_display_value(self) -> str:
        return kind_title(self.object.kind)

    def get_evidence_url_display_value(self) -> SafeString | str:
        url = self.object.evidence_url
        return format_html('<a href="{}" rel="noopener">{}</a>', url, url) if url else "None recorded"


class ContributionViewSet(ModelViewSet):
    model = Contribution
    name = "contributors_contributions"
    menu_label = "Contributions"
    icon = "tasks"
    index_view_class = ContributionIndexView
    list_display = [
        "title",
        "person",
        KindColumn(),
        "occurred_at",
        "repository",
        "status",
        "provenance",
    ]
    list_filter = ["kind", "status", "repository"]
    search_fields = ["title", "person__name"]
    search_backend_name = None
    inspect_view_enabled = True
    inspect_view_class = ContributionInspectView
    inspect_view_fields = [
        "title", "person", "kind", "occurred_at", "evidence_url", "repository", "status", "void_reason", "provenance",
        "recorded_at",
    ]  # fmt: skip
    copy_view_enabled = False
    exclude_form_fields: list[str] = []

    @property
    def url_finder_class(self) -> Any:
        """Where other screens lead to a row, such as what uses a person."""
        return type("ContributionURLFinder", (ModelAdminURLFinder,), {"edit_url_name": self.get_url_name("inspect")})

    def get_urlpatterns(self) -> list[Any]:
        """Without the views that write rows as they like, and those about what was written there."""
        kept = [url for url in super().get_urlpatterns() if getattr(url, "name", "") not in WRITING]
        return [*kept, path("decide/<int:pk>/", decide, name="decide")]


WRITING = {"add", "edit", "delete", "copy", "history", "history_results", "usage"}

contribution_viewset = ContributionViewSet()
