"""Asks people on GitHub to review an edit's pull request."""

from common.errors import ConflictError
from common.models import User
from docs_hub.models import Proposal
from github_sync.domain.outbox import split_names
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.reviewing import request_review


def may_be_reviewed(proposal: Proposal) -> bool:
    """Its pull request is open, as far as this site knows."""
    return proposal.number is not None and proposal.is_live


def ask_for_review(*, proposal: Proposal, names: str, actor: User) -> None:
    """`names` as people write them down. The site asks, since it opened the pull request. Raises InvalidInputError,
    NotAllowedError, ConflictError."""
    proposal.refresh_from_db()
    if not may_be_reviewed(proposal):
        raise ConflictError("There is no open pull request to review any more.")
    by = By(actor, "A review of an edit of the documentation", is_by_site=True)
    request_review(by=by, repository=proposal.repository, number=proposal.number, logins=split_names(names))
