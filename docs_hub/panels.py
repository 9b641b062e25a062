"""What stands beside the text in the edit form of the admin."""

from typing import Any

from wagtail.admin.panels import Panel


class FindingsPanel(Panel):
    """What should be looked at in the text as it was saved last; the editor keeps it up to date while one writes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "To look at", **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "docs_hub/admin/findings_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and not self.instance.is_folder)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from docs_hub.queries.findings import findings_of

            return {**super().get_context_data(parent_context), "found": findings_of(self.instance)}


class SuggestionPanel(Panel):
    """Who suggests what, and how the page differs from it today."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "docs_hub/admin/suggestion_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from docs_hub.queries.suggestions import review_of

            return {**super().get_context_data(parent_context), "review": review_of(self.instance)}
