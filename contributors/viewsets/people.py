"""People and their credited work in the CMS."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from common.models import User
from contributors.domain.kinds import kind_title
from contributors.models import Contribution, Person
from contributors.viewsets.columns import KindColumn
from contributors.viewsets.deleting import GuardedDeleteView
from contributors.viewsets.person_join import PersonJoinView


class PersonIndexView(IndexView):
    """Offers to delete only whom no credited work needs."""

    def get_base_queryset(self) -> QuerySet[Person]:
        rows: QuerySet[Person] = super().get_base_queryset()
        return rows.annotate(is_credited=Exists(Contribution.objects.filter(person=OuterRef("pk"))))

    def get_delete_url(self, instance: Any) -> str | None:
        url: str | None = None if instance.is_credited else super().get_delete_url(instance)
        return url

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if self.get_edit_url(instance):
            url = reverse("contributors_people:join", args=[instance.pk])
            buttons.append(MenuItem("Join into another", url=url, icon_name="link", priority=15))
        return buttons


class PersonForm(WagtailAdminModelForm):
    class Meta:
        model = Person
        fields = ["name", "slug", "user", "is_bot", "is_public"]

    def clean_slug(self) -> str:
        """The address of somebody who was joined into another leads on, and is nobody else's."""
        slug: str = self.cleaned_data["slug"]
        if Person.everyone.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("This address is taken, or leads to somebody since two pages were joined.")
        return slug

    def clean_user(self) -> User | None:
        user: User | None = self.cleaned_data["user"]
        taken = Person.everyone.filter(user=user, joined_into__isnull=False).select_related("joined_into").first()
        if user is not None and taken is not None:
            raise forms.ValidationError(f"This account signs in as {taken.joined_into} already.")
        return user


class PersonDeleteView(GuardedDeleteView):
    def reason_to_keep(self, row: Person) -> str:
        if count := Person.everyone.filter(joined_into=row).count():
            what = "1 other page leads" if count == 1 else f"{count} other pages lead"
            return f"{what} to {row.name} since they were joined. To take the name off the site, untick “Is public”."
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
    list_display = ["name", "slug", "is_bot", "is_public"]
    list_filter = ["is_bot", "is_public"]
    search_fields = ["name", "slug"]
    search_backend_name = None
    copy_view_enabled = False
    index_view_class = PersonIndexView
    delete_view_class = PersonDeleteView

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("join/<int:pk>/", PersonJoinView.as_view(), name="join")]


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
contribution_viewset = ContributionViewSet()
