"""What a repository accepted, read from the mirror in few wide queries: for the ledger, which keeps no link to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from github_sync.models import Account, Commit, CommitCoAuthor, Issue, OutboxAction, PullRequest, Repository, Review

Address = tuple[str, str, int | None]
"""Name, email, and the mirror's id of the account it leads to."""


@dataclass(frozen=True, slots=True)
class MirroredAccount:
    id: int
    github_id: int
    login: str
    name: str
    company: str
    is_bot: bool


@dataclass(frozen=True, slots=True)
class MirroredRepository:
    id: int
    github_id: int | None
    full_name: str
    html_url: str
    changed_at: datetime | None


@dataclass(frozen=True, slots=True)
class MergedPull:
    """`written_by` is who made the commits, of one that this site opened for others; its author is nobody then."""

    number: int
    title: str
    url: str
    merged_at: datetime
    author_id: int | None
    paths: list[str] | None
    co_authors: tuple[Address, ...]
    written_by: tuple[Address, ...] = ()


@dataclass(frozen=True, slots=True)
class LooseCommit:
    """A commit of the default branch that came by no pull request."""

    sha: str
    message: str
    committed_at: datetime
    author: Address
    paths: list[str] | None
    co_authors: tuple[Address, ...]


@dataclass(frozen=True, slots=True)
class SubmittedReview:
    github_id: int
    url: str
    submitted_at: datetime
    author_id: int | None
    pull_author_id: int | None
    pull_number: int
    pull_title: str


@dataclass(frozen=True, slots=True)
class CompletedIssue:
    number: int
    title: str
    url: str
    closed_at: datetime
    author_id: int | None
    labels: tuple[str, ...]


def mirrored_repositories() -> list[MirroredRepository]:
    fields = ("id", "github_id", "full_name", "html_url", "changed_at")
    return [MirroredRepository(*row) for row in Repository.objects.order_by("full_name").values_list(*fields)]


def mirrored_repository(repository_id: int) -> MirroredRepository | None:
    fields = ("id", "github_id", "full_name", "html_url", "changed_at")
    row = Repository.objects.filter(pk=repository_id).values_list(*fields).first()
    return MirroredRepository(*row) if row else None


def repository_key(full_name: str) -> str:
    """What the ledger calls a repository, which a rename does not change."""
    row = Repository.objects.filter(full_name__iexact=full_name).values_list("github_id", "full_name").first()
    return str(row[0] or row[1]) if row else full_name


def repository_id_of(full_name: str) -> int | None:
    return Repository.objects.filter(full_name__iexact=full_name).values_list("pk", flat=True).first()


def accounts() -> list[MirroredAccount]:
    fields = ("id", "github_id", "login", "name", "company", "is_bot")
    return [MirroredAccount(*row) for row in Account.objects.order_by("id").values_list(*fields)]


def accounts_by_address() -> dict[str, int]:
    """Which account commits with an address, as GitHub attributed them; an address of two accounts is left out."""
    rows = Commit.objects.filter(author__isnull=False).exclude(author_email="")
    found: dict[str, set[int]] = defaultdict(set)
    for email, account_id in rows.order_by().values_list("author_email", "author_id").distinct():
        found[email.lower()].add(account_id)
    co_authors = CommitCoAuthor.objects.filter(account__isnull=False).order_by()
    for email, account_id in co_authors.values_list("email", "account_id").distinct():
        found[email.lower()].add(account_id)
    return {email: ids.pop() for email, ids in found.items() if len(ids) == 1}


def merged_pulls(repository_id: int) -> Iterator[MergedPull]:
    together = _co_authors(commit__repository_id=repository_id, commit__pull_request__isnull=False)
    rows = PullRequest.objects.filter(repository_id=repository_id, is_merged=True, merged_at__isnull=False)
    fields = ("id", "number", "title", "html_url", "merged_at", "author_id", "paths")
    found = rows.order_by("number").values_list(*fields).iterator(chunk_size=2000)
    authors = _authors_of_ours(repository_id)
    for pk, number, title, url, merged_at, author_id, paths in found:
        written_by = tuple(authors.get(pk, ()))
        author_id = None if written_by else author_id
        yield MergedPull(number, title, url, merged_at, author_id, paths, tuple(together.get(pk, ())), written_by)


