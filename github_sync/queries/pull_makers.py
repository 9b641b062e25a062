"""Who made what pull requests brought in: the authors and co-authors of the commits, beside whoever opened them."""

from collections import defaultdict
from typing import Any

from django.db.models import Q

from github_sync.models import Commit, CommitCoAuthor, OutboxAction, PullRequest
from github_sync.queries.counting import CLOSED_UNMERGED, landing_commits

Address = tuple[str, str, int | None]
"""Name, email, and the mirror's id of the account it leads to."""


def authors_of_pulls(repository_id: int, landing: dict[int, int]) -> dict[int, list[Address]]:
    """By pull request: who made the commits in it, or those that landed it, each once; merges bring in others' work."""
    rows = Commit.objects.filter(repository_id=repository_id, parent_count__lte=1)
    rows = rows.filter(Q(pull_request__isnull=False) | Q(landed_number__isnull=False, gone_at=None))
    found: dict[int, dict[Address, None]] = defaultdict(dict)
    fields = ("pull_request_id", "landed_number", "author_name", "author_email", "author_id")
    for pull_id, number, name, email, account_id in rows.order_by("id").values_list(*fields).iterator(chunk_size=2000):
        key = pull_id or landing.get(number)
        if key is not None:
            found[key][(name, email, account_id)] = None
    return {key: list(addresses) for key, addresses in found.items()}


def co_authors_of_pulls(repository_id: int, landing: dict[int, int]) -> dict[int, list[Address]]:
    found = co_authors(
        "commit__pull_request_id", commit__repository_id=repository_id, commit__pull_request__isnull=False
    )
    if not landing:
        return found
    conditions = {f"commit__{name}": value for name, value in landing_commits(repository_id).items()}
    for number, addresses in co_authors("commit__landed_number", **conditions).items():
        if number in landing:
            found[landing[number]] += addresses
    return found


def opened_by_site(repository_id: int) -> set[int]:
    """Numbers of the pull requests that this site itself opened, for others."""
    opened = OutboxAction.objects.filter(
        repository_id=repository_id, kind=OutboxAction.Kind.OPEN_PULL, state=OutboxAction.State.SENT, is_by_site=True
    )
    numbers = [answer.get("number") for answer in opened.values_list("answer", flat=True)]
    return {number for number in numbers if number}


def co_authors(by: str, **filters: Any) -> dict[int, list[Address]]:
    found: dict[int, list[Address]] = defaultdict(list)
    rows = CommitCoAuthor.objects.filter(**filters).order_by("id")
    for key, name, email, account_id in rows.values_list(by, "name", "email", "account_id").iterator(chunk_size=2000):
        found[key].append((name, email, account_id))
    return found


def landing_of(repository_id: int) -> dict[int, int]:
    """Number and id of each pull request that was closed without a merge but landed by a commit."""
    commits = Commit.objects.filter(**landing_commits(repository_id)).values("landed_number")
    rows = PullRequest.objects.filter(repository_id=repository_id, number__in=commits, **CLOSED_UNMERGED)
    return dict(rows.values_list("number", "id"))
