"""Open issues that may become tasks, with the facts that say whether someone is at them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, Q, QuerySet, Subquery, Value, When

from github_sync.models import ClosingReference, Issue, IssueComment, Label, PullRequest, Repository
from github_sync.queries.visibility import shown_below

CHUNK = 500
HIDDEN = Q(is_private=True) | Q(is_hidden=True) | Q(gone_at__isnull=False)


@dataclass(frozen=True, slots=True)
class BoardPull:
    """An open pull request; `repository` is empty where it is the issue's own."""

    number: int
    is_draft: bool
    touched_at: datetime
    repository: str = ""


@dataclass(frozen=True, slots=True)
class BoardIssue:
    """`state`: open, closed, or gone where GitHub no longer has it."""

    number: int
    title: str
    body: str
    url: str
    state: str
    is_locked: bool
    created_at: datetime
    updated_at: datetime
    labels: tuple[str, ...]
    assignees: tuple[str, ...]  # people only: what a robot was given waits for its pull request
    open_pulls: tuple[BoardPull, ...]
    comment_count: int


@dataclass(frozen=True, slots=True)
class BoardRepository:
    """`is_hidden`: nothing of it is shown to the public (`queries.visibility`), or it was deleted."""

    id: int
    github_id: int | None
    owner: str
    name: str
    language: str
    html_url: str
    is_archived: bool
    is_hidden: bool
    default_branch: str


def board_repository(repository_id: int) -> BoardRepository | None:
    return _repository(pk=repository_id)


def board_repository_named(full_name: str) -> BoardRepository | None:
    return _repository(full_name=full_name)


def numbers_on_board(full_name: str) -> QuerySet[Repository, Any]:
    """GitHub's number of the repository of that name, where its tasks are shown: one or none, for another query."""
    return Repository.objects.filter(~HIDDEN, full_name=full_name, github_id__isnull=False).values("github_id")


def issues_with_labels(
    repository_id: int, labels: Iterable[str], numbers: Iterable[int] | None = None
) -> list[BoardIssue]:
    """Open issues with one of `labels` (in lower case), of `numbers` where given; few queries, whatever the size of
    the mirror."""
    wanted = set(labels)
    names = Label.objects.filter(repository_id=repository_id).values_list("id", "name")
    label_ids = [pk for pk, name in names if name.lower() in wanted]
    links = Issue.labels.through.objects.filter(label_id__in=label_ids, issue__state="open", issue__gone_at=None)
    if numbers is not None:
        links = links.filter(issue__number__in=list(numbers))
    return _issues(repository_id, sorted(set(links.values_list("issue_id", flat=True))))


def issues_numbered(repository_id: int, numbers: Iterable[int]) -> list[BoardIssue]:
    ids: list[int] = []
    for chunk in _chunks(sorted(set(numbers))):
        rows = Issue.objects.filter(repository_id=repository_id, number__in=chunk)
        ids.extend(rows.values_list("id", flat=True))
    return _issues(repository_id, ids)


def open_pull_texts(repository_id: int) -> list[tuple[BoardPull, str]]:
    """Each open pull request with its text, to find closing words that GitHub has not linked; it reads them only where
    the change goes into the default branch."""
    default = Repository.objects.filter(pk=repository_id).values("default_branch")[:1]
    rows = PullRequest.objects.filter(
        Q(base_ref="") | Q(base_ref=Subquery(default)), repository_id=repository_id, state="open", gone_at=None
    ).exclude(body="")
    fields = ("number", "is_draft", "updated_at", "body")
    found = rows.order_by("number").values_list(*fields)
    return [(BoardPull(number, is_draft, touched_at), body) for number, is_draft, touched_at, body in found]


