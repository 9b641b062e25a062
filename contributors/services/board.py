"""Keeps the board's tasks in step with the mirrored issues."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from common.locks import hold
from contributors.domain.availability import OpenPull, TaskFacts, availability, last_touched
from contributors.domain.closing_words import issues_closed_by
from contributors.domain.origin import UNKNOWN
from contributors.models import Claim, Task
from contributors.services import board_version
from contributors.services.board_rules import BoardRules, board_rules
from contributors.services.claims import end_claims_of_closed
from contributors.services.claims_following import follow_pulls
from contributors.services.issue_texts import IssueTexts
from contributors.services.label_following import follow_labels
from github_sync.queries import board as mirror

BATCH = 500
FIELDS = (
    "owner", "name", "number", "title", "excerpt", "body_text", "body_html", "kind", "skills", "language", "labels",
    "effort", "comment_count", "opened_at", "updated_at", "evidence_url", "state", "reason", "is_on_board",
    "review_touched_at", "repository_number",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refreshed:
    on_board: int
    changed: int


def refresh_board(*, repository_id: int, numbers: Collection[int] | None = None) -> Refreshed:
    """Make the board's tasks of one repository, or of these issues of it, say what the mirror says; idempotent,
    curated fields stay.

    A task whose issue was closed or lost its label leaves the board and keeps its page; so do all of a repository
    that became private or is gone. A claim ends when its issue is closed.
    """
    repository = mirror.board_repository(repository_id)
    if repository is None:
        return Refreshed(0, 0)
    follow_labels(repository_id=repository_id)
    rules = board_rules()
    wanted = [] if repository.is_hidden else mirror.issues_with_labels(repository_id, rules.labels, numbers)
    promised = _promised(repository_id)
    on_board = {issue.number: issue for issue in wanted}
    with IssueTexts() as texts:
        for issue in wanted:  # before the transaction: nobody is to wait for somebody's text
            texts.or_say_why(issue.body)
        return _write(repository, rules, on_board, promised, numbers, texts)


@transaction.atomic
def _write(
    repository: mirror.BoardRepository,
    rules: BoardRules,
    on_board: dict[int, mirror.BoardIssue],
    promised: dict[int, list[mirror.BoardPull]],
    numbers: Collection[int] | None,
    texts: IssueTexts,
) -> Refreshed:
    hold(f"contributors.board:{repository.id}")
    prefix = f"{repository.github_id or f'{repository.owner}/{repository.name}'}/"
    mirrored = Task.objects.filter(source="github", external_id__startswith=prefix)
    if numbers is not None:
        mirrored = mirrored.filter(number__in=numbers)
    present = {task.external_id: task for task in mirrored}
    held = set(Claim.objects.filter(task__in=mirrored, released_at=None).values_list("task__number", flat=True))
    followed = {task.number for task in present.values() if task.is_on_board} | held
    left = sorted(followed - on_board.keys())
    issues = [*on_board.values(), *mirror.issues_numbered(repository.id, left)]
    new, changed = [], []
    for issue in issues:
        task = present.get(f"{prefix}{issue.number}")
        fresh = _task(repository, rules, issue, promised, texts, is_on_board=issue.number in on_board)
        if task is None:
            new.append(Task(source="github", external_id=f"{prefix}{issue.number}", **fresh))
        elif _take(task, fresh):
            changed.append(task)
    Task.objects.bulk_create(new, batch_size=BATCH)
    Task.objects.bulk_update(changed, FIELDS, batch_size=100)
    if new or changed:
        _index([*new, *changed])
        board_version.bump()
    now = timezone.now()
    follow_pulls(claims=Claim.objects.filter(task__in=mirrored), now=now)
    end_claims_of_closed(tasks=mirrored, now=now)
    return Refreshed(len(on_board), len(new) + len(changed))


def _promised(repository_id: int) -> dict[int, list[mirror.BoardPull]]:
    """Which open pull requests say in their text that they close an issue."""
    found: dict[int, list[mirror.BoardPull]] = defaultdict(list)
    for pull, text in mirror.open_pull_texts(repository_id):
        for issue in issues_closed_by(text):
            found[issue].append(pull)
    return found


def _task(
    repository: mirror.BoardRepository,
    rules: BoardRules,
    issue: mirror.BoardIssue,
    promised: dict[int, list[mirror.BoardPull]],
    texts: IssueTexts,
    *,
    is_on_board: bool,
) -> dict[str, object]:
    pulls = tuple(
        OpenPull(pull.number, pull.is_draft, pull.touched_at, pull.repository)
        for pull in {*issue.open_pulls, *promised.get(issue.number, ())}
    )
    found = availability(
        TaskFacts(issue.state == "open", issue.is_locked, repository.is_archived, issue.assignees, pulls)
    )
    text = texts.or_say_why(issue.body)
    path = f"{repository.owner}/{repository.name}/issues/{issue.number}"
    return {
        "owner": repository.owner,
        "name": repository.name,
        "number": issue.number,
        "title": issue.title[:500],
        "excerpt": text.excerpt,
        "body_text": text.words,
        "body_html": text.html,
        "kind": rules.kind(issue.labels),
        "skills": rules.skills_of(issue.labels),
        "language": rules.language(issue.labels, repository.language),
        "labels": list(issue.labels),
        "effort": rules.effort(issue.labels),
        "comment_count": issue.comment_count,
        "opened_at": issue.created_at,
        "updated_at": issue.updated_at,
        "evidence_url": issue.url or f"{settings.GITHUB_WEB_URL}/{path}",
        "state": found.state,
        "reason": found.reason[:300],
        "review_touched_at": last_touched(pulls),
        "is_on_board": is_on_board,
        "repository_number": repository.github_id or UNKNOWN,
    }


def _take(task: Task, fresh: dict[str, object]) -> bool:
    """Set what differs; True where something did."""
    different = {field: value for field, value in fresh.items() if getattr(task, field) != value}
    for field, value in different.items():
        setattr(task, field, value)
    return bool(different)


def _index(tasks: list[Task]) -> None:
    """Bulk writes send no signal, so the search index is told here."""
    get_search_backend().add_bulk(Task, tasks)
