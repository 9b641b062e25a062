"""People and their credited work in the CMS."""

from typing import Any

from django.db.models import QuerySet
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from contributors.models import Affiliation, Contribution, Organization, Person


class PersonViewSet(ModelViewSet):
    model = Person
    name = "contributors_people"
    menu_label = "People"
    icon = "group"
    form_fields = ["name", "slug", "user", "is_bot", "is_public"]
    list_display = ["name", "slug", "is_bot", "is_public"]
    list_filter = ["is_bot", "is_public"]
    search_fields = ["name", "slug"]
    search_backend_name = None
    copy_view_enabled = False


class AffiliationViewSet(ModelViewSet):
    model = Affiliation
    name = "contributors_affiliations"
    menu_label = "Affiliations"
    icon = "site"
    form_fields = ["person", "organization", "starts_on", "ends_on", "source"]
    list_display = ["person", "organization", "starts_on", "ends_on", "get_source_display"]
    list_filter = ["source"]
    copy_view_enabled = False


class OrganizationViewSet(ModelViewSet):
    model = Organization
    name = "contributors_organizations"
    menu_label = "Organizations"
    icon = "home"
    form_fields = ["name", "slug"]
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False


class ContributionIndexView(IndexView):
    """The ledger is read here and never written: rows come from accepted work."""

    def get_base_queryset(self) -> QuerySet[Contribution]:
        rows: QuerySet[Contribution] = super().get_base_queryset()
        return rows.select_related("person")

    def get_edit_url(self, instance: Contribution) -> None:
        return None

    def get_delete_url(self, instance: Contribution) -> None:
        return None

    def get_add_url(self) -> None:
        return None


class ContributionViewSet(ModelViewSet):
    model = Contribution
    name = "contributors_contributions"
    menu_label = "Contributions"
    icon = "tasks"
    index_view_class = ContributionIndexView
    list_display = ["title", "person", "kind", "occurred_at", "repository", "status", "provenance"]
    list_filter = ["kind", "status", "repository"]
    search_fields = ["title", "person__name"]
    search_backend_name = None
    inspect_view_enabled = True
    copy_view_enabled = False
    exclude_form_fields: list[str] = []

    def get_urlpatterns(self) -> list[Any]:
        """Without the views that write."""
        return [url for url in super().get_urlpatterns() if getattr(url, "name", "") not in WRITING]


WRITING = {"add", "edit", "delete", "copy"}

person_viewset = PersonViewSet()
affiliation_viewset = AffiliationViewSet()
organization_viewset = OrganizationViewSet()
contribution_viewset = ContributionViewSet()
