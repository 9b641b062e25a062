"""Edits on their way back to their repositories: what waits, what was refused, what was said."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from common import roles
from common.errors import MainstayError
from common.roles import has_role
from docs_hub.desk.edit_screens import EditScreen, EditsHome, person
from docs_hub.models import DocConflict, Proposal
from docs_hub.queries.proposals import changes_of, proposals, reviews_asked
from docs_hub.queries.translations import behind_count
from docs_hub.services.asking import ask_for_review, may_be_reviewed
from docs_hub.services.following import try_again
from github_sync.queries.pulls import said_about

A_PAGE = 50
TONES = {
    Proposal.State.WAITING: "soon", Proposal.State.OPEN: "soon", Proposal.State.CHANGES: "bad",
    Proposal.State.FAILED: "bad", Proposal.State.MERGED: "fine",
}  # fmt: skip


class ReviewersForm(forms.Form):
    reviewers = forms.CharField(
        label="Names on GitHub",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="As in github.com/NAME, with commas between them or one a line. They must belong to the repository.",
    )


def tone_of(proposal: Proposal) -> str:
    return TONES.get(Proposal.State(proposal.state), "quiet")


def may_send(request: HttpRequest, proposal: Proposal) -> bool:
    """Its writer, and whoever looks after the site or the repository."""
    is_mine = proposal.writer_id is not None and proposal.writer_id == request.user.pk
    return is_mine or has_role(request.user, roles.MAINTAINERS, roles.OPERATORS)


class EditsView(EditsHome, EditScreen):
    template_name = "docs_hub/admin/edits.html"
    page_title = "Documentation edits"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = proposals()
        if self.request.GET.get("whose") == "mine":
            rows = rows.filter(writer=self.request.user.pk)
        page = Paginator(rows, A_PAGE).get_page(self.request.GET.get("p"))
        open_ones = DocConflict.objects.filter(resolved_at=None).select_related("page", "page__doc_source")
        return {
            **super().get_context_data(**kwargs),
            "rows": [(proposal, tone_of(proposal)) for proposal in page],
            "page": page,
            "is_mine": self.request.GET.get("whose") == "mine",
            "conflicts": open_ones[:A_PAGE],
            "translations_behind": behind_count(),
        }


class EditView(EditScreen):
    template_name = "docs_hub/admin/edit.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.proposal = get_object_or_404(proposals(), pk=kwargs["proposal_id"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return self.proposal.title

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        proposal = self.proposal
        return {
            **super().get_context_data(**kwargs),
            "proposal": proposal,
            "tone": tone_of(proposal),
            "conflicts": _conflicts_of(proposal),
            "changes": changes_of(proposal),
            "said": said_about(proposal.repository, proposal.number) if proposal.number else [],
            "may_retry": proposal.state == Proposal.State.FAILED and may_send(self.request, proposal),
            "asked": reviews_asked(proposal, self.request.user),
            "review_form": self._review_form(kwargs.get("review_form")),
        }

    def _review_form(self, sent: ReviewersForm | None) -> ReviewersForm | None:
        """None where this person may ask nobody, or there is nothing to review yet or any more."""
        if not may_be_reviewed(self.proposal) or not may_send(self.request, self.proposal):
            return None
        return sent or ReviewersForm()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Names of people who are asked for a review."""
        if not may_send(request, self.proposal):
            raise PermissionDenied
        form = ReviewersForm(request.POST)
        if not form.is_valid():
            return self._shown_again(form)
        try:
            ask_for_review(proposal=self.proposal, names=form.cleaned_data["reviewers"], actor=person(request))
        except MainstayError as error:
            messages.error(request, str(error))
            return self._shown_again(form)
        messages.success(request, "They are asked on GitHub. Below is how it goes.")
        return redirect("docs_edit", self.proposal.pk)

    def _shown_again(self, form: ReviewersForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(review_form=form), status=422)


def _conflicts_of(proposal: Proposal) -> QuerySet[DocConflict]:
    pages = proposal.edits.values("page")
    return DocConflict.objects.filter(page__in=pages, resolved_at=None).select_related("page")


@require_POST
def retry(request: HttpRequest, proposal_id: int) -> HttpResponse:
    proposal = get_object_or_404(Proposal, pk=proposal_id)
    if not may_send(request, proposal):
        raise PermissionDenied
    try:
        try_again(proposal=proposal, actor=person(request))
    except MainstayError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "It is being sent again. This page shows how it goes.")
    return redirect("docs_edit", proposal_id)
