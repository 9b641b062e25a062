"""Who is at an issue: the people assigned to it, and the pull requests that are to close it."""

from dataclasses import dataclass

from django.db.models import Q

from github_sync.models import ClosingReference, Issue
from github_sync.queries.visibility import shown_below


@dataclass(frozen=True, slots=True)
class LinkedPull:
    """`id` is the mirror's; `author` is empty where the account is gone."""

    id: int
    repository: str
    number: int
    title: str
    url: str
    author: str
    is_open: bool


def assignees_of(full_name: str, number: int) -> list[str]:
    """By their names on GitHub; as the mirror last read it."""
    rows = Issue.objects.filter(repository__full_name__iexact=full_name, number=number, assignees__isnull=False)
    return list(rows.order_by("assignees__login").values_list("assignees__login", flat=True))


def linked_pulls(full_name: str, number: int) -> list[LinkedPull]:
    """Open and ended ones, the newest first; of other repositories only those that anyone may see. One query."""
    here = Q(pull_request__repository__full_name__iexact=full_name)
    followed = Q(pull_request__repository__is_tracked=True, pull_request__repository__gone_at=None)
    references = ClosingReference.objects.filter(
        followed, here | shown_below("pull_request__repository"), pull_request__gone_at=None,
        issue_repository__iexact=full_name, issue_number=number,
    )  # fmt: skip
    rows = references.select_related("pull_request__repository", "pull_request__author")
    return [_linked(reference) for reference in rows.order_by("-pull_request__created_at", "-pull_request_id")]


def _linked(reference: ClosingReference) -> LinkedPull:
    pull = reference.pull_request
    return LinkedPull(
        pull.pk, pull.repository.full_name, pull.number, pull.title, pull.html_url,
        pull.author.login if pull.author else "", pull.state == "open",
    )  # fmt: skip
