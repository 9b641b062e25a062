"""What accounts on GitHub are called now, where they were at work, and what maintainers said of them."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from github_sync.domain.outbox import is_login
from github_sync.models import (
    Account,
    AccountMark,
    Commit,
    CommitCoAuthor,
    Issue,
    IssueComment,
    PullRequest,
    Review,
    ReviewComment,
)

CHUNK = 500


def present_logins(github_ids: Iterable[int]) -> dict[int, str]:
    """By number; empty for an account whose login another one has taken over, which tells nothing of its own.

    Accounts that the mirror does not know are left out. One query for each 500.
    """
    wanted = sorted(set(github_ids))
    found: dict[int, str] = {}
    for start in range(0, len(wanted), CHUNK):
        rows = Account.objects.filter(github_id__in=wanted[start : start + CHUNK])
        found |= dict(rows.values_list("github_id", "login"))
    return {number: login if is_login(login) else "" for number, login in found.items()}


def marks() -> dict[int, bool]:
    """By the account's number on GitHub: whether a maintainer said that it is a robot. One query."""
    return dict(AccountMark.objects.values_list("github_id", "is_robot"))


def account_named(login: str) -> Account | None:
    """The mirrored account of this name, whatever its case, with or without `@` and `[bot]`."""
    wanted = login.strip().removeprefix("@")
    found = Account.objects.filter(login__iexact=wanted).order_by("-pk").first()
    return found or Account.objects.filter(login__iexact=f"{wanted}[bot]").first()


def judged(github_ids: Collection[int] | None = None) -> dict[int, bool]:
    """Whether an account is a robot, by its number on GitHub, of those that the mirror or a maintainer's mark knows;
    of all of them without `github_ids`. Two queries."""
    rows, said = Account.objects.all(), AccountMark.objects.all()
    if github_ids is not None and len(github_ids) <= CHUNK:
        rows, said = rows.filter(github_id__in=github_ids), said.filter(github_id__in=github_ids)
    return dict(rows.values_list("github_id", "is_bot")) | dict(said.values_list("github_id", "is_robot"))


def repositories_of(account_ids: Collection[int]) -> set[int]:
    """The repositories in which any of them wrote, reviewed, merged, closed or was assigned. A fixed number of queries
    for each five hundred accounts."""
    found: set[int] = set()
    ids = sorted(account_ids)
    for start in range(0, len(ids), CHUNK):
        found |= _repositories_of(ids[start : start + CHUNK])
    return found


def _repositories_of(ids: list[int]) -> set[int]:
    author = Q(author__in=ids)
    thread = author | Q(closed_by__in=ids)
    found: set[int] = set()
    for rows, path in (
        (Issue.objects.filter(thread), "repository_id"),
        (PullRequest.objects.filter(thread | Q(merged_by__in=ids)), "repository_id"),
        (Issue.objects.filter(assignees__in=ids), "repository_id"),
        (IssueComment.objects.filter(author), "repository_id"),
        (Review.objects.filter(author), "pull_request__repository_id"),
        (ReviewComment.objects.filter(author), "pull_request__repository_id"),
        (Commit.objects.filter(author), "repository_id"),
        (CommitCoAuthor.objects.filter(account__in=ids), "commit__repository_id"),
    ):
        found.update(rows.order_by().values_list(path, flat=True).distinct())
    return found
