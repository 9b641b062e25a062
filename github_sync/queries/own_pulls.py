"""Pull requests of people who hold a task, whatever became of them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from github_sync.models import ClosingReference, PullRequest, Repository


@dataclass(frozen=True, slots=True)
class AuthoredPull:
    """`closes`: issues of the repository asked about that GitHub links to it. `text` is to be read for closing words:
    empty where GitHub reads none, since the change goes elsewhere."""

    number: int
    author: int
    is_open: bool
    is_merged: bool
    ended_at: datetime | None
    text: str
    closes: frozenset[int] = field(default_factory=frozenset)


def pulls_of_people(*, github_id: int, authors: Collection[int], since: datetime) -> list[AuthoredPull]:
    """Of the repository with this number on GitHub: those by these accounts that are open, or ended after `since`.

    Three queries, the last one of the open and the recent ones alone.
    """
    repository = Repository.objects.filter(github_id=github_id).first()
    if repository is None or not authors:
        return []
    rows = PullRequest.objects.filter(
        Q(state="open") | Q(closed_at__gte=since), repository=repository, gone_at=None, author__github_id__in=authors
    )
    fields = ("pk", "number", "author__github_id", "state", "is_merged", "merged_at", "closed_at", "body", "base_ref")
    pulls = list(rows.order_by("number").values_list(*fields))
    linked = ClosingReference.objects.filter(
        pull_request__in=[row[0] for row in pulls], issue_repository=repository.full_name
    )
    closes: dict[int, set[int]] = defaultdict(set)
    for pk, issue in linked.values_list("pull_request_id", "issue_number"):
        closes[pk].add(issue)
    return [
        AuthoredPull(
            number, author, state == "open", is_merged, merged_at or closed_at,
            body if base in {"", repository.default_branch} else "", frozenset(closes[pk]),
        )
        for pk, number, author, state, is_merged, merged_at, closed_at, body, base in pulls
    ]  # fmt: skip
