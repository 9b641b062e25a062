"""What this room does at its own news: tasks are enqueued, and the list of robots is applied after an update."""

from typing import Any

from github_sync import tasks
from github_sync.services.marks import settle_robots


def on_delivery_stored(sender: Any, **kwargs: Any) -> None:
    tasks.apply_due_deliveries.delay()


def on_read_marked(sender: Any, **kwargs: Any) -> None:
    tasks.read_due.delay()


def on_action_enqueued(sender: Any, **kwargs: Any) -> None:
    tasks.send_due_actions.delay()


def on_migrated(sender: Any, using: str, apps: Any = None, **kwargs: Any) -> None:
    """An update of the site may bring a longer list of robots; nothing to do before the tables are there."""
    if using == "default" and apps and "accountmark" in apps.all_models["github_sync"]:
        settle_robots()
