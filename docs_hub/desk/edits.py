"""Edits on their way back to their repositories: what waits, what was refused, what was said."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from common import roles
from common.errors import MainstayError
from common.roles import has_role
from docs_hub.desk.edit_screens import EditScreen, EditsHome, person
from docs_hub.models import DocConflict, Proposal
from docs_hub.queries.proposals import changes_of, proposals
from docs_hub.queries.translations import behind_count
from docs_hub.services.following import try_again
from github_sync.queries.pulls import said_about

A_PAGE = 50
TONES = {
    Proposal.State.WAITING: "soon", Proposal.State.OPEN: "soon", Proposal.State.CHANGES: "bad",
    Proposal.State.FAILED: "bad", Proposal.State.MERGED: "fine",
}  # fmt: skip


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
            "changes": changes_of(proposal),
            "said": said_about(proposal.repository, proposal.number) if proposal.number else [],
            "may_retry": proposal.state == Proposal.State.FAILED and may_send(self.request, proposal),
        }


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
