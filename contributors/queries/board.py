"""What other rooms and pages read of the board."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.utils import timezone
from wagtail.search.backends import get_search_backend

from common.models import User
from contributors.models import Claim, Task
from contributors.queries.snapshot import TaskCard, board_snapshot

MAX_LENGTH = 200
WORD = re.compile(r"\w+")  # a stray quote is a syntax error to SQLite's full-text search


@dataclass(frozen=True, slots=True)
class MyTask:
    url: str
    title: str
    repository: str
    claim_expires_at: datetime


def open_first_task_count() -> int:
    """Tasks that someone can take right now."""
    return sum(task.is_available for task in board_snapshot().tasks)


def taken_task_count() -> int:
    return sum(not task.is_available for task in board_snapshot().tasks)


def claims_ending_before(moment: datetime) -> int:
    """Live claims that end by themselves until then."""
    return Claim.objects.filter(released_at=None, expires_at__gt=timezone.now(), expires_at__lt=moment).count()


def picked_tasks(limit: int = 3) -> list[TaskCard]:
    """Tasks to show first: free, little effort, one of a repository before a second of the same."""
    free = sorted((task for task in board_snapshot().tasks if task.is_available), key=lambda task: task.effort_hours)
    turns: dict[str, int] = {}
    ranked = []
    for task in free:
        turns[task.repository] = turns.get(task.repository, 0) + 1
        ranked.append((turns[task.repository], task))
    return [task for _, task in sorted(ranked, key=lambda pair: pair[0])][:limit]


def search_tasks(text: str, limit: int = 20) -> list[TaskCard]:
    """Tasks on the board that the search index finds, best first."""
    words = " ".join(WORD.findall(text))[:MAX_LENGTH]
    if not words:
        return []
    by_id = board_snapshot().by_id
    found = get_search_backend().search(words, Task.objects.filter(is_on_board=True))[: limit * 2]
    return [by_id[task.pk] for task in found if task.pk in by_id][:limit]


def tasks_about(text: str, limit: int = 5) -> list[TaskCard]:
    """Tasks whose title or text names `text`, such as the path of a documentation page."""
    wanted = text.strip().lower()
    if not wanted:
        return []
    return [task for task in board_snapshot().tasks if wanted in task.search_text][:limit]


def my_tasks(user: User | AnonymousUser) -> list[MyTask]:
    """What `user` has claimed and may still work on, the most urgent first."""
    if not user.is_authenticated:
        return []
    rows = Claim.objects.filter(person__user_id=user.pk, released_at=None, expires_at__gt=timezone.now())
    claims = rows.select_related("task").order_by(F("expires_at"))
    return [
        MyTask(claim.task.get_absolute_url(), claim.task.title, claim.task.repository, claim.expires_at)
        for claim in claims
    ]
