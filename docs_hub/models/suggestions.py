"""Edits that people suggest from the public page. Each is an object of its own in Wagtail's moderation, so that
suggestions of several people for one page wait side by side."""

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.models import (
    AbstractGroupApprovalTask,
    DraftStateMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)

from docs_hub.forms import SourceTextField, SuggestionForm

WAITING, CHANGES_ASKED, ACCEPTED, WITHDRAWN = "waiting", "changes_asked", "accepted", "withdrawn"


class DocSuggestion(WorkflowMixin, DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """The whole text as its author wants it, and the text they began from: merged with what the page is by then.

    Publishing it, which an approval does, puts the merged text on the page as a revision of the author.
    """

    STATES = [
        (WAITING, "Waiting for a review"),
        (CHANGES_ASKED, "Changes asked for"),
        (ACCEPTED, "Accepted"),
        (WITHDRAWN, "Withdrawn"),
    ]

    page = models.ForeignKey("docs_hub.DocPage", on_delete=models.CASCADE, related_name="suggestions", editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    note = models.TextField(max_length=1000, editable=False)
    base_text = models.TextField(blank=True, editable=False)
    text = SourceTextField(blank=True, default="")
    state = models.CharField(max_length=20, choices=STATES, default=WAITING, editable=False)
    answer = models.TextField(blank=True, editable=False)  # what a reviewer said
    suggested_at = models.DateTimeField(default=timezone.now, editable=False)
    page_revision = models.ForeignKey(
        Revision, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )  # what it became

    base_form_class = SuggestionForm

    class Meta:
        ordering = ["-suggested_at", "-pk"]
        verbose_name = "suggested edit"
        indexes = [models.Index(fields=["author", "suggested_at"], name="docsuggestion_by_author")]

    def __str__(self) -> str:
        return f"{self.page.title}, by {self.author.get_username() if self.author else 'someone who left'}"

    def get_absolute_url(self) -> str:
        return reverse("docs_hub:suggestion", args=[self.pk])

    def with_content_json(self, content: dict[str, Any]) -> "DocSuggestion":
        """A revision knows the text and what it began from; how the suggestion fares is not of the past."""
        suggestion: DocSuggestion = super().with_content_json(content)
        for name in ("page_id", "author_id", "state", "answer", "page_revision_id", "suggested_at"):
            setattr(suggestion, name, getattr(self, name))
        return suggestion

    @transaction.atomic
    def publish(self, revision: Revision, user: Any = None, **options: Any) -> None:
        """Raises ConflictError where the page changed in the same lines; then neither changes."""
        from docs_hub.services.accepting import accept_suggestion

        approved = revision.as_object()
        accept_suggestion(suggestion_id=self.pk, base_text=approved.base_text, text=approved.text, actor=user)
        self.refresh_from_db(fields=["state", "page_revision"])
        super().publish(revision, user=user, **options)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """The page as it would be."""
        from docs_hub.services.accepting import page_as_suggested

        answer: HttpResponse = page_as_suggested(self).serve_preview(request, "")
        return answer


class SuggestionReview(AbstractGroupApprovalTask):
    """Approval by a group, not offered while the page's own text stands against it.

    It always opens a window first, which shows the text that is approved.
    """

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        from docs_hub.queries.suggestions import what_hinders

        actions: list[tuple[str, str, bool]] = super().get_actions(obj, user)
        others = [action for action in actions if action[0] != "approve"]
        if len(others) == len(actions) or (isinstance(obj, DocSuggestion) and what_hinders(obj)):
            return others
        return [*others, ("approve", "Approve", True)]

    @classmethod
    def get_description(cls) -> str:
        return "Members of the chosen groups review edits that readers suggest"

    class Meta:
        verbose_name = "Review of suggested edits"
        verbose_name_plural = "Reviews of suggested edits"
