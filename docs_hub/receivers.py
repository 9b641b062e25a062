"""What happens elsewhere and concerns documentation."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_delete
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import page_published, page_unpublished, task_rejected, workflow_cancelled

from docs_hub.models import DocPage, DocSuggestion
from docs_hub.services.accepting import note_answer, note_withdrawal
from docs_hub.services.care import apply_check_mark
from docs_hub.services.page_tree import mark_taken_back
from docs_hub.services.removing import note_removal
from docs_hub.services.renaming import follow_rename
from docs_hub.services.withholding import give_back, withhold
from docs_hub.tasks import follow_action, import_sources_of, refresh_navigation, refresh_sections, take_up_edit
from github_sync.signals import (
    action_settled,
    branch_pushed,
    repository_renamed,
    repository_synced,
    repository_visibility_changed,
)


def on_page_changed(sender: Any, instance: DocPage, **kwargs: Any) -> None:
    refresh_sections.delay_on_commit(instance.pk)
    _refresh_navigation(instance)


def on_page_published(sender: Any, instance: DocPage, **kwargs: Any) -> None:
    on_page_changed(sender, instance)
    take_up_edit.delay_on_commit(instance.pk)
    apply_check_mark(page=instance)  # who checked the text that is published now, checked the page


def on_page_unpublished(sender: Any, instance: DocPage, **kwargs: Any) -> None:
    """A person's own decision, whatever an import once made of the page."""
    note_removal(page=instance)
    mark_taken_back(page=instance)
    on_page_changed(sender, instance)
    take_up_edit.delay_on_commit(instance.pk)


def on_page_deleted(sender: Any, instance: DocPage, **kwargs: Any) -> None:
    _refresh_navigation(instance)


def _refresh_navigation(page: DocPage) -> None:
    if page.doc_source_id is not None:
        refresh_navigation.delay_on_commit(page.doc_source_id)


def on_repository_synced(sender: Any, repository_id: int, **kwargs: Any) -> None:
    import_sources_of.delay_on_commit(repository_id)


def on_repository_renamed(sender: Any, former: str, name: str, **kwargs: Any) -> None:
    follow_rename(former=former, name=name)


def on_visibility_changed(sender: Any, full_name: str, is_shown: bool, is_first: bool, **kwargs: Any) -> None:
    """What was chosen here while it was private already stays published: whoever chose it was told so."""
    if is_shown:
        give_back(repository=full_name)
    elif not is_first:
        withhold(repository=full_name)


def on_branch_pushed(sender: Any, repository_id: int, ref: str, **kwargs: Any) -> None:
    """Of any branch or tag, since a source may follow another than the mirror does; sooner than the mirror's sync."""
    import_sources_of.delay_on_commit(repository_id)


def on_action_settled(sender: Any, action_id: int, **kwargs: Any) -> None:
    follow_action.delay_on_commit(action_id)


def on_task_rejected(sender: Any, instance: TaskState, **kwargs: Any) -> None:
    if pk := _suggestion_of(instance.workflow_state):
        note_answer(suggestion_id=pk, comment=instance.comment)


def on_workflow_cancelled(sender: Any, instance: WorkflowState, **kwargs: Any) -> None:
    if pk := _suggestion_of(instance):
        note_withdrawal(suggestion_id=pk)


def _suggestion_of(state: WorkflowState) -> int:
    is_one = state.base_content_type_id == ContentType.objects.get_for_model(DocSuggestion).pk
    return int(state.object_id) if is_one else 0


def connect() -> None:
    task_rejected.connect(on_task_rejected, dispatch_uid="docs_hub.task_rejected")
    workflow_cancelled.connect(on_workflow_cancelled, dispatch_uid="docs_hub.workflow_cancelled")
    page_published.connect(on_page_published, sender=DocPage, dispatch_uid="docs_hub.page_published")
    page_unpublished.connect(on_page_unpublished, sender=DocPage, dispatch_uid="docs_hub.page_unpublished")
    post_delete.connect(on_page_deleted, sender=DocPage, dispatch_uid="docs_hub.page_deleted")
    repository_synced.connect(on_repository_synced, dispatch_uid="docs_hub.repository_synced")
    repository_renamed.connect(on_repository_renamed, dispatch_uid="docs_hub.repository_renamed")
    repository_visibility_changed.connect(on_visibility_changed, dispatch_uid="docs_hub.visibility_changed")
    branch_pushed.connect(on_branch_pushed, dispatch_uid="docs_hub.branch_pushed")
    action_settled.connect(on_action_settled, dispatch_uid="docs_hub.action_settled")
