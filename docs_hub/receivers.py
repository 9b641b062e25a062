"""What happens elsewhere and concerns documentation."""

from typing import Any

from wagtail.signals import page_published, page_unpublished

from docs_hub.models import DocPage
from docs_hub.tasks import refresh_sections


def on_page_changed(sender: Any, instance: DocPage, **kwargs: Any) -> None:
    refresh_sections.delay_on_commit(instance.pk)


def connect() -> None:
    page_published.connect(on_page_changed, sender=DocPage, dispatch_uid="docs_hub.page_published")
    page_unpublished.connect(on_page_changed, sender=DocPage, dispatch_uid="docs_hub.page_unpublished")
