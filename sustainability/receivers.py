"""What this room does when news arrives: it only enqueues."""

from typing import Any

from sustainability import tasks


def on_repository_synced(sender: Any, **kwargs: Any) -> None:
    tasks.hear_of_sync.delay_on_commit()


def on_funding_changed(sender: Any, **kwargs: Any) -> None:
    tasks.refresh_reports.delay_on_commit()


def on_funding_row_saved(sender: Any, **kwargs: Any) -> None:
    tasks.refresh_reports.delay_on_commit()
