"""The operators' screen of sync runs: how each went, what it cost, and why it failed."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import register_permission_policy

from github_sync.domain.failures import EXPLANATIONS, cause_named
from github_sync.models import Repository, SyncRun
from github_sync.permissions import ReadOnlyPolicy
from github_sync.viewsets.columns import MomentColumn, RunStatusColumn

register_permission_policy(SyncRun, ReadOnlyPolicy(SyncRun))
ERROR_LETTERS = 140


class SyncRunFilterSet(WagtailFilterSet):
    repository = django_filters.ModelChoiceFilter(queryset=Repository.objects.all())
    status = django_filters.ChoiceFilter(choices=SyncRun.Status)
    cause = django_filters.ChoiceFilter(
        label="Why it failed", choices=[(cause.value, said.title) for cause, said in EXPLANATIONS.items()]
    )
    started_at = django_filters.DateFromToRangeFilter(label="Started", widget=DateRangePickerWidget)

    class Meta:
        model = SyncRun
        fields = ["repository", "status", "cause", "started_at"]


def duration_of(run: SyncRun) -> timedelta | None:
    return run.finished_at - run.started_at if run.finished_at else None


def duration_in_words(run: SyncRun) -> str:
    """`0.4 s`, `12 s`, `3 min 5 s`, `2 h 4 min`; a dash while it goes on."""
    lasted = duration_of(run)
    if lasted is None:
        return "–"
    seconds = lasted.total_seconds()
    if seconds < 60:
        return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def rows_of(run: SyncRun) -> int:
    return sum(run.rows.values())


def short_error(run: SyncRun) -> str:
    return run.error if len(run.error) <= ERROR_LETTERS else f"{run.error[:ERROR_LETTERS]}…"


class SyncRunIndexView(IndexView):
    template_name = "github_sync/admin/runs.html"

    def get_base_queryset(self) -> QuerySet[SyncRun]:
        found: QuerySet[SyncRun] = super().get_base_queryset()
        return found.select_related("repository")


class SyncRunInspectView(InspectView):
    template_name = "github_sync/admin/run.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        run: SyncRun = self.object
        explanation = EXPLANATIONS[cause_named(run.cause)] if run.error else None
        rows = [(name.replace("_", " ").capitalize(), number) for name, number in run.rows.items()]
        more = {"run": run, "duration": duration_in_words(run), "explanation": explanation, "rows": rows}
        return {**super().get_context_data(**kwargs), **more, "header_more_buttons": []}


class SyncRunViewSet(ModelViewSet):
    """Read only: runs are written by syncs."""

    model = SyncRun
    icon = "history"
    menu_label = "Sync runs"
    add_to_admin_menu = False
    inspect_view_enabled = True
    inspect_view_class = SyncRunInspectView
    inspect_template_name = SyncRunInspectView.template_name
    index_view_class = SyncRunIndexView
    index_template_name = SyncRunIndexView.template_name
    filterset_class = SyncRunFilterSet
    list_display = [
        TitleColumn("repository", label="Repository", url_name="syncrun:inspect", sort_key="repository__full_name"),
        RunStatusColumn("status", label="Status", sort_key="status"),
        MomentColumn("started_at", label="Started", sort_key="started_at"),
        Column(duration_in_words, label="Took"),
        Column("changed", label="Rows written", sort_key="changed", classname="on-a-desk"),
        Column(rows_of, label="Rows held", classname="on-a-desk"),
        Column("requests", label="Requests", sort_key="requests", classname="on-a-desk"),
        Column("graphql_points", label="Points", sort_key="graphql_points", classname="on-a-desk"),
        Column(short_error, label="What went wrong"),
    ]
    form_fields = ["status"]
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[SyncRun]:
        return SyncRun.objects.select_related("repository")
