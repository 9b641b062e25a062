"""Pull requests as the mirror has them, and what people say about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from github_sync.models import IssueComment, PullRequest, Repository, Review, ReviewComment


@dataclass(frozen=True, slots=True)
class PullState:
    """`has_changes_asked`: the last word of somebody who reviewed it is that it should change."""

    number: int
    url: str
    is_open: bool
    is_merged: bool
    merged_at: datetime | None
    closed_at: datetime | None
    has_changes_asked: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A review or a comment. `verdict`: approved, changes or empty; `path` is the file it is about, where it is one.

    `line` is the last line there, `start_line` the first one of several; `is_outdated` where the number is that of the
    text it was said of, since the line was changed after. `on_old_text`: the number is one of the text before the
    change. `quoted` is the line itself, when it was said.

    `key` names it among all that was said; `github_id` is its author's number, None where the account is gone.
    """

    key: str
    who: str
    text: str
    at: datetime | None
    url: str
    verdict: str = ""
    path: str = ""
    line: int | None = None
    start_line: int | None = None
    is_outdated: bool = False
    on_old_text: bool = False
    quoted: str = ""
    github_id: int | None = None
    is_bot: bool = False

    @property
    def lines(self) -> str:
        """Which ones it is about, in words; empty for a whole file and for the conversation."""
        if self.line is None:
            return ""
        several = f"lines {self.start_line}–{self.line}" if self.start_line else f"line {self.line}"
        of = " before the change" if self.on_old_text else ""
        return f"{several}{of}, since changed" if self.is_outdated else f"{several}{of}"


VERDICTS = {"APPROVED": "approved", "CHANGES_REQUESTED": "changes"}


def pull_states(full_name: str, numbers: Iterable[int]) -> dict[int, PullState]:
    rows = PullRequest.objects.filter(
        repository__full_name__iexact=full_name, number__in=list(numbers), gone_at=None
    ).prefetch_related("reviews")
    return {pull.number: _state(pull) for pull in rows}


def _state(pull: PullRequest) -> PullState:
    last: dict[int | None, str] = {}
    for review in sorted(pull.reviews.all(), key=lambda one: (one.submitted_at is None, one.submitted_at, one.pk)):
        if review.state in {"APPROVED", "CHANGES_REQUESTED", "DISMISSED"}:
            last[review.author_id] = review.state
    return PullState(
        pull.number, pull.html_url, pull.state == "open", pull.is_merged, pull.merged_at, pull.closed_at,
        "CHANGES_REQUESTED" in last.values(),
    )  # fmt: skip


def said_about(full_name: str, number: int) -> list[Said]:
    """Reviews and comments in the order in which they were made."""
    return said_on(full_name, [number]).get(number, [])


def said_on(full_name: str, numbers: Iterable[int]) -> dict[int, list[Said]]:
    """The same by number of the pull request; four queries however many."""
    pulls = PullRequest.objects.filter(repository__full_name__iexact=full_name, number__in=list(numbers))
    found: dict[int, list[Said]] = {number: [] for number in pulls.values_list("number", flat=True)}
    if not found:
        return {}
    reviews = Review.objects.filter(pull_request__in=pulls).exclude(state="PENDING")
    for one in reviews.select_related("author", "pull_request"):
        verdict = VERDICTS.get(one.state, "")
        found[one.pull_request.number].append(_said("review", one, one.submitted_at, verdict=verdict))
    comments = IssueComment.objects.filter(
        repository__full_name__iexact=full_name, number__in=list(found), gone_at=None
    )
    for comment in comments.select_related("author"):
        found[comment.number].append(_said("comment", comment, comment.created_at))
    on_lines = ReviewComment.objects.filter(pull_request__in=pulls, gone_at=None)
    for line in on_lines.select_related("author", "pull_request"):
        found[line.pull_request.number].append(_said("line", line, line.created_at, **_place(line)))
    return {number: _in_order(said) for number, said in found.items()}


def _said(kind: str, one: Any, at: datetime | None, **more: Any) -> Said:
    author = one.author
    return Said(
        f"{kind}:{one.github_id}", author.login if author else "somebody", one.body, at, one.html_url,
        github_id=author.github_id if author else None, is_bot=bool(author and author.is_bot), **more,
    )  # fmt: skip


def _place(comment: ReviewComment) -> dict[str, Any]:
    return {
        "path": comment.path,
        "line": comment.line or comment.original_line,
        "start_line": comment.start_line if comment.line else None,
        "is_outdated": comment.line is None and comment.original_line is not None,
        "on_old_text": comment.side == "LEFT",
        "quoted": comment.quoted,
    }


def _in_order(said: list[Said]) -> list[Said]:
    spoken = [one for one in said if one.text or one.verdict]
    return sorted(spoken, key=lambda one: (one.at is None, one.at))


def default_branch_of(full_name: str) -> str:
    """Empty where the site does not follow the repository."""
    rows = Repository.objects.filter(full_name__iexact=full_name, is_tracked=True)
    return rows.values_list("default_branch", flat=True).first() or ""


def is_followed(full_name: str) -> bool:
    return Repository.objects.filter(full_name__iexact=full_name, is_tracked=True).exists()
