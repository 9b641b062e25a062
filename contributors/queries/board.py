"""What other rooms and pages read of the board."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet
from django.utils import timezone

from common.models import User
from common.typed_search import find_as_typed
from contributors.domain.availability import QUIET
from contributors.domain.lease import LEASE
from contributors.models import Claim, DoneReport, Task
from contributors.queries.people import own_person
from contributors.queries.snapshot import TaskCard, board_snapshot
from contributors.queries.visibility import shown

MAX_LENGTH = 200
NUMBER = re.compile(r"#?(\d{1,9})")
WORD = re.compile(r"\w+")  # a stray quote is a syntax error to SQLite's full-text search


@dataclass(frozen=True, slots=True)
class MyTask:
    url: str
    title: str
    repository: str
    claim_expires_at: datetime


@dataclass(frozen=True, slots=True)
class FreedTask:
    url: str
    title: str
    because: str


def open_first_task_count() -> int:
    """Tasks that someone can take right now."""
    return sum(task.is_available for task in board_snapshot().tasks)


def taken_task_count() -> int:
    return sum(not task.is_available for task in board_snapshot().tasks)


def claims_ending_before(moment: datetime) -> int:
    """Live claims that end by themselves until then; not those that an open pull request keeps."""
    live = Claim.objects.filter(released_at=None, expires_at__gt=timezone.now(), pull_number=None)
    return live.filter(expires_at__lt=moment).count()


def done_reports_waiting() -> QuerySet[DoneReport]:
    """Of those who hold a task and say that it is done."""
    return DoneReport.objects.filter(answer="", claim__released_at=None)


def quiet_review_count() -> int:
    """Tasks that wait for pull requests which nobody has touched for long."""
    return quiet_reviews(timezone.now()).count()


def quiet_reviews(now: datetime) -> QuerySet[Task]:
    rows = Task.objects.filter(is_on_board=True, state=Task.State.IN_REVIEW)
    return rows.filter(review_touched_at__lt=now - QUIET)


def picked_tasks(limit: int = 3) -> list[TaskCard]:
    """Tasks to show first: free, little effort, one of a repository before a second of the same."""
    free = sorted((task for task in board_snapshot().tasks if task.is_available), key=lambda task: task.effort_hours)
    turns: dict[str, int] = {}
    ranked = []
    for task in free:
        turns[task.repository] = turns.get(task.repository, 0) + 1
        ranked.append((turns[task.repository], task))
    return [task for _, task in sorted(ranked, key=lambda pair: pair[0])][:limit]


def search_tasks(text: str) -> list[TaskCard]:
    """Every task on the board that was meant: the one of that number, then what the search index finds, best first.

    The last word may be the beginning of one.
    """
    snapshot = board_snapshot()
    number = NUMBER.fullmatch(text.strip())
    numbered = [task for task in snapshot.tasks if task.number == int(number[1])] if number else []
    words = WORD.findall(text[:MAX_LENGTH])
    found = find_as_typed(words, Task.objects.filter(shown(), is_on_board=True)) if words else []
    best = [snapshot.by_id[pk] for pk in found if pk in snapshot.by_id]
    return [*numbered, *(task for task in best if task not in numbered)]


def freed_tasks(user: User | AnonymousUser, since: datetime) -> list[FreedTask]:
    """What a maintainer freed `user` of since then, with what they said, the latest first."""
    if not user.is_authenticated:
        return []
    mine = Claim.objects.filter(shown("task__"), person__in=own_person(user))
    rows = mine.filter(release_reason="by_maintainer", released_at__gte=since)
    claims = rows.exclude(release_note="").select_related("task").order_by("-released_at")[:10]
    return [FreedTask(claim.task.get_absolute_url(), claim.task.title, claim.release_note) for claim in claims]


def my_tasks(user: User | AnonymousUser) -> list[MyTask]:
    """What `user` has claimed and may still work on, the most urgent first."""
    if not user.is_authenticated:
        return []
    rows = Claim.objects.filter(
        shown("task__"), person__in=own_person(user).values("pk"), released_at=None, expires_at__gt=timezone.now()
    )
    claims = rows.select_related("task").order_by(F("expires_at"))
    return [
        MyTask(claim.task.get_absolute_url(), claim.task.title, claim.task.repository, claim.expires_at)
        for claim in claims
    ]


def given_back_for(user: User | AnonymousUser) -> list[Claim]:
    """Claims of the last weeks that ended because two pages of this person were joined."""
    lately = timezone.now() - 2 * LEASE
    mine = own_person(user).values("pk")
    rows = Claim.objects.filter(shown("task__"), person__in=mine, release_reason=Claim.JOINED)
    return list(rows.filter(released_at__gte=lately).select_related("task").order_by("-released_at", "pk"))
