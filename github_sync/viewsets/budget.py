"""The operators' screen of what the credential may ask of GitHub: now in words, over time as a picture and a table."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from common.chart_drawing import ACCENT, AMBER, Line, lines
from github_sync.queries.allowance import RESOURCES, SPANS, Step, allowances, history, is_empty, present_credential
from github_sync.viewsets.screens import ScreenView, ScreenViewSet

COLORS = {"core": ACCENT, "graphql": AMBER}
LABELS = {1: "H:i", 7: "j M H:i", 30: "j M"}
TITLES = {1: "the last day, by the hour", 7: "the last week, by six hours", 30: "the last month, by the day"}


class BudgetView(ScreenView):
    template_name = "github_sync/admin/budget.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.GET.get("days", "")
        days = int(asked) if asked in {str(one) for one in SPANS} else 1
        credential = present_credential()
        steps = history(credential, days)
        more = {
            "allowances": allowances(credential),
            "days": days,
            "spans": [(one, TITLES[one]) for one in SPANS],
            "title": f"The least that was left in {TITLES[days]}",
            "is_empty": is_empty(steps),
            "svg": "" if is_empty(steps) else _drawn(steps, days),
            "resources": list(RESOURCES.values()),
            "steps": [(_label(step.began_at, days), _cells(step)) for step in reversed(steps) if step.lowest],
        }
        return {**super().get_context_data(**kwargs), **more}


def _drawn(steps: list[Step], days: int) -> str:
    labels = [_label(step.began_at, days) for step in steps]
    asked = [resource for resource in RESOURCES if any(resource in step.lowest for step in steps)]
    series = [
        Line(RESOURCES[resource], [_number(step.lowest.get(resource)) for step in steps], COLORS[resource])
        for resource in asked
    ]
    said = "How many requests and points of GitHub's allowance were left at the least; the same numbers are in a table."
    return lines(f"What was left in {TITLES[days]}", said, labels, series, "")


def _cells(step: Step) -> list[tuple[int | None, int]]:
    return [(step.lowest.get(resource), step.spent.get(resource, 0)) for resource in RESOURCES]


def _number(value: int | None) -> float | None:
    return None if value is None else float(value)


def _label(moment: datetime, days: int) -> str:
    return str(date_format(timezone.localtime(moment), LABELS[days]))


class BudgetViewSet(ScreenViewSet):
    name = "mirror_budget"
    icon = "table"
    menu_label = "Budget"
    view_class = BudgetView
