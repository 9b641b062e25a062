"""What happens elsewhere and concerns documentation."""

from typing import Any

from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from docs_hub.models import DocPage
from docs_hub.services.page_tree import mark_taken_back
from docs_hub.tasks import import_sources_of, refresh_navigation, refresh_sections
from github_sync.signals import repository_synced


def on_page_changed(sender: Any, instance: DocPage, **kwargs: Any) -> None:
    refresh_sections.delay_on_commit(instance.pk)
    _refresh_navigation(instance)


def on_page_unpublished(sender: Any, instance: DocPage, **kwargs: Any) -> None:
    """A person's own decision, whatever an import once made of the page."""
    mark_taken_back(page=instance)
    on_page_changed(sender, instance)


def on_page_deleted(sender: Any, instance: DocPage, **kwargs: Any) -> None:
    _refresh_navigation(instance)


def _refresh_navigation(page: DocPage) -> None:
    if page.doc_source_id is not None:
        refresh_navigation.delay_on_commit(page.doc_source_id)


def on_repository_synced(sender: Any, repository_id: int, **kwargs: Any) -> None:
    import_sources_of.delay_on_commit(repository_id)


def connect() -> None:
    page_published.connect(on_page_changed, sender=DocPage, dispatch_uid="docs_hub.page_published")
    page_unpublished.connect(on_page_unpublished, sender=DocPage, dispatch_uid="docs_hub.page_unpublished")
    post_delete.connect(on_page_deleted, sender=DocPage, dispatch_uid="docs_hub.page_deleted")
    repository_synced.connect(on_repository_synced, dispatch_uid="docs_hub.repository_synced")