def _authors_of_ours(repository_id: int) -> dict[int | None, list[Address]]:
    """Of each pull request that this site itself opened: who made its commits, merges left out."""
    opened = OutboxAction.objects.filter(
        repository_id=repository_id, kind=OutboxAction.Kind.OPEN_PULL, state=OutboxAction.State.SENT, is_by_site=True
    )
    numbers = [answer.get("number") for answer in opened.values_list("answer", flat=True)]
    commits = Commit.objects.filter(
        repository_id=repository_id, pull_request__number__in=[n for n in numbers if n], parent_count__lte=1
    )
    found: dict[int | None, list[Address]] = defaultdict(list)
    fields = ("pull_request_id", "author_name", "author_email", "author_id")
    for pull_id, name, email, account_id in commits.order_by("id").values_list(*fields):
        found[pull_id].append((name, email, account_id))
    return found


def loose_commits(repository_id: int) -> Iterator[LooseCommit]:
    """Without merges, which bring in what others made."""
    filters = {"commit__repository_id": repository_id, "commit__pull_request__isnull": True}
    together = _co_authors("commit_id", **filters)
    rows = Commit.objects.filter(
        repository_id=repository_id, pull_request__isnull=True, parent_count__lte=1, gone_at=None
    )
    fields = ("id", "sha", "message", "committed_at", "author_name", "author_email", "author_id", "paths")
    for pk, sha, message, at, name, email, account_id, paths in (
        rows.order_by("id").values_list(*fields).iterator(chunk_size=2000)
    ):
        yield LooseCommit(sha, message, at, (name, email, account_id), paths, tuple(together.get(pk, ())))


def submitted_reviews(repository_id: int) -> Iterator[SubmittedReview]:
    rows = Review.objects.filter(pull_request__repository_id=repository_id, submitted_at__isnull=False)
    fields = ("github_id", "html_url", "submitted_at", "author_id", "pull_request__author_id", "pull_request__number")
    rows = rows.exclude(state="PENDING").order_by("github_id")
    for row in rows.values_list(*fields, "pull_request__title").iterator(chunk_size=2000):
        yield SubmittedReview(*row)


def completed_issues(repository_id: int) -> Iterator[CompletedIssue]:
    labels = _labels(repository_id)
    rows = Issue.objects.filter(
        repository_id=repository_id, state="closed", state_reason="completed", closed_at__isnull=False
    )
    fields = ("id", "number", "title", "html_url", "closed_at", "author_id")
    found = rows.order_by("number").values_list(*fields).iterator(chunk_size=2000)
    for pk, number, title, url, closed_at, author_id in found:
        yield CompletedIssue(number, title, url, closed_at, author_id, tuple(labels.get(pk, ())))


def commits_not_loose(repository_id: int, shas: Iterable[str]) -> set[str]:
    """Those of `shas` that the mirror now knows to belong to a pull request, or to be off the default branch."""
    no_more = Q(pull_request__isnull=False) | Q(gone_at__isnull=False)
    rows = Commit.objects.filter(no_more, repository_id=repository_id)
    return _present(rows, "sha", shas)


def issues_not_completed(repository_id: int, numbers: Iterable[int]) -> set[int]:
    """Those of `numbers` that were reopened or closed for another reason."""
    rows = Issue.objects.filter(repository_id=repository_id).exclude(state="closed", state_reason="completed")
    return _present(rows, "number", numbers)


def _present(rows: Any, field: str, values: Iterable[Any]) -> set[Any]:
    wanted = sorted(set(values))
    found: set[Any] = set()
    for start in range(0, len(wanted), 500):
        found.update(rows.filter(**{f"{field}__in": wanted[start : start + 500]}).values_list(field, flat=True))
    return found


def _co_authors(by: str = "commit__pull_request_id", **filters: Any) -> dict[int, list[Address]]:
    found: dict[int, list[Address]] = defaultdict(list)
    rows = CommitCoAuthor.objects.filter(**filters).order_by("id")
    for key, *address in rows.values_list(by, "name", "email", "account_id").iterator(chunk_size=2000):
        found[key].append((address[0], address[1], address[2]))
    return found


def _labels(repository_id: int) -> dict[int, list[str]]:
    links = Issue.labels.through.objects.filter(
        issue__repository_id=repository_id, issue__state="closed", issue__state_reason="completed"
    )
    found: dict[int, list[str]] = defaultdict(list)
    for issue_id, name in links.order_by("id").values_list("issue_id", "label__name").iterator(chunk_size=2000):
        found[issue_id].append(name)
    return found
