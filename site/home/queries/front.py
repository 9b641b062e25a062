"""All that the home page shows, from the rooms it composes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from contributors.queries import board, ledger
from contributors.queries.people import LATELY
from sustainability.queries.headline import Headline, headline


@dataclass(frozen=True)
class FrontPage:
    open_first_tasks: int
    helpers: int
    helpers_since: datetime
    helpers_days: int
    funding: Headline | None
    tasks: list[Any]
    news: list[Any]


def front_page() -> FrontPage:
    """Bounded: a fixed number of queries whatever the number of rows."""
    since = timezone.now() - LATELY
    return FrontPage(
        open_first_tasks=board.open_first_task_count(),
        helpers=ledger.helpers_since(since),
        helpers_since=since,
        helpers_days=LATELY.days,
        funding=headline(),
        tasks=list(board.picked_tasks(3)),
        news=list(ledger.latest_contributions(6)),
    )
