"""Pages whose latest text readers do not see yet."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import BooleanField, CharField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Revision, WorkflowState

from docs_hub.models import DocPage


def unpublished_texts() -> QuerySet[DocPage]:
    """Annotated with `is_submitted` (it waits for a reviewer), `by`, `is_held` (nobody edits its documentation here)
    and `due_at` (when it is to be published by itself); the latest first."""
    types = ContentType.objects.get_for_models(DocPage).values()
    states = WorkflowState.objects.filter(
        content_type__in=types, object_id=Cast(OuterRef("pk"), CharField()), status=WorkflowState.STATUS_IN_PROGRESS
    )
    author = Revision.objects.filter(pk=OuterRef("latest_revision_id")).values("user__username")[:1]
    scheduled = Revision.objects.filter(
        content_type__in=types, object_id=Cast(OuterRef("pk"), CharField()), approved_go_live_at__isnull=False
    )
    is_held = ExpressionWrapper(Q(doc_source__writing="closed"), output_field=BooleanField())
    pages = DocPage.objects.filter(has_unpublished_changes=True, doc_source__isnull=False)
    return (
        pages.annotate(is_submitted=Exists(states), by=Subquery(author), is_held=is_held)
        .annotate(due_at=Subquery(scheduled.values("approved_go_live_at")[:1]))
        .select_related("doc_source")
        .defer("html", "source", "links", "toc")
        .order_by("-is_submitted", "-latest_revision_created_at", "pk")
    )
