"""What this room does when news arrives: it only enqueues."""

from typing import Any

from sustainability import tasks
from sustainability.services import reporting


def on_repository_synced(sender: Any, **kwargs: Any) -> None:
    tasks.hear_of_sync.delay_on_commit()


def on_visibility_changed(sender: Any, is_shown: bool, **kwargs: Any) -> None:
    """At once, for the rows of a report name what it was made of."""
    if not is_shown:
        reporting.drop_reports()
    tasks.refresh_reports.delay_on_commit()


def on_funding_changed(sender: Any, **kwargs: Any) -> None:
    tasks.refresh_reports.delay_on_commit()


def on_funding_row_saved(sender: Any, **kwargs: Any) -> None:
    tasks.refresh_reports.delay_on_commit()