def similar_merged_pulls(full_name: str, labels: Iterable[str], limit: int = 5) -> list[tuple[int, str, str, datetime]]:
    """Number, title, address and time of the newest merged pull requests that carry one of `labels`, or solved an
    issue that does."""
    wanted = list(labels)[:20]
    issues = Issue.objects.filter(repository__full_name=full_name, labels__name__in=wanted, state="closed")
    solving = ClosingReference.objects.filter(
        issue_repository=full_name, issue_number__in=issues.values("number")
    ).values("pull_request_id")
    labeled = PullRequest.labels.through.objects.filter(label__name__in=wanted).values("pullrequest_id")
    rows = PullRequest.objects.filter(Q(pk__in=solving) | Q(pk__in=labeled), repository__full_name=full_name)
    newest = rows.filter(is_merged=True, merged_at__isnull=False).order_by("-merged_at", "-number")
    found = newest.values_list("number", "title", "html_url", "merged_at")[:limit]
    return [(number, title, url, merged_at) for number, title, url, merged_at in found if merged_at]


def _repository(**filters: Any) -> BoardRepository | None:
    fields = ("id", "github_id", "owner", "name", "language", "html_url", "is_archived", "is_off", "default_branch")
    rows = Repository.objects.filter(**filters).annotate(is_off=ExpressionWrapper(HIDDEN, BooleanField()))
    row = rows.values_list(*fields).first()
    return BoardRepository(*row) if row else None


def _issues(repository_id: int, ids: list[int]) -> list[BoardIssue]:
    found: list[BoardIssue] = []
    for chunk in _chunks(ids):
        found.extend(_issues_of_chunk(repository_id, chunk))
    return found


def _issues_of_chunk(repository_id: int, ids: list[int]) -> list[BoardIssue]:
    fields = ("id", "number", "title", "body", "html_url", "present_state", "is_locked", "created_at", "updated_at")
    present = Case(When(gone_at__isnull=False, then=Value("gone")), default=F("state"))
    issues = Issue.objects.filter(pk__in=ids).annotate(present_state=present)
    rows = list(issues.order_by("number").values_list(*fields))
    numbers = [row[1] for row in rows]
    labels = _grouped(Issue.labels.through.objects.filter(issue_id__in=ids), "issue_id", "label__name")
    people = Issue.assignees.through.objects.filter(issue_id__in=ids, account__is_bot=False)
    assignees = _grouped(people, "issue_id", "account__login")
    pulls = _open_pulls(repository_id, numbers)
    comments = _comment_counts(repository_id, numbers)
    return [
        BoardIssue(
            number,
            title,
            body,
            url,
            state,
            is_locked,
            created_at,
            updated_at,
            labels=tuple(labels.get(pk, ())),
            assignees=tuple(assignees.get(pk, ())),
            open_pulls=tuple(pulls.get(number, ())),
            comment_count=comments.get(number, 0),
        )
        for pk, number, title, body, url, state, is_locked, created_at, updated_at in rows
    ]


def _open_pulls(repository_id: int, numbers: list[int]) -> dict[int, list[BoardPull]]:
    """Of other repositories only those that anyone may see."""
    full_name = Repository.objects.filter(pk=repository_id).values_list("full_name", flat=True).first()
    others = shown_below("pull_request__repository") & Q(pull_request__repository__gone_at=None)
    links = ClosingReference.objects.filter(
        Q(pull_request__repository_id=repository_id) | others,
        issue_repository=full_name, issue_number__in=numbers, pull_request__state="open",
        pull_request__gone_at=None,
    )  # fmt: skip
    fields = ("issue_number", "number", "is_draft", "updated_at", "repository__full_name", "repository_id")
    rows = links.order_by("id").values_list(fields[0], *(f"pull_request__{field}" for field in fields[1:]))
    found: dict[int, list[BoardPull]] = defaultdict(list)
    for issue, number, is_draft, touched_at, name, owner_id in rows:
        found[issue].append(BoardPull(number, is_draft, touched_at, "" if owner_id == repository_id else name))
    return found


def _comment_counts(repository_id: int, numbers: list[int]) -> dict[int, int]:
    rows = IssueComment.objects.filter(repository_id=repository_id, number__in=numbers, gone_at=None)
    return dict(rows.order_by().values_list("number").annotate(count=Count("id")))


def _grouped(rows: Any, key: str, value: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for group, item in rows.order_by("id").values_list(key, value):
        found[group].append(item)
    return found


def _chunks(values: list[int]) -> Iterable[list[int]]:
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
