"""People and their credited work in the CMS."""

from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import path, reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from common.models import User
from contributors.models import Contribution, Person
from contributors.services.robots import decide_person
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
    edit_view_class = PersonEditView
    delete_view_class = PersonDeleteView

    def get_form_class(self, for_update: bool = False) -> type[PersonForm]:
        return PersonForm

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("join/<int:pk>/", PersonJoinView.as_view(), name="join")]


person_viewset = PersonViewSet()
