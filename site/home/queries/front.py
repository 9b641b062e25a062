"""All that the home page shows, from the rooms it composes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from common.shares import whole_percents
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
    funding_mix: list[tuple[Any, int]]
    tasks: list[Any]
    news: list[Any]


def front_page() -> FrontPage:
    """Bounded: a fixed number of queries whatever the number of rows."""
    since = timezone.now() - LATELY
    funding = headline()
    return FrontPage(
        open_first_tasks=board.open_first_task_count(),
        helpers=ledger.helpers_since(since),
        helpers_since=since,
        helpers_days=LATELY.days,
        funding=funding,
        funding_mix=_with_percents(funding),
        tasks=list(board.picked_tasks(3)),
        news=list(ledger.latest_contributions(6)),
    )


def _with_percents(funding: Headline | None) -> list[tuple[Any, int]]:
    """Each part of the income with its share in whole percents, which add up to 100."""
    parts = list(funding.mix) if funding else []
    return list(zip(parts, whole_percents([float(part.weight) for part in parts]), strict=True))
