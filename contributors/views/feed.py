"""The board as an Atom feed, with the filters of its address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest

from common.feeds import SafeAtomFeed
from common.site_name import site_name
from contributors.domain.board_filter import find
from contributors.queries.snapshot import TaskCard, board_snapshot
from contributors.views.board_query import BoardQuery, address_of, read_board_query

MAX_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    query: BoardQuery
    tasks: list[TaskCard]

    @property
    def address(self) -> str:
        pairs = self.query.pairs()
        return address_of(pairs) if pairs else ""


class TaskFeed(Feed[TaskCard, Wanted]):
    """Each choice of filters is a feed of its own: its id and addresses carry them."""

    feed_type = SafeAtomFeed
    author_link = settings.SITE_URL

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Wanted:
        snapshot = board_snapshot()
        query = read_board_query(request.GET, snapshot.values)
        return Wanted(query, find(snapshot.tasks, query.wanted).tasks[:MAX_ENTRIES])

    def title(self, wanted: Wanted) -> str:
        words = ", ".join(wanted.query.chosen_words())
        return f"Tasks: {words} · {site_name()}" if words else f"Tasks you can take · {site_name()}"

    def link(self, wanted: Wanted) -> str:
        return f"{settings.SITE_URL}/tasks/{wanted.address}"

    def feed_url(self, wanted: Wanted) -> str:
        return f"{settings.SITE_URL}/tasks/feed/{wanted.address}"

    def feed_guid(self, wanted: Wanted) -> str:
        return self.feed_url(wanted)

    def author_name(self) -> str:
        return site_name()

    def items(self, wanted: Wanted) -> list[TaskCard]:
        return wanted.tasks

    def item_title(self, item: TaskCard) -> str:
        return item.title

    def item_description(self, item: TaskCard) -> str:
        return item.excerpt

    def item_link(self, item: TaskCard) -> str:
        return f"{settings.SITE_URL}{item.url}"

    def item_guid(self, item: TaskCard) -> str:
        return f"{settings.SITE_URL}{item.url}"

    def item_pubdate(self, item: TaskCard) -> datetime:
        return item.opened_at

    def item_updateddate(self, item: TaskCard) -> datetime:
        return item.fresh_at

    def item_categories(self, item: TaskCard) -> tuple[str, ...]:
        return (item.kind_label, *item.labels)
