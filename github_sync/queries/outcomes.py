"""What a repository accepted, read from the mirror in few wide queries: for the ledger, which keeps no link to it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Q, When

from github_sync.domain.moments import commit_time
from github_sync.models import Account, Commit, CommitCoAuthor, Issue, PullRequest, Repository, Review
from github_sync.queries import counting, pull_makers

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
    """`written_by` is who made the commits in it, merges left out. Of one that this site opened for others its author
    is nobody. `merged_at`: of one that a commit landed without a merge, when it was closed."""

    number: int
    title: str
    url: str
    merged_at: datetime
    author_id: int | None
    paths: list[str] | None
    co_authors: tuple[Address, ...]
    written_by: tuple[Address, ...] = ()
    is_by_site: bool = False
    is_landed: bool = False


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
    is_wordless: bool = False


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
    landing = pull_makers.landing_of(repository_id)
    together = pull_makers.co_authors_of_pulls(repository_id, landing)
    authors = pull_makers.authors_of_pulls(repository_id, landing)
    ours = pull_makers.opened_by_site(repository_id)
    rows = PullRequest.objects.filter(counting.accepted(repository_id), repository_id=repository_id)
    fields = ("id", "number", "title", "html_url", "merged_at", "closed_at", "author_id", "paths")
    found = rows.order_by("number").values_list(*fields).iterator(chunk_size=2000)
    for pk, number, title, url, merged_at, closed_at, author_id, paths in found:
        written_by = tuple(authors.get(pk, ()))
        author_id = None if written_by and number in ours else author_id
        at = merged_at or closed_at
        is_by_site = bool(written_by) and number in ours
        yield MergedPull(
            number,
            title,
            url,
            at,
            author_id,
            paths,
            tuple(together.get(pk, ())),
            written_by,
            is_by_site,
            merged_at is None,
        )


def loose_commits(repository_id: int) -> Iterator[LooseCommit]:
    """Without merges, which bring in what others made; without what landed a pull request, which is counted as that;
    and a commit that several mirrored repositories share only in one of them."""
    filters = {"commit__repository_id": repository_id, "commit__pull_request__isnull": True}
    together = pull_makers.co_authors("commit_id", **filters)
    rows = Commit.objects.filter(
        repository_id=repository_id, pull_request__isnull=True, parent_count__lte=1, gone_at=None
    ).exclude(counting.counted_elsewhere(repository_id))
    times, whose = ("authored_at", "committed_at", "ceiling"), ("author_name", "author_email", "author_id")
    for pk, sha, message, paths, authored_at, committed_at, ceiling, name, email, account_id in (
        rows.order_by("id").values_list("id", "sha", "message", "paths", *times, *whose).iterator(chunk_size=2000)
    ):
        at = commit_time(authored_at, committed_at, ceiling)
        yield LooseCommit(sha, message, at, (name, email, account_id), paths, tuple(together.get(pk, ())))


def submitted_reviews(repository_id: int) -> Iterator[SubmittedReview]:
    """The earliest first. `is_wordless`: neither a decision nor a text, as GitHub makes one of every line comment."""
    rows = Review.objects.filter(pull_request__repository_id=repository_id, submitted_at__isnull=False)
    fields = ("github_id", "html_url", "submitted_at", "author_id", "pull_request__author_id", "pull_request__number")
    rows = rows.exclude(state="PENDING").order_by("submitted_at", "github_id")
    wordless = Case(When(state="COMMENTED", body="", then=True), default=False, output_field=BooleanField())
    rows = rows.annotate(is_wordless=wordless)
    for row in rows.values_list(*fields, "pull_request__title", "is_wordless").iterator(chunk_size=2000):
        yield SubmittedReview(*row)


def completed_issues(repository_id: int) -> Iterator[CompletedIssue]:
    labels = _labels(repository_id)
    rows = Issue.objects.filter(
        repository_id=repository_id, state="closed", state_reason="completed", closed_at__isnull=False
    )
    fields = ("id", "number", "title", "html_url", "closed_at", "author_id")
    found = rows.exclude(counting.moved()).order_by("number").values_list(*fields).iterator(chunk_size=2000)
    for pk, number, title, url, closed_at, author_id in found:
        yield CompletedIssue(number, title, url, closed_at, author_id, tuple(labels.get(pk, ())))


def commits_not_loose(repository_id: int, shas: Iterable[str]) -> set[str]:
    """Those of `shas` that the mirror now knows to belong to a pull request, to be off the default branch, or to be
    counted in another repository."""
    no_more = Q(pull_request__isnull=False) | Q(gone_at__isnull=False) | counting.counted_elsewhere(repository_id)
    rows = Commit.objects.filter(no_more, repository_id=repository_id)
    return _present(rows, "sha", shas)


def pulls_not_accepted(repository_id: int, numbers: Iterable[int]) -> set[int]:
    """Those of `numbers` that are held, but neither merged nor landed: reopened, or the commit left the branch."""
    rows = PullRequest.objects.filter(~counting.accepted(repository_id), repository_id=repository_id)
    return _present(rows, "number", numbers)


def reviews_held(repository_id: int, github_ids: Iterable[int]) -> set[int]:
    return _present(Review.objects.filter(pull_request__repository_id=repository_id), "github_id", github_ids)


def issues_not_completed(repository_id: int, numbers: Iterable[int]) -> set[int]:
    """Those of `numbers` that were reopened, closed for another reason, or moved to another mirrored repository."""
    done = Q(state="closed", state_reason="completed")
    rows = Issue.objects.filter(~done | counting.moved(), repository_id=repository_id)
    return _present(rows, "number", numbers)


def _present(rows: Any, field: str, values: Iterable[Any]) -> set[Any]:
    wanted = sorted(set(values))
    found: set[Any] = set()
    for start in range(0, len(wanted), 500):
        found.update(rows.filter(**{f"{field}__in": wanted[start : start + 500]}).values_list(field, flat=True))
    return found


def _labels(repository_id: int) -> dict[int, list[str]]:
    links = Issue.labels.through.objects.filter(
        issue__repository_id=repository_id, issue__state="closed", issue__state_reason="completed"
    )
    found: dict[int, list[str]] = defaultdict(list)
    for issue_id, name in links.order_by("id").values_list("issue_id", "label__name").iterator(chunk_size=2000):
        found[issue_id].append(name)
    return found
