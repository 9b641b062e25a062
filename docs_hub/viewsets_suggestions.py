"""Suggested edits among Wagtail's own screens: listed, reviewed, brought up to date; made on public pages alone."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.permissions import ModelPermissionPolicy, register_permission_policy
from wagtail.snippets.views.snippets import SnippetViewSet, WorkflowActionView

from docs_hub.models import DocSuggestion
from docs_hub.panels import SuggestionPanel
from docs_hub.queries.suggestions import review_of, shown_stamp
from docs_hub.services.accepting import hold_if_newest
from docs_hub.services.suggesting import bring_up_to_date


class ReviewPolicy(ModelPermissionPolicy):
    """Nobody makes a suggestion in the admin: it would have no author who meant it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and bool(super().user_has_permission(user, action))


register_permission_policy(DocSuggestion, ReviewPolicy(DocSuggestion))


UNSEEN = "Look at the text first: this is the newest one. Nothing is published yet; approve it here."


class SuggestionAction(WorkflowActionView):
    """What the dashboard does with a suggestion. Only the text that its window showed is approved there."""

    template_name = "docs_hub/admin/suggestion_action.html"
    was_unseen = False

    def get_template_names(self) -> list[str]:
        return [self.template_name] if self.action_name == "approve" else list(super().get_template_names())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with transaction.atomic():
            seen = request.POST.get("seen", "")
            if self.action_name != "approve" or hold_if_newest(suggestion_id=self.object.pk, seen=seen):
                answer: HttpResponse = super().post(request, *args, **kwargs)
                return answer
        return self._show_newest(request)

    def _show_newest(self, request: HttpRequest) -> HttpResponse:
        """In the window again where it has one, else on the suggestion's own screen."""
        if self.form_class and request.headers.get("x-requested-with") == "XMLHttpRequest":
            self.was_unseen = True
            shown: HttpResponse = self.render_modal_form(request, self.form_class(request.POST))
            return shown
        messages.warning(request, UNSEEN)
        return redirect(reverse(self.redirect_url_name, args=[self.object.pk]))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        newest = DocSuggestion.objects.select_related("page", "author", "latest_revision").get(pk=self.object.pk)
        return {
            **super().get_context_data(**kwargs),
            "review": review_of(newest.get_latest_revision_as_object()),
            "seen": shown_stamp(newest),
            "was_unseen": self.was_unseen,
        }


def _first_words(suggestion: DocSuggestion) -> str:
    """The whole note stands on the suggestion's own screen."""
    return Truncator(suggestion.note).words(14, truncate="…")


class DocSuggestionViewSet(SnippetViewSet):
    model = DocSuggestion
    icon = "edit"
    menu_label = "Suggested edits"
    menu_name = "suggested-edits"
    menu_order = 251
    menu_hook = "register_documentation_menu_item"
    list_display = [
        "__str__",
        Column("note", label="Note", accessor=_first_words, width="40%"),
        Column("get_state_display", label="State"),
        DateColumn("suggested_at", label="Sent"),
    ]
    list_filter = ["state"]
    panels = [SuggestionPanel(heading="What is suggested"), FieldPanel("text")]
    copy_view_enabled = False
    workflow_action_view_class = SuggestionAction

    def get_queryset(self, request: HttpRequest) -> Any:
        return DocSuggestion.objects.select_related("page", "author").defer("page__source", "page__html", "base_text")


def suggestion_update(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks first, and does it when posted."""
    if not ReviewPolicy(DocSuggestion).user_has_permission(request.user, "change"):
        raise PermissionDenied
    current = get_object_or_404(DocSuggestion.objects.select_related("page"), pk=pk)
    suggestion = current.get_latest_revision_as_object()
    if request.method != "POST":
        return render(request, "docs_hub/admin/suggestion_update.html", {"suggestion": suggestion})
    if bring_up_to_date(suggestion=suggestion, actor=request.user):  # type: ignore[arg-type]
        messages.success(request, "It now begins from the page as it is.")
    else:
        messages.warning(request, "The text holds both versions where the same lines changed. Choose there and save.")
    return redirect(reverse(DocSuggestion.snippet_viewset.get_url_name("edit"), args=[pk]))


suggestions_viewset = DocSuggestionViewSet()
