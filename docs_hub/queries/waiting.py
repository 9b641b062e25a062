"""What of the documentation waits for one person, by what they may do about it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField
from django.db.models.functions import Cast
from wagtail.models import Comment, TaskState, WorkflowState

from docs_hub.models import DocConflict, DocPage, DocSuggestion, Proposal


@dataclass(frozen=True)
class DocsWaiting:
    """`pages` and `suggestions` wait for this person's review; `sent_back` are texts of theirs that others want
    changed. `comments`: threads in texts that nobody resolved. The rest is for whoever writes."""

    pages: int
    suggestions: int
    sent_back: int
    conflicts: int
    not_sent: int
    comments: int


def docs_waiting_for(user: Any) -> DocsWaiting:
    """A fixed number of queries for each step of a review that there is."""
    page_type, suggestion_type = (ContentType.objects.get_for_model(model) for model in (DocPage, DocSuggestion))
    mine = TaskState.objects.reviewable_by(user)
    pages = mine.filter(workflow_state__content_type=page_type)
    suggestions = mine.filter(workflow_state__content_type=suggestion_type)
    back = WorkflowState.objects.filter(
        content_type=page_type, requested_by=user.pk, status=WorkflowState.STATUS_NEEDS_CHANGES
    )
    return DocsWaiting(
        pages=pages.count(),
        suggestions=suggestions.count(),
        sent_back=back.count(),
        conflicts=DocConflict.objects.filter(resolved_at=None).count(),
        not_sent=Proposal.objects.filter(state=Proposal.State.FAILED).count(),
        comments=Comment.objects.filter(page__content_type=page_type, resolved_at=None).count(),
    )


def own_sent_back(user: Any) -> int | None:
    """The page of the first text of theirs that was sent back; None where there is none."""
    page_type = ContentType.objects.get_for_model(DocPage)
    states = WorkflowState.objects.filter(
        content_type=page_type, requested_by=user.pk, status=WorkflowState.STATUS_NEEDS_CHANGES
    )
    pages = DocPage.objects.annotate(key=Cast("pk", CharField())).filter(key__in=states.values("object_id"))
    return pages.values_list("pk", flat=True).first()
