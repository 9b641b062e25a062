"""Tasks in the CMS: what maintainers curate, and tasks of the site itself."""

from typing import Any

from django import forms
from django.urls import path, reverse
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.views.generic import EditView
from wagtail.admin.viewsets.model import ModelViewSet

from common.apart.errors import ApartError, BusyError
from contributors.domain.kinds import KIND_TITLES
from contributors.domain.rendering import IssueText
from contributors.models import Task
from contributors.services.issue_texts import text_of_person
from contributors.services.native_tasks import keep_task
from contributors.viewsets.task_acts import release, wanted
from contributors.viewsets.task_github import on_github
from contributors.viewsets.task_list import TASK_COLUMNS, TaskDeleteView, TaskFilterSet, TaskIndexView


class TaskForm(WagtailAdminModelForm):
    """A task of the site gets its address here; of a mirrored one only the curated fields are kept."""

    kind = forms.ChoiceField(choices=list(KIND_TITLES.items()))
    body_text = forms.CharField(
        label="Text",
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text="Markdown, for tasks of the site; the text of an issue is written on GitHub.",
    )

    class Meta:
        model = Task
        fields = [
            "title", "body_text", "done_when", "how_to_start", "mentor", "confirmed_at", "kind", "effort", "state",
            "is_on_board",
        ]  # fmt: skip

    CURATED = ("done_when", "how_to_start", "mentor", "confirmed_at")
    MIRRORED = ("title", "body_text", "kind", "effort", "state", "is_on_board")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance.is_native:
            for name in self.MIRRORED:
                self.fields[name].disabled = True

    def clean_body_text(self) -> str:
        text: str = self.cleaned_data["body_text"]
        try:
            self.shown: IssueText | None = text_of_person(text) if not self.fields["body_text"].disabled else None
        except BusyError as error:
            raise forms.ValidationError(str(error)) from error
        except ApartError as error:
            raise forms.ValidationError(f"This text cannot be shown: {error}.") from error
        return text

    def save(self, commit: bool = True) -> Task:
        """Of a mirrored task only the curated columns: a sync may have changed the rest meanwhile."""
        task: Task = super().save(commit=False)
        if not commit or (task.pk and not self.changed_data):
            return task
        if task.is_native:
            keep_task(task=task, user=self.for_user, shown=self.shown)
        else:
            task.save(update_fields=self.CURATED)
        return task


class TaskEditView(EditView):
    """Leads to what can be done on GitHub."""

    template_name = "contributors/admin/task_edit.html"

    @property
    def github_url(self) -> str:
        return "" if self.object.is_native else reverse("contributors_tasks:on_github", args=[self.object.pk])


OWN_ADDRESSES = [
    path("github/<int:pk>/", on_github, name="on_github"),
    path("release/<int:pk>/", release, name="release"),
    path("wanted/", wanted, name="wanted"),
]


class TaskViewSet(ModelViewSet):
    model = Task
    name = "contributors_tasks"
    menu_label = "Tasks"
    icon = "list-ul"
    list_display = TASK_COLUMNS
    filterset_class = TaskFilterSet
    search_fields = ["title", "owner", "name", "number"]
    search_backend_name = None
    index_view_class = TaskIndexView
    edit_view_class = TaskEditView
    delete_view_class = TaskDeleteView
    copy_view_enabled = False

    def get_form_class(self, for_update: bool = False) -> type[TaskForm]:
        return TaskForm

    def get_urlpatterns(self) -> list[Any]:
        return [*super().get_urlpatterns(), *OWN_ADDRESSES]


task_viewset = TaskViewSet()
