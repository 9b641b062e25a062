"""Who asked in the mirrored repositories, and when another human answered first.

Threads that a robot opened are left out, and a robot's answer is none. The number of queries is fixed; what is kept in
memory grows with the threads, not with what is said in them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from github_sync.models import Issue, IssueComment, PullRequest, Review, ReviewComment
from github_sync.queries.visibility import shown_of

IsAnother = Callable[[int, int | None], bool]
"""Whether an account is another human's than the author's; a deleted author (None) is nobody known."""
Place = tuple[int, int]
"""Repository and number of a thread."""


@dataclass(frozen=True)
class ThreadFact:
    """`first_response_at`: the first comment, review or close by another human, from `asked_at` on: when the thread
    was opened, or when a draft was made ready."""

    repository: str
    kind: str
    number: int
    created_at: datetime
    asked_at: datetime
    first_response_at: datetime | None
    closed_at: datetime | None


@dataclass(slots=True)
class _Open:
    fact: dict[str, Any]
    asked_at: datetime
    is_draft: bool
    answered_at: datetime | None = None

    def hear(self, at: datetime | None, account: int | None, is_another: IsAnother) -> None:
        """A deleted account (null) cannot be told from the author, so it never counts as another."""
        if at is None or account is None or at < self.asked_at or (self.answered_at and self.answered_at <= at):
            return
        if is_another(account, self.fact["author_id"]):
            self.answered_at = at


def threads_opened(start: datetime, end: datetime, repository: str | None, is_another: IsAnother) -> list[ThreadFact]:
    found = _opened(start, end, repository)
    for at, account, place in _said(start, repository):
        if place in found:
            found[place].hear(at, account, is_another)
    return [_fact(one) for one in found.values() if not (one.is_draft and one.answered_at is None)]


def _opened(start: datetime, end: datetime, repository: str | None) -> dict[Place, _Open]:
    """By place, in the order of repositories and numbers; a draft that never asked is none."""
    found: dict[Place, _Open] = {}
    for kind, rows, more in (
        ("issue", Issue.objects.filter(gone_at=None), ()),
        ("pull_request", PullRequest.objects.all(), ("is_draft", "ready_at", "merged_by_id")),
    ):
        rows = shown_of(rows, repository).filter(created_at__gte=start, created_at__lt=end).exclude(author__is_bot=True)
        fields = ("repository_id", "repository__full_name", "number", "author_id", "created_at", "closed_at")
        for row in rows.order_by("repository__full_name", "number").values(*fields, "closed_by_id", *more):
            asked_at = row.get("ready_at") or (None if row.get("is_draft") else row["created_at"])
            if asked_at is not None:
                place = (row["repository_id"], row["number"])
                found[place] = _Open({**row, "kind": kind}, asked_at, bool(row.get("is_draft")))
    return found


def _said(start: datetime, repository: str | None) -> Iterator[tuple[datetime | None, int | None, Place]]:
    """Every comment, review and close by somebody since then: when, which account, where."""
    here, of_pull = ("repository_id", "number"), ("pull_request__repository_id", "pull_request__number")
    for rows, when, person, place in (
        (IssueComment.objects.filter(gone_at=None), "created_at", "author", here),
        (Review.objects.all(), "submitted_at", "author", of_pull),
        (ReviewComment.objects.filter(gone_at=None), "created_at", "author", of_pull),
        (Issue.objects.filter(gone_at=None), "closed_at", "closed_by", here),
        (PullRequest.objects.all(), "closed_at", "closed_by", here),
        (PullRequest.objects.all(), "closed_at", "merged_by", here),
    ):
        said: Any = shown_of(rows, repository, place[0].removesuffix("_id"))
        said = said.filter(**{f"{when}__gte": start, f"{person}__is_bot": False}).order_by()
        for at, account, *found in said.values_list(when, f"{person}_id", *place).iterator(chunk_size=5000):
            yield at, account, (found[0], found[1])


def _fact(one: _Open) -> ThreadFact:
    row = one.fact
    return ThreadFact(
        row["repository__full_name"], row["kind"], row["number"], row["created_at"], one.asked_at, one.answered_at,
        row["closed_at"],
    )  # fmt: skip
