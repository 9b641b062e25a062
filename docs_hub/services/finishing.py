"""What follows the last approval of a review: Wagtail calls it, whichever of its screens the approval came from.

Imported before any model is there, so that it imports models when it is called.
"""

from contextvars import ContextVar
from typing import Any

CONFIRMED: ContextVar[int | None] = ContextVar("confirmed_page", default=None)
"""The page whose difference somebody was shown and confirmed, while that is being published."""


def finish_review(workflow_state: Any, user: Any = None) -> None:
    """Publish as Wagtail would. Raises UnreadError for documentation that nobody was shown: a review that ends by
    itself, as when its last step is switched off, publishes nothing."""
    from wagtail.workflows import publish_workflow_state

    from docs_hub.models import DocPage
    from docs_hub.queries.writing import UnreadError

    page = workflow_state.content_object
    doc_page = DocPage.objects.filter(pk=page.pk).first() if hasattr(page, "url_path") else None
    if doc_page is not None and CONFIRMED.get() != doc_page.pk:
        raise UnreadError(doc_page)
    publish_workflow_state(workflow_state, user=user)
