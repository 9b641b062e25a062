"""Cells of the mirror's lists."""

from typing import Any

from wagtail.admin.ui.tables import Column

TONES_OF_RUNS = {"done": "good", "failed": "bad", "waiting": "soon", "running": "busy"}


class StateColumn(Column):
    """A badge, whose color only repeats its word, and what is to be said beside it; the accessor gives a `State`."""

    cell_template_name = "github_sync/admin/cells/state.html"


class MomentColumn(Column):
    """How long ago, with the exact time on hover."""

    cell_template_name = "github_sync/admin/cells/moment.html"


class RunStatusColumn(Column):
    cell_template_name = "github_sync/admin/cells/status.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "tone": TONES_OF_RUNS[instance.status], "label": instance.get_status_display()}
