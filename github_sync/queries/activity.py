"""What happened in the mirrored repositories: who opened, answered, reviewed, merged and released, and when.

Threads that a bot opened are left out, and a bot's answer is no answer. All is decided in the database: the number of
queries is fixed, whatever the number of rows. `repository` is a full name; None means every repository that is shown.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Lower

from github_sync.domain.landing import LANDED_LABELS
from github_sync.models import (
    Account,
    Commit,
    Issue,
    IssueComment,
    Label,
    PullRequest,
    Release,
    Repository,
    Review,
    ReviewComment,
)
from github_sync.queries.answers import IsAnother, ThreadFact, threads_opened
from github_sync.queries.visibility import shown_of, shown_repositories, shown_version

NO_ACCOUNT = 0


@dataclass(frozen=True)
class ChangeFact:
    """`is_self_merge`: merged by its author with no approving review by another human; None while not merged.

    `landed_at`: closed without a merge, but a commit of the default branch says that it brings it in, or a robot closed
    it with a label that says so. `asked_at`: when it was opened, or made ready; None for a draft that never was.
    """

    repository: str
    number: int
    author_id: int | None
    created_at: datetime
    closed_at: datetime | None
    merged_at: datetime | None
    first_review_at: datetime | None
    is_self_merge: bool | None
    merged_by_id: int | None
    landed_at: datetime | None = None
    asked_at: datetime | None = None


@dataclass(frozen=True)
class ReviewFact:
    """One review by a human account of a pull request."""

    repository: str
    number: int
    account_id: int
    submitted_at: datetime
    is_approval: bool


def find_repository(full_name: str) -> str | None:
    """The name as the mirror writes it, since GitHub does not mind upper and lower case."""
    return shown_repositories().filter(full_name__iexact=full_name).values_list("full_name", flat=True).first()


def data_version() -> str:
    """Changes whenever a sync wrote rows, or the public may see other repositories."""
    seen = Repository.objects.aggregate(n=Count("pk"), last=Max("changed_at"))
    return f"{seen['n']}/{seen['last']}/{shown_version()}"


def threads(
    start: datetime, end: datetime, repository: str | None = None, is_another: IsAnother | None = None
) -> list[ThreadFact]:
    """Issues and pull requests that a human opened in [start, end), but drafts that did not ask for an answer yet.

    `is_another` (account, author) says whether the account is another human's; without it another account's is.
    """
    return threads_opened(start, end, repository, is_another or _is_another_account)


def changes(start: datetime, end: datetime, repository: str | None = None) -> list[ChangeFact]:
    """Pull requests that were open at any time in [start, end)."""
    rows = (
        _pull_requests(repository)
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gte=start), created_at__lt=end)
        .annotate(
            first_review_at=_first(_reviews(), "submitted_at"),
            is_approved=Exists(_reviews().filter(state="APPROVED")),
            is_landed=Exists(_landing_commits()),
            says_landed=Exists(_labels_of_landing()),
        )
        .order_by("repository__full_name", "number")
        .values_list(
            "repository__full_name",
            "number",
            "author_id",
            "created_at",
            "closed_at",
            "merged_at",
            "first_review_at",
            "merged_by_id",
            "is_approved",
            "is_landed",
            "says_landed",
            "closed_by__is_bot",
            "ready_at",
            "is_draft",
        )
    )
    return [_change_fact(row) for row in rows]


def reviews_of_changes(start: datetime, end: datetime, repository: str | None = None) -> list[ReviewFact]:
    """Every review by a human of the pull requests that `changes` gives, the first of each first.

    Who is "another" is not decided here: two accounts may be one person.
    """
    rows = (
        shown_of(Review.objects.all(), repository, "pull_request__repository")
        .filter(
            Q(pull_request__closed_at__isnull=True) | Q(pull_request__closed_at__gte=start),
            pull_request__created_at__lt=end,
            submitted_at__isnull=False,
            author__is_bot=False,
        )
        .exclude(pull_request__author__is_bot=True)
        .order_by("submitted_at", "pk")
        .values_list(
            "pull_request__repository__full_name", "pull_request__number", "author_id", "submitted_at", "state"
        )
    )
    return [ReviewFact(name, number, account, at, state == "APPROVED") for name, number, account, at, state in rows]


def left_out(start: datetime, end: datetime, repository: str | None = None) -> dict[str, int]:
    """Of the issues and pull requests opened in [start, end): those by bots, and those whose author is deleted."""
    opened = [
        shown_of(model._default_manager.filter(created_at__gte=start, created_at__lt=end), repository).aggregate(
            total=Count("pk"),
            bots=Count("pk", filter=Q(author__is_bot=True)),
            unknown=Count("pk", filter=Q(author__isnull=True)),
        )
        for model in (Issue, PullRequest)
    ]
    return {name: sum(one[name] for one in opened) for name in ("total", "bots", "unknown")}


def open_issues(at: datetime, repository: str | None = None) -> list[tuple[str, int, datetime]]:
    """Repository, number and birth of issues that were open at that moment, oldest first."""
    return list(
        _issues(repository)
        .filter(Q(closed_at__isnull=True) | Q(closed_at__gte=at), created_at__lt=at)
        .order_by("created_at", "number")
        .values_list("repository__full_name", "number", "created_at")
    )


def unanswered_threads(start: datetime, end: datetime) -> list[tuple[datetime, str, int]]:
    """Birth, repository and number of what a human opened in [start, end) in tracked repositories, that is open and no
    other human answered. Two queries."""
    comments = _by_another(
        IssueComment.objects.filter(
            repository_id=OuterRef("repository_id"), number=OuterRef("number"), gone_at=None, author__isnull=False
        )
    )
    lines = ReviewComment.objects.filter(pull_request=OuterRef("pk"), gone_at=None)
    wanted = {
        "closed_at": None, "created_at__gte": start, "created_at__lt": end, "repository__is_tracked": True,
        "repository__gone_at": None, "author__isnull": False,
    }  # fmt: skip
    issues = _issues(None).filter(~Exists(comments), **wanted)
    pulls = _pull_requests(None).filter(~Exists(comments), ~Exists(_reviews()), ~Exists(_by_another(lines)), **wanted)
    told = ("created_at", "repository__full_name", "number")
    return [*issues.values_list(*told), *pulls.values_list(*told)]


def releases(start: datetime, end: datetime, repository: str | None = None) -> list[tuple[str, str, datetime, bool]]:
    found = Release.objects.filter(published_at__gte=start, published_at__lt=end, gone_at=None)
    return list(
        shown_of(found, repository)
        .order_by("published_at", "pk")
        .values_list("repository__full_name", "tag_name", "published_at", "is_prerelease")
    )


def robots() -> set[int]:
    """The mirror's accounts that are robots."""
    return set(Account.objects.filter(is_bot=True).values_list("pk", flat=True))


