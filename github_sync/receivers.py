"""What this room does at its own news: only tasks are enqueued."""

from typing import Any

from github_sync import tasks


def on_delivery_stored(sender: Any, **kwargs: Any) -> None:
    tasks.apply_due_deliveries.delay()


def on_read_marked(sender: Any, **kwargs: Any) -> None:
    tasks.read_due.delay()


def on_action_enqueued(sender: Any, **kwargs: Any) -> None:
    tasks.send_due_actions.delay()
