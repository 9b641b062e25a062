"""Edits on their way back, as pages and the admin show them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from contributors.queries.people import hidden_users
from docs_hub.domain.line_diff import DiffLine, changed_lines
from docs_hub.models import DocBlob, DocEdit, DocPage, Proposal
from github_sync.queries.outbox import ActionLine, actions_at
from github_sync.queries.visibility import kept_back


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What a reader is told quietly: an edit of this page waits in the repository."""

    state: str
    words: str
    number: int | None
    url: str
    writer: str


def proposals() -> QuerySet[Proposal]:
    edits = DocEdit.objects.select_related("page").order_by("pk")
    return Proposal.objects.select_related("source", "writer").prefetch_related(Prefetch("edits", queryset=edits))


def proposals_of(user: Any, *, most: int = 20) -> list[Proposal]:
    """A writer's own, the newest first; without repositories that nobody may see. One query."""
    return list(Proposal.objects.filter(writer_id=user.pk).exclude(repository__in=kept_back())[:most])


def last_edits(proposal: Proposal) -> list[DocEdit]:
    """What each of its pages came to; one query."""
    return list({edit.page_id: edit for edit in proposal.edits.select_related("page").order_by("pk")}.values())


def changes_of(proposal: Proposal) -> list[tuple[DocEdit, list[DiffLine]]]:
    """Each page's text as it is proposed, beside the one that the edit began from; two queries.

    Without pages whose texts are not kept any more, and what is removed or was rolled back.
    """
    edits = [edit for edit in last_edits(proposal) if edit.text and not (edit.is_removal or edit.is_rolled_back)]
    bases = dict(DocBlob.objects.filter(sha__in={edit.base_sha for edit in edits}).values_list("sha", "text"))
    told = [edit for edit in edits if not edit.base_sha or edit.base_sha in bases]
    return [(edit, changed_lines(bases.get(edit.base_sha, ""), edit.text)) for edit in told]


def reviews_asked(proposal: Proposal, user: Any) -> list[ActionLine]:
    """Who was asked for a review from here, and how that went; one query, where there is a pull request."""
    places = [(proposal.repository, proposal.number)] if proposal.number else []
    return actions_at(places, user=user, kinds=["request_review"])


def under_way(page: DocPage) -> list[UnderWay]:
    """No query for a page that shows the repository's own text, else one or two."""
    if page.text_sha == page.blob_sha:
        return []
    here = Proposal.objects.filter(edits__page=page.pk, edits__is_rolled_back=False, state__in=Proposal.LIVE)
    found = list(here.distinct().order_by("pk"))
    hidden = hidden_users([one.writer_id for one in found if one.writer_id is not None]) if found else set()
    return [
        UnderWay(
            one.state, one.get_state_display(), one.number, one.url,
            "" if one.writer_id in hidden else one.writer_name,
        )
        for one in found
    ]  # fmt: skip


def repositories_of_action(action_id: int) -> list[str]:
    """Of the proposals that put this action into the outbox; the newest are looked at, since an action is soon done."""
    recent = Proposal.objects.filter(state__in=Proposal.LIVE).order_by("-pk").values_list("repository", "actions")
    return sorted({repository for repository, actions in recent[:2000] if action_id in actions})


def repositories_under_way() -> list[str]:
    """Also those with a replaced proposal under whose pull request that is still to be said."""
    since = timezone.now() - Proposal.MAY_REOPEN
    is_left = Q(
        state=Proposal.State.REPLACED, told_action=None, replaced_by__number__isnull=False, settled_at__gte=since
    )
    rows = Proposal.objects.filter(Q(state__in=Proposal.LIVE) | is_left).order_by()
    return sorted(set(rows.values_list("repository", flat=True)))
