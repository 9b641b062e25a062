"""What readers said of pages, to be read and marked as handled."""

from typing import Any

from common.errors import InvalidInputError
from common.models import User
from common.paging import page_of
from docs_hub.desk.screens import DeskView, DeskViewSet, counted
from docs_hub.models import DocSource, Feedback
from docs_hub.queries.feedback import feedback_of, feedback_rows, judged_pages
from docs_hub.services.feedback import handle_feedback

PAGES = 20


class FeedbackView(DeskView):
    template_name = "docs_hub/desk/feedback.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        get = self.request.GET
        source = get.get("source", "")
        is_handled = get.get("handled") == "on"
        kind = get.get("kind", "") if get.get("kind") in Feedback.Kind.values else ""
        source_id = int(source) if source.isascii() and source.isdecimal() and len(source) < 10 else None
        rows = feedback_rows(kind=kind, source_id=source_id, is_handled=is_handled)
        pages = page_of(judged_pages(rows), get.get("page", ""), PAGES)
        return {
            **super().get_context_data(**kwargs),
            "pages": pages,
            "judged": feedback_of(pages.object_list, rows),
            "kinds": Feedback.Kind.choices,
            "kind": kind,
            "source_id": source_id,
            "sources": DocSource.objects.only("pk", "title", "slug"),
            "is_handled": is_handled,
        }

    def act(self, user: User) -> str:
        ids = self.chosen()
        if not ids:
            raise InvalidInputError("Choose at least one answer first.")
        is_handled = self.request.POST.get("act") != "reopen"
        count = handle_feedback(ids=ids, actor=user, is_handled=is_handled)
        return f"{counted(count, 'answer', 'answers')} {'handled' if is_handled else 'open again'}."


class FeedbackViewSet(DeskViewSet):
    name = "docs_feedback"
    icon = "comment"
    menu_label = "Feedback"
    view_class = FeedbackView
