"""Organizations and who works for them, in the CMS."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from common.models import User
from common.names import tidy_name
from contributors.domain.companies import organization_key
from contributors.models import Affiliation, Organization
from contributors.services.affiliations import keep_affiliation
from contributors.services.organizations import join_organizations
from contributors.viewsets.joining import MOST, Candidate, JoinView, Preview

Source = Affiliation.Source


class AffiliationForm(WagtailAdminModelForm):
    """What is entered here is a person's word: a profile's is not on offer, for the next sync would overwrite it."""

    source = forms.TypedChoiceField(
        label="Whose word it is",
        coerce=int,
        initial=int(Source.MAINTAINER),
        choices=[(int(Source.MAINTAINER), Source.MAINTAINER.label), (int(Source.SELF), "The person's own")],
        help_text="The person's own word goes before yours, and yours before what a profile says.",
    )

    class Meta:
        model = Affiliation
        fields = ["person", "organization", "starts_on", "ends_on", "source"]
        help_texts = {"starts_on": "Empty: always so far.", "ends_on": "The first day that it is over. Empty: still."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.source < Source.MAINTAINER:
            self.initial["source"] = int(Source.MAINTAINER)

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        starts_on, ends_on = found.get("starts_on"), found.get("ends_on")
        if starts_on and ends_on and ends_on <= starts_on:
            self.add_error("ends_on", "It is over before it begins. Choose a later day.")
        return found

    def save(self, commit: bool = True) -> Affiliation:
        if commit and isinstance(self.for_user, User):
            keep_affiliation(actor=self.for_user, affiliation=self.instance)
            return self.instance
        row: Affiliation = super().save(commit=commit)
        return row


class AffiliationViewSet(ModelViewSet):
    model = Affiliation
    name = "contributors_affiliations"
    menu_label = "Affiliations"
    icon = "site"
    list_display = ["person", "organization", "starts_on", "ends_on", "source"]
    list_filter = ["source"]
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[AffiliationForm]:
        return AffiliationForm


class OrganizationForm(WagtailAdminModelForm):
    class Meta:
        model = Organization
        fields = ["name", "slug"]

    def clean_name(self) -> str:
        """A name that another organization has leads to joining the two."""
        name = tidy_name(self.cleaned_data["name"])
        same = Organization.objects.filter(key=organization_key(name)).exclude(pk=self.instance.pk).first()
        if same is not None:
            raise forms.ValidationError(self._taken(same))
        return name

    def _taken(self, same: Organization) -> SafeString:
        if self.instance.pk is None:
            url = reverse("contributors_organizations:edit", args=[same.pk])
            return format_html('This is there already: <a href="{}">{}</a>.', url, same.name)
        url = reverse("contributors_organizations:join", args=[self.instance.pk])
        return format_html(
            '{} is this organization already. <a href="{}?into={}">Join the two</a>, and all who work for either '
            "work for one.", same.name, url, same.pk,
        )  # fmt: skip


class OrganizationIndexView(IndexView):
    """Each row offers to join it into another."""

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        if self.get_edit_url(instance):
            url = reverse("contributors_organizations:join", args=[instance.pk])
            buttons.append(MenuItem("Join into another", url=url, icon_name="link", priority=15))
        return buttons


class OrganizationJoinView(JoinView):
    model = Organization
    what = "organization"
    index = "contributors_organizations:index"

    def candidates(self, row: Organization, text: str) -> list[Candidate]:
        rows = Organization.objects.filter(Q(name__icontains=text) | Q(key__contains=organization_key(text)))
        found = rows.exclude(pk=row.pk).annotate(people=Count("affiliations__person", distinct=True))
        return [self._candidate(one, one.people) for one in found.order_by("-people", "name")[:MOST]]

    def preview(self, row: Organization, other: Organization) -> Preview:
        count = row.affiliations.count()
        what = "1 affiliation moves" if count == 1 else f"{count} affiliations move"
        lines = [
            f"{what} to {other.name}; what both say of a person is kept once.",
            f"The name {row.name} is gone afterwards. The history keeps what was moved.",
        ]
        people = other.affiliations.values("person").distinct().count()
        return Preview(self._candidate(other, people), lines)

    def join(self, actor: User, row: Organization, other: Organization, reason: str) -> str:
        join_organizations(actor=actor, former_id=row.pk, kept_id=other.pk)
        return f"{row.name} is part of {other.name} now."

    def _candidate(self, one: Organization, people: int) -> Candidate:
        return Candidate(one.pk, one.name, "1 person" if people == 1 else f"{people} people")


class OrganizationViewSet(ModelViewSet):
    model = Organization
    name = "contributors_organizations"
    menu_label = "Organizations"
    icon = "home"
    search_fields = ["name"]
    search_backend_name = None
    copy_view_enabled = False
    index_view_class = OrganizationIndexView

    def get_form_class(self, for_update: bool = False) -> type[OrganizationForm]:
        return OrganizationForm

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("join/<int:pk>/", OrganizationJoinView.as_view(), name="join")]


affiliation_viewset = AffiliationViewSet()
organization_viewset = OrganizationViewSet()
