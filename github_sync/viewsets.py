"""The operators' screens: repositories with their state in words, and every sync run."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import ModelPermissionPolicy, register_permission_policy

from common import audit
from common.models import User
from github_sync.delivery_viewset import DeliveryViewSet
from github_sync.domain.names import is_full_name
from github_sync.models import Repository, SyncRun
from github_sync.outbox_viewset import OutboxViewSet
from github_sync.permissions import ReadOnlyPolicy
from github_sync.queries.freshness import state_in_words, with_latest_run
from github_sync.services.repositories import track_repository
from github_sync.tasks import sync_one


class RepositoryForm(WagtailAdminModelForm):
    """Asks for OWNER/NAME only; all else comes from GitHub, the new name of a renamed repository too."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["full_name"].disabled = True

    def clean_full_name(self) -> str:
        name: str = self.cleaned_data["full_name"].strip()
        if not is_full_name(name):
            raise ValidationError("Write the repository's name as OWNER/NAME.")
        if Repository.objects.filter(full_name__iexact=name).exclude(pk=self.instance.pk).exists():
            raise ValidationError("This repository is followed already.")
        return name

    def save(self, commit: bool = True) -> Repository:
        repository: Repository = self.instance
        if repository.pk:
            return ModelForm.save(self, commit)
        actor = self.for_user if isinstance(self.for_user, User) else None
        self.instance: Repository = track_repository(full_name=repository.full_name, actor=actor)
        return self.instance


class RepositoryViewSet(ModelViewSet):
    model = Repository
    icon = "code"
    menu_label = "Repositories"
    add_to_admin_menu = False
    list_display = ["full_name", Column(state_in_words, label="State"), DateColumn("synced_at"), "is_tracked"]
    list_filter = ["is_tracked", "is_archived"]
    search_fields = ["full_name"]
    edit_handler = ObjectList(
        [
            HelpPanel(template="github_sync/admin/sync_panel.html"),
            FieldPanel("full_name", help_text="OWNER/NAME, as in the repository's address on GitHub."),
            FieldPanel("is_tracked"),
        ],
        base_form_class=RepositoryForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Repository]:
        return with_latest_run(Repository.objects.all())

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), path("sync/<int:repository_id>/", sync_now, name="sync_now")]


register_permission_policy(SyncRun, ReadOnlyPolicy(SyncRun))


class SyncRunViewSet(ModelViewSet):
    """Read only: runs are written by syncs."""

    model = SyncRun
    icon = "history"
    menu_label = "Sync runs"
    add_to_admin_menu = False
    inspect_view_enabled = True
    list_display = ["repository", "status", DateColumn("started_at"), "requests", "graphql_points", "changed", "error"]
    list_filter = ["status", "repository"]
    form_fields = ["status"]
    copy_view_enabled = False


class GitHubViewSetGroup(ViewSetGroup):
    menu_label = "GitHub"
    menu_icon = "code"
    menu_order = 260
    submenu_hook = "register_github_menu_item"
    items = (RepositoryViewSet, SyncRunViewSet, DeliveryViewSet, OutboxViewSet)


@require_POST
def sync_now(request: HttpRequest, repository_id: int) -> HttpResponse:
    """Enqueue a sync; how it went appears among the runs."""
    repository = get_object_or_404(Repository, pk=repository_id)
    if not ModelPermissionPolicy(Repository).user_has_permission(request.user, "change"):
        messages.error(request, "You may not start a sync. Ask an operator.")
        return redirect(reverse("wagtailadmin_home"))
    actor = request.user if isinstance(request.user, User) else None
    audit.record(actor=actor, action="github_sync.sync_now", subject=f"repository:{repository.full_name}")
    sync_one.delay_on_commit(repository.pk)
    messages.success(request, _started(repository))
    return redirect(request.headers.get("referer") or reverse("wagtailadmin_home"))


def _started(repository: Repository) -> SafeString:
    return format_html("{} is being synced. The run shows under Sync runs.", repository.full_name)
