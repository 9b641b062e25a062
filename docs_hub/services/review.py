"""Who reviews suggested edits: Wagtail's own workflow, made once."""

from collections.abc import Collection

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import Workflow, WorkflowContentType, WorkflowTask

from docs_hub.models import DocSuggestion, SuggestionReview

NAME = "Review of suggested edits"


@transaction.atomic
def ensure_review(*, groups: Collection[str]) -> None:
    """Idempotent. A workflow that an operator chose for suggestions stays; the groups may look at all of them."""
    reviewers = Group.objects.filter(name__in=groups)
    wanted = ("view_docsuggestion", "change_docsuggestion", "publish_docsuggestion")
    for group in reviewers:
        group.permissions.add(*Permission.objects.filter(content_type__app_label="docs_hub", codename__in=wanted))
    kind = ContentType.objects.get_for_model(DocSuggestion)
    if WorkflowContentType.objects.filter(content_type=kind).exists():
        return
    task, is_new = SuggestionReview.objects.get_or_create(name=NAME)
    if is_new:
        task.groups.set(reviewers)
    workflow, _ = Workflow.objects.get_or_create(name=NAME)
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    WorkflowContentType.objects.create(content_type=kind, workflow=workflow)
