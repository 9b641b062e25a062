"""Who is at an issue and what was said there: the people assigned, the thread, and the pull requests that are to close
it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from github_sync.models import ClosingReference, Issue, IssueComment
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


@dataclass(frozen=True, slots=True)
class InThread:
    """`who` is empty where the account is gone."""

    who: str
    text: str
    at: datetime
    url: str


@dataclass(frozen=True, slots=True)
class ThreadSoFar:
    """The text of the issue, and the latest of what was said; `earlier` counts what is left out between the two."""

    opening: InThread
    latest: list[InThread]
    earlier: int


MOST_SAID = 20


def thread_of(full_name: str, number: int) -> ThreadSoFar | None:
    """As the mirror last read it; None where it does not know the issue. Three queries."""
    rows = Issue.objects.filter(repository__full_name__iexact=full_name, number=number)
    issue = rows.select_related("author").first()
    if issue is None:
        return None
    comments = IssueComment.objects.filter(repository=issue.repository_id, number=number, gone_at=None)
    count = comments.count()
    latest = list(comments.select_related("author").order_by("-created_at", "-github_id")[:MOST_SAID])[::-1]
    return ThreadSoFar(_said(issue), [_said(one) for one in latest], count - len(latest))


def _said(one: Issue | IssueComment) -> InThread:
    return InThread(one.author.login if one.author else "", one.body, one.created_at, one.html_url)


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
