"""The list of tasks in the CMS: what each is, who holds it, and what may be deleted."""

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.menus import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView

from contributors.domain.availability import Availability, with_quiet
from contributors.domain.kinds import KIND_TITLES
from contributors.domain.lease import ENDS_SOON
from contributors.models import Claim, Task
from contributors.queries.board import done_reports_waiting, quiet_reviews
from contributors.viewsets.columns import KindColumn
from contributors.viewsets.deleting import GuardedDeleteView

ON_A_DESK = "on-a-desk"
HOLDING = [("held", "Somebody"), ("ending", "Somebody, and the claim ends within three days"), ("free", "Nobody")]


WAITS = [
    ("answer", "A maintainer: somebody says that it is done"),
    ("quiet", "A pull request that nobody touched for three months"),
]


def live_claims_of_row() -> QuerySet[Claim]:
    return Claim.objects.filter(task=OuterRef("pk"), released_at=None, expires_at__gt=timezone.now())


class TaskFilterSet(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label="Kind of work", choices=list(KIND_TITLES.items()))
    holding = django_filters.ChoiceFilter(label="Who holds it", choices=HOLDING, method="filter_holding")
    is_on_board = django_filters.BooleanFilter(label="On the board")
    waits = django_filters.ChoiceFilter(label="Waits for", choices=WAITS, method="filter_waits")

    class Meta:
        model = Task
        fields = ["holding", "waits", "state", "kind", "is_on_board", "source"]

    def filter_holding(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        live = live_claims_of_row()
        if value == "ending":
            live = live.filter(expires_at__lt=timezone.now() + ENDS_SOON)
            live = live.filter(pull_number=None)
        return rows.filter(~Exists(live) if value == "free" else Exists(live))

    def filter_waits(self, rows: QuerySet[Task], name: str, value: str) -> QuerySet[Task]:
        if value == "quiet":
            return rows.filter(pk__in=quiet_reviews(timezone.now()).values("pk"))
        return rows.filter(pk__in=done_reports_waiting().values("claim__task"))


class TickColumn(Column):
    """A box to choose the row for what is done with several at once."""

    cell_template_name = "contributors/admin/tick_cell.html"

    def get_value(self, instance: Any) -> Any:
        return instance.pk if instance.state != Task.State.CLOSED else None


class HolderColumn(Column):
    """Who holds it, with the way to release it."""

    cell_template_name = "contributors/admin/holder_cell.html"

    def get_value(self, instance: Any) -> str:
        if not instance.held_until:
            return ""
        if instance.held_by_pull:
            return f"{instance.holder} while #{instance.held_by_pull} is open"
        return f"{instance.holder} until {_day(instance.held_until)}"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        url = reverse("contributors_tasks:release", args=[instance.pk]) if instance.held_until else ""
        return {**context, "release_url": url, "title": instance.title}


class PlaceColumn(Column):
    def get_value(self, instance: Any) -> str:
        return "This site" if instance.is_native else f"{instance.repository} #{instance.number}"


class StateColumn(Column):
    """With what stands in the way for long already."""

    def get_value(self, instance: Any) -> str:
        state, reason = instance.get_state_display(), instance.reason
        found = with_quiet(Availability(instance.state, reason), instance.review_touched_at, timezone.now())
        return f"{state}: {found.reason}" if found.reason != reason else state


class ConfirmedColumn(Column):
    """When, with a button that says so now."""

    cell_template_name = "contributors/admin/confirmed_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "pk": instance.pk if instance.state != Task.State.CLOSED else None, "title": instance.title}

    def get_value(self, instance: Any) -> str:
        return _day(instance.confirmed_at) if instance.confirmed_at else ""


class TaskIndexView(IndexView):
    template_name = "contributors/admin/task_index.html"
    """Says who holds a task, and offers to delete only what may be deleted."""

    def get_base_queryset(self) -> QuerySet[Task]:
        rows: QuerySet[Task] = super().get_base_queryset()
        live = live_claims_of_row()
        return rows.annotate(
            holder=Subquery(live.values("person__name")[:1]), held_until=Subquery(live.values("expires_at")[:1]),
            held_by_pull=Subquery(live.values("pull_number")[:1]),
        ).defer("body_text", "body_html")  # fmt: skip

    def get_list_more_buttons(self, instance: Any) -> list[Any]:
        buttons: list[Any] = super().get_list_more_buttons(instance)
        seen = MenuItem("See it on the site", url=instance.get_absolute_url(), icon_name="view", priority=15)
        return [*buttons, seen]

    def get_delete_url(self, instance: Any) -> str | None:
        may_go = instance.is_native and not instance.held_until
        url: str | None = super().get_delete_url(instance) if may_go else None
        return url


class TaskDeleteView(GuardedDeleteView):
    def reason_to_keep(self, row: Task) -> str:
        if not row.is_native:
            return (
                "This task is an issue on GitHub and would come back with the next sync. "
                "Take the label off the issue there, and the task leaves the board."
            )
        live = row.claims.filter(released_at=None, expires_at__gt=timezone.now()).select_related("person").first()
        if live is not None:
            return f"{live.person.name} holds this task until {_day(live.expires_at)}. Release it on its page first."
        return ""


TASK_COLUMNS = [
    "title",
    TickColumn("tick", label="Choose", classname=ON_A_DESK),
    PlaceColumn("place", label="Where", sort_key="name", classname=ON_A_DESK),
    HolderColumn("holder", label="Held by", sort_key="held_until"),
    StateColumn("state", label="State", sort_key="state"),
    KindColumn(classname=ON_A_DESK),
    BooleanColumn("is_on_board", label="On the board", sort_key="is_on_board", classname=ON_A_DESK),
    ConfirmedColumn("confirmed_at", label="Still wanted on", sort_key="confirmed_at", classname=ON_A_DESK),
]


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j M Y")
