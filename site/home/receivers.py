"""What editors publish shows at once."""

from typing import Any

from wagtail.signals import page_published, page_unpublished

from common.page_cache import clear_on_commit


def on_page_changed(sender: Any, **kwargs: Any) -> None:
    clear_on_commit()


def connect() -> None:
    page_published.connect(on_page_changed, dispatch_uid="home.page_published")
    page_unpublished.connect(on_page_changed, dispatch_uid="home.page_unpublished")
