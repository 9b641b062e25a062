"""What a page's newest text changes, shown before anybody publishes it; every way to approve leads here."""

from typing import Any

from django.contrib import messages as plain
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from wagtail.admin import messages

from common.errors import ConflictError, MainstayError
from docs_hub.desk.edit_screens import EditScreen, may_publish, person
from docs_hub.models import DocPage
from docs_hub.queries.drafts import unpublished_texts
from docs_hub.queries.page_review import actions_of, page_review
from docs_hub.services.approving import Approval, approve_page, join_with_repository, send_back

NEXT_SHOWN = 5


class PageReviewView(EditScreen):
    template_name = "docs_hub/admin/page_review.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        rows = DocPage.objects.select_related("doc_source", "latest_revision__user")
        self.page = get_object_or_404(rows, pk=kwargs["page_id"])
        self.actions = actions_of(self.page, request.user)
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self, user: Any) -> bool:
        """Whoever may change the page, and whoever an operator chose to approve it."""
        return bool(self.actions) or bool(self.page.permissions_for_user(user).can_edit())

    def get_page_title(self) -> str:
        return f"Review: {self.page.get_admin_display_title()}"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        review = page_review(self.page)
        may_decide = "approve" in self.actions or may_publish(self.request.user, self.page)
        others = unpublished_texts().filter(is_submitted=True).exclude(pk=self.page.pk)
        return {
            **super().get_context_data(**kwargs),
            "review": review,
            "page": self.page,
            "may_approve": may_decide,
            "may_send_back": "reject" in self.actions,
            "is_last_step": not self.actions or _is_last(self.page),
            "remarks": self.page.wagtail_admin_comments.filter(resolved_at=None).count(),
            "comment": kwargs.get("comment", ""),
            "others": [] if review else others[:NEXT_SHOWN],
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        decide = {"approve": self._approve, "send_back": self._send_back, "join": self._join}
        choice = decide.get(request.POST.get("choice", ""))
        if choice is None:
            return redirect(request.path)
        comment = request.POST.get("comment", "")[:5000]
        what = {"page_id": self.page.pk, "seen": request.POST.get("seen", ""), "actor": person(request)}
        try:
            return choice(what, comment)
        except MainstayError as error:
            plain.error(request, str(error))
            self.page = DocPage.objects.select_related("doc_source", "latest_revision__user").get(pk=self.page.pk)
            self.actions = actions_of(self.page, request.user)
            status = 409 if isinstance(error, ConflictError) else 422
            return self.render_to_response(self.get_context_data(comment=comment), status=status)

    def _approve(self, what: dict[str, Any], comment: str) -> HttpResponse:
        say_what_happened(self.request, approve_page(**what, comment=comment))
        return redirect(self.request.path)

    def _send_back(self, what: dict[str, Any], comment: str) -> HttpResponse:
        send_back(**what, comment=comment)
        messages.success(self.request, f"“{self.page}” is sent back, with what you said. Readers see no change.")
        return redirect(self.request.path)

    def _join(self, what: dict[str, Any], comment: str) -> HttpResponse:
        join_with_repository(**what)
        words = "The text holds both versions where the same lines changed. Choose there, take the marks away and save."
        messages.warning(self.request, words)
        return redirect("wagtailadmin_pages:edit", self.page.pk)


def _is_last(page: DocPage) -> bool:
    state = page.current_workflow_state
    return bool(state is None or state.is_at_final_task)


def say_what_happened(request: HttpRequest, done: Approval) -> None:
    """Who sees it now, where it goes, who is credited."""
    title = str(done.page)
    if done.next_step:
        messages.success(request, f"You approved “{title}”. It waits for the next step now: {done.next_step}.")
        return
    if done.due is not None:
        due = date_format(localtime(done.due), "DATETIME_FORMAT")
        messages.success(request, f"You approved “{title}”. It is published on {due}; until then nothing changes.")
        return
    buttons = [messages.button(done.page.url, "See the page")] if done.page.url else []
    proposal = done.edit.proposal if done.edit is not None else None
    if proposal is not None:
        buttons.append(messages.button(reverse("docs_edit", args=[proposal.pk]), "See how it goes"))
    said = [f"“{title}” is published: readers see it now.", _where_it_goes(done), _who_is_credited(done)]
    messages.success(request, format_html("{}", " ".join(one for one in said if one)), buttons=buttons)


def _where_it_goes(done: Approval) -> str:
    proposal = done.edit.proposal if done.edit is not None else None
    if proposal is None:
        return ""
    if proposal.state == proposal.State.FAILED:
        return f"It could not be sent to {proposal.repository}: {proposal.note}"
    return f"{proposal.repository} gets it as a pull request."


def _who_is_credited(done: Approval) -> str:
    if not done.writers:
        return ""
    review = f", {_names(done.reviewers)} for the review" if done.reviewers else ""
    return f"Credited: {_names(done.writers)} for the text{review}."


def _names(names: tuple[str, ...]) -> str:
    return " and ".join(names)
