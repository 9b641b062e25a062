"""The board as an Atom feed, with the filters of its address."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed

from contributors.domain.board_filter import find
from contributors.queries.snapshot import TaskCard, board_snapshot
from contributors.views.board_query import read_board_query

MAX_ENTRIES = 50


class TaskFeed(Feed[TaskCard, list[TaskCard]]):
    feed_type = Atom1Feed
    link = "/tasks/"

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> list[TaskCard]:
        snapshot = board_snapshot()
        query = read_board_query(request.GET, snapshot.values)
        return find(snapshot.tasks, query.wanted).tasks[:MAX_ENTRIES]

    def title(self, tasks: list[TaskCard]) -> str:
        return f"Tasks you can take · {settings.SITE_NAME}"

    def items(self, tasks: list[TaskCard]) -> list[TaskCard]:
        return tasks

    def item_title(self, item: TaskCard) -> str:
        return item.title

    def item_description(self, item: TaskCard) -> str:
        return item.excerpt

    def item_link(self, item: TaskCard) -> str:
        return item.url

    def item_guid(self, item: TaskCard) -> str:
        return f"{settings.SITE_URL}{item.url}"

    def item_pubdate(self, item: TaskCard) -> datetime:
        return item.opened_at

    def item_updateddate(self, item: TaskCard) -> datetime:
        return item.fresh_at

    def item_categories(self, item: TaskCard) -> tuple[str, ...]:
        return (item.kind_label, *item.labels)
