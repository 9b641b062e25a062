"""The operators' screen of repositories: how each fares, and what can be done to it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.urls import path, reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import EditView, IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from common.models import User
from github_sync.domain.names import is_full_name
from github_sync.models import Repository, SyncRun
from github_sync.queries.holdings import rows_held
from github_sync.queries.states import with_latest_run
from github_sync.services.repositories import track_repository
from github_sync.views import mirror
from github_sync.views.mirror import RemoveView, described
from github_sync.viewsets.runs import duration_in_words

RUNS_SHOWN = 10


class RepositoryForm(WagtailAdminModelForm):
    """Asks for OWNER/NAME only; all else comes from GitHub, the new name of a renamed repository too."""

    def clean_full_name(self) -> str:
        name: str = self.cleaned_data["full_name"].strip()
        if not is_full_name(name):
            raise ValidationError("Write the repository's name as OWNER/NAME.")
        if Repository.objects.filter(full_name__iexact=name).exists():
            raise ValidationError("This repository is followed already.")
        return name

    def save(self, commit: bool = True) -> Repository:
        actor = self.for_user if isinstance(self.for_user, User) else None
        self.instance: Repository = track_repository(full_name=self.instance.full_name, actor=actor)
        return self.instance


class CellColumn(Column):
    """Drawn from `github_sync/admin/cells/NAME.html`, for the page and for what brings it up to date."""

    def __init__(self, name: str, label: str, **more: Any) -> None:
        super().__init__(name, label=label, **more)
        self.cell_template_name = "github_sync/admin/cells/repository.html"

    def get_value(self, instance: Any) -> Any:
        return ""

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        part = f"github_sync/admin/cells/{self.name}.html"
        request = parent_context["request"]
        return {
            **context,
            "part": part,
            "row": described(instance),
            "csrf_token": get_token(request),
            **mirror.abilities(request),
        }


class RepositoryIndexView(IndexView):
    template_name = "github_sync/admin/repositories.html"

    def order_queryset(self, queryset: QuerySet[Repository]) -> QuerySet[Repository]:
        found: QuerySet[Repository] = super().order_queryset(queryset)
        return with_latest_run(found)


class RepositoryInspectView(InspectView):
    template_name = "github_sync/admin/repository.html"

    def get_object(self, queryset: Any = None) -> Any:
        found = super().get_object(queryset)
        return with_latest_run(Repository.objects.filter(pk=found.pk)).get()

    def get_page_title(self) -> str:
        return str(self.object)

    def get_page_subtitle(self) -> str:
        return ""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        index = {"url": reverse("repository:index"), "label": "Repositories"}
        return [*self.breadcrumbs_items, index, {"url": "", "label": str(self.object)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = SyncRun.objects.filter(repository=self.object)[:RUNS_SHOWN]
        held = rows_held(self.object)
        more = {
            "row": described(self.object),
            "repository": self.object,
            "held": held,
            "held_total": sum(held.values()),
            "runs": [(run, duration_in_words(run)) for run in runs],
        }
        return {**super().get_context_data(**kwargs), **more, **mirror.abilities(self.request), "header_buttons": []}


class NothingToEditView(EditView):
    """All that can be changed is done by the buttons of the page itself."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("repository:inspect", kwargs["pk"])


class RepositoryViewSet(ModelViewSet):
    model = Repository
    icon = "code"
    menu_label = "Repositories"
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    index_view_class = RepositoryIndexView
    index_template_name = RepositoryIndexView.template_name
    inspect_view_class = RepositoryInspectView
    inspect_template_name = RepositoryInspectView.template_name
    edit_view_class = NothingToEditView
    delete_view_class = RemoveView
    delete_template_name = RemoveView.template_name
    list_display = [
        TitleColumn("full_name", label="Repository", url_name="repository:inspect", sort_key="full_name"),
        CellColumn("state", "State"),
        CellColumn("looks", "Last and next look", sort_key="synced_at", classname="on-a-desk"),
        CellColumn("holds", "Rows and requests", classname="on-a-desk"),
        CellColumn("actions", "Actions"),
    ]
    list_filter = ["is_tracked", "is_archived", "is_private", "is_hidden"]
    list_per_page = 50
    search_fields = ["full_name"]
    search_backend_name = None
    edit_handler = ObjectList(
        [
            HelpPanel(template="github_sync/admin/sync_panel.html"),
            FieldPanel("full_name", help_text="OWNER/NAME, as in the repository's address on GitHub."),
        ],
        base_form_class=RepositoryForm,
    )

    def get_urlpatterns(self) -> list[Any]:
        return [
            *super().get_urlpatterns(),
            path("sync/<int:repository_id>/", mirror.sync_now, name="sync_now"),
            path("pause/<int:repository_id>/", mirror.pause, name="pause"),
            path("resume/<int:repository_id>/", mirror.resume, name="resume"),
            path("hide/<int:repository_id>/", mirror.hide, name="hide"),
            path("show/<int:repository_id>/", mirror.show, name="show"),
            path("states/", mirror.states, name="states"),
        ]