def github_numbers(account_ids: set[int] | None = None) -> dict[int, int]:
    """The number on GitHub of each of the mirror's accounts; of all of them without `account_ids`."""
    rows = Account.objects.all() if account_ids is None else Account.objects.filter(pk__in=account_ids)
    return dict(rows.values_list("pk", "github_id"))


def funnel(start: datetime, end: datetime, repository: str | None = None) -> tuple[set[int], set[int]]:
    """Human accounts that spoke (issue, comment, review), and those that had a change merged, in [start, end)."""
    spoke: set[int] = set()
    for rows, when, path in (
        (Issue.objects.all(), "created_at", "repository"),
        (IssueComment.objects.filter(gone_at=None), "created_at", "repository"),
        (Review.objects.all(), "submitted_at", "pull_request__repository"),
        (ReviewComment.objects.filter(gone_at=None), "created_at", "pull_request__repository"),
    ):
        found = shown_of(rows, repository, path).filter(
            author__is_bot=False, **{f"{when}__gte": start, f"{when}__lt": end}
        )
        spoke.update(found.order_by().values_list("author_id", flat=True).distinct())
    landed = Q(merged_at=None, closed_at__gte=start, closed_at__lt=end) & Q(Exists(_landing_commits()))
    merged = shown_of(PullRequest.objects.all(), repository).filter(
        Q(merged_at__gte=start, merged_at__lt=end) | landed, author__is_bot=False
    )
    return spoke, set(merged.order_by().values_list("author_id", flat=True).distinct())


def interest(repository: str | None = None) -> dict[str, int]:
    """Stars, watchers and forks as GitHub counts them now; it does not say who or since when."""
    rows = shown_repositories().filter(full_name=repository) if repository else shown_repositories()
    totals = {"stars": 0, "watchers": 0, "forks": 0}
    for stars, watchers, forks in rows.values_list("stargazers", "watchers", "forks"):
        totals = {
            "stars": totals["stars"] + stars,
            "watchers": totals["watchers"] + watchers,
            "forks": totals["forks"] + forks,
        }
    return totals


def _issues(repository: str | None) -> QuerySet[Issue]:
    return shown_of(Issue.objects.filter(gone_at=None).exclude(author__is_bot=True), repository)


def _pull_requests(repository: str | None) -> QuerySet[PullRequest]:
    return shown_of(PullRequest.objects.exclude(author__is_bot=True), repository)


def _by_another(rows: QuerySet[Any], author: str = "author_id") -> QuerySet[Any]:
    """A deleted account (null) cannot be told from the author, so it never counts as another."""
    return rows.filter(author__is_bot=False).exclude(author_id=Coalesce(OuterRef(author), NO_ACCOUNT))


def _reviews() -> QuerySet[Review]:
    return _by_another(Review.objects.filter(pull_request=OuterRef("pk"), submitted_at__isnull=False))


def _first(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.order_by(field).values(field)[:1])


def _landing_commits() -> QuerySet[Commit]:
    return Commit.objects.filter(
        repository_id=OuterRef("repository_id"), landed_number=OuterRef("number"), pull_request=None, gone_at=None
    )


def _labels_of_landing() -> QuerySet[Any]:
    labels = Label.objects.annotate(small=Lower("name")).filter(small__in=LANDED_LABELS)
    return PullRequest.labels.through.objects.filter(pullrequest_id=OuterRef("pk"), label__in=labels)


def _change_fact(row: tuple[Any, ...]) -> ChangeFact:
    name, number, author, created_at, closed_at, merged_at, first_review_at = row[:7]
    merger, is_approved, is_landed, says_landed, is_closed_by_bot, ready_at, is_draft = row[7:]
    landed = is_landed or (says_landed and is_closed_by_bot)
    return ChangeFact(
        name,
        number,
        author,
        created_at,
        closed_at,
        merged_at,
        first_review_at,
        _is_self_merge(author, merged_at, merger, is_approved),
        merger,
        landed_at=closed_at if landed and merged_at is None else None,
        asked_at=ready_at or (None if is_draft else created_at),
    )


def _is_another_account(account: int, author: int | None) -> bool:
    return account != author


def _is_self_merge(
    author: int | None, merged_at: datetime | None, merger: int | None, is_approved: bool
) -> bool | None:
    if merged_at is None or author is None or merger is None:
        return None
    return author == merger and not is_approved
