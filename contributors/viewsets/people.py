"""People and their credited work in the CMS."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.views.generic import EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from common.models import User
from contributors.domain.kinds import kind_title
from contributors.models import Affiliation, Contribution, Organization, Person
from contributors.services.robots import decide_person
from contributors.viewsets.columns import KindColumn
from contributors.viewsets.deleting import GuardedDeleteView


class PersonIndexView(IndexView):
    """Offers to delete only whom no credited work needs."""

    def get_base_queryset(self) -> QuerySet[Person]:
        rows: QuerySet[Person] = super().get_base_queryset()
        return rows.annotate(is_credited=Exists(Contribution.objects.filter(person=OuterRef("pk"))))

    def get_delete_url(self, instance: Any) -> str | None:
        url: str | None = None if instance.is_credited else super().get_delete_url(instance)
        return url


class PersonEditView(EditView):
    """What is said of a person's being a robot holds for their accounts too."""

    def save_instance(self) -> Person:
        before = Person.objects.filter(pk=self.object.pk).values_list("is_bot", flat=True).first()
        person: Person = super().save_instance()
        if person.is_bot != before:
            actor = self.request.user if isinstance(self.request.user, User) else None
            decide_person(person=person, is_bot=person.is_bot, actor=actor)
        return person


class PersonDeleteView(GuardedDeleteView):
    def reason_to_keep(self, row: Person) -> str:
        if count := row.contributions.count():
            what = "1 contribution is" if count == 1 else f"{count} contributions are"
            return (
                f"{what} credited to {row.name}, and credit is never deleted. "
                "To take the name off the public pages, edit the person and untick “Is public”."
            )
        return ""


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
    index_view_class = PersonIndexView
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView


class AffiliationViewSet(ModelViewSet):
    model = Affiliation
    name = "contributors_affiliations"
    menu_label = "Affiliations"
    icon = "site"
    form_fields = ["person", "organization", "starts_on", "ends_on", "source"]
    list_display = ["person", "organization", "starts_on", "ends_on", "source"]
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


class ContributionInspectView(InspectView):
    """One entry with its evidence; nothing leads to a screen that writes."""

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

    def get_urlpatterns(self) -> list[Any]:
        """Without the views that write."""
        return [url for url in super().get_urlpatterns() if getattr(url, "name", "") not in WRITING]


WRITING = {"add", "edit", "delete", "copy"}

person_viewset = PersonViewSet()
affiliation_viewset = AffiliationViewSet()
organization_viewset = OrganizationViewSet()
contribution_viewset = ContributionViewSet()
