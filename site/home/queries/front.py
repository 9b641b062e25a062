"""All that the home page shows, from the rooms it composes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from contributors.queries import board, ledger
from sustainability.queries.headline import Headline, headline

QUARTER = timedelta(days=91)


@dataclass(frozen=True)
class FrontPage:
    open_first_tasks: int
    helpers: int
    helpers_since: datetime
    funding: Headline | None
    tasks: list[Any]
    news: list[Any]


def front_page() -> FrontPage:
    """Bounded: a fixed number of queries whatever the number of rows."""
    since = timezone.now() - QUARTER
    return FrontPage(
        open_first_tasks=board.open_first_task_count(),
        helpers=ledger.helpers_since(since),
        helpers_since=since,
        funding=headline(),
        tasks=list(board.picked_tasks(3)),
        news=list(ledger.latest_contributions(6)),
    )
