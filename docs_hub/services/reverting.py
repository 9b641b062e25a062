"""Edits that a commit or a pull request took back in their repository, and those that were put in again."""

from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from contributors.services.reverting import has_reverted, settle_reverted
from docs_hub.models import DocEdit, DocSource, Proposal
from docs_hub.services.crediting import REVERTED, count_as_pull_request, give_edits_back, settle_pull, take_credit_back
from github_sync.queries.pulls import default_branch_of
from github_sync.queries.reverts import Change, Reverts, reverts_of


@transaction.atomic
def follow_reverts(*, repository: str) -> int:
    """Read anew from all that the mirror has, so that it does not matter what came first; idempotent.

    Returns how many edits changed. Of a repository whose documentation is here no longer nothing more is taken, but
    what was put in again is given back. Only the default branch is mirrored: of another one nothing is known.
    """
    branches = ["", default_branch_of(repository)]
    has_docs = DocSource.objects.filter(repository__iexact=repository, ref__in=branches).exists()
    if not has_docs and not has_reverted(repository=repository):
        return 0
    reverts = reverts_of(repository)
    changed = _settle_edits(_edits(repository, branches, reverts), reverts)
    ours = Proposal.objects.filter(repository__iexact=repository, number__isnull=False, edits__isnull=False)
    numbers = set(ours.values_list("number", flat=True))
    undone = [one for one in reverts.changes() if one.number not in numbers and reverts.pull_of.get(one.sha) is None]
    whole = [f"pull/{one.number}" if one.number else f"commit/{one.sha}" for one in undone if _is_gone(one, reverts)]
    but = [f"pull/{number}" for number in numbers]
    settle_reverted(repository=repository, undone=whole, but=but, voids=has_docs)
    return changed


def _is_gone(change: Change, reverts: Reverts) -> bool:
    """The ledger has one entry for all of it, which stays while a part of it does."""
    return reverts.is_undone_wholly(change)


def _edits(repository: str, branches: list[str], reverts: Reverts) -> Iterable[DocEdit]:
    numbers = [change.number for change in reverts.changes() if change.number]
    concerned = Q(undone_by=REVERTED) | Q(is_rolled_back=False, proposal__number__in=numbers)
    merged = DocEdit.objects.filter(
        concerned, proposal__repository__iexact=repository, proposal__state=Proposal.State.MERGED,
        proposal__source__ref__in=branches,
    )  # fmt: skip
    return merged.select_related("proposal").order_by("pk")


def _settle_edits(edits: Iterable[DocEdit], reverts: Reverts) -> int:
    given: dict[Proposal, list[DocEdit]] = defaultdict(list)
    taken: set[Proposal] = set()
    for edit in edits:
        if edit.proposal is None:
            continue
        is_undone = reverts.is_undone(Change(number=edit.proposal.number or 0), edit.path)
        if is_undone and not edit.is_rolled_back:
            take_credit_back(edit=edit, reason=REVERTED)
            taken.add(edit.proposal)
        elif not is_undone and edit.is_rolled_back:
            given[edit.proposal].append(edit)
    for proposal, some in given.items():
        give_edits_back(edits=some, reason=REVERTED)
        settle_pull(proposal=proposal)
        count_as_pull_request(proposal=proposal)
    return len(taken) + sum(len(some) for some in given.values())
