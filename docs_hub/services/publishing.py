"""Puts a text on a page as a published revision, the way the admin does; a draft that waits there goes on waiting."""

from dataclasses import dataclass

from django.utils import timezone
from wagtail.models import WorkflowState

from common.errors import InvalidInputError
from common.models import User
from docs_hub.domain.merging import merge
from docs_hub.domain.render.renderer import RenderingError
from docs_hub.models import DocPage
from docs_hub.queries.suggestions import draft_of
from docs_hub.services.rendering import render_page


@dataclass(frozen=True)
class WaitingDraft:
    """`before` and `blob_sha` are the page's own at that time, `state` the draft's review where it is in one."""

    page: DocPage
    before: str
    blob_sha: str
    state: WorkflowState | None


def waiting_draft(page: DocPage) -> WaitingDraft | None:
    """Of the page as it is kept; to be asked before something is published over it."""
    kept = DocPage.objects.get(pk=page.pk)
    draft = draft_of(kept) if kept.live else None
    return WaitingDraft(draft, kept.source, kept.blob_sha, kept.current_workflow_state) if draft is not None else None


def keep_draft(waiting: WaitingDraft, *, now: str) -> None:
    """The draft with the text `now` in it is the newest revision again, and in review again where it was.

    One that does not fit stays word for word, on the repository's text that it began from, so that both are put
    together, or a person is asked, when it is published.
    """
    draft, page = waiting.page, DocPage.objects.get(pk=waiting.page.pk)
    writer, merged = draft.latest_revision.user, merge(waiting.before, draft.source, now)
    if merged.is_clean:
        draft.source = merged.text
        draft.blob_sha = page.blob_sha if draft.blob_sha == waiting.blob_sha else draft.blob_sha
    for name in ("live", "live_revision_id", "last_published_at", "changed_at", "latest_revision_id"):
        setattr(draft, name, getattr(page, name))
    render_page(page=draft, is_changed=False)
    draft.save_revision(user=writer)
    if waiting.state is not None and not DocPage.objects.get(pk=draft.pk).workflow_in_progress:
        waiting.state.workflow.start(DocPage.objects.get(pk=draft.pk), waiting.state.requested_by)


def publish_text(*, page: DocPage, text: str, actor: User | None) -> DocPage:
    """In the caller's transaction. Raises InvalidInputError where the text cannot be shown, before anything changed."""
    waiting = waiting_draft(page)
    page = publish_over(page=page, text=text, actor=actor)
    if waiting is not None:
        keep_draft(waiting, now=page.source)
    return DocPage.objects.select_related("doc_source").get(pk=page.pk)


def publish_over(*, page: DocPage, text: str, actor: User | None) -> DocPage:
    """As `publish_text`, for who takes care of a waiting draft."""
    page.source = text
    try:
        render_page(page=page, is_changed=True)
    except RenderingError as error:
        raise InvalidInputError(f"This text cannot be shown: {error}.") from error
    page.changed_at = timezone.now()
    revision = page.save_revision(user=actor, clean=False, log_action=True)
    revision.publish(user=actor, skip_permission_checks=True)
    return DocPage.objects.select_related("doc_source").get(pk=page.pk)


def keep_as_draft(*, page: DocPage, text: str, blob_sha: str, writer: User | None) -> None:
    """The newest revision, which readers do not see; what they see stays."""
    draft = DocPage.objects.select_related("doc_source").get(pk=page.pk)
    draft.source, draft.blob_sha = text, blob_sha
    render_page(page=draft, is_changed=True)
    draft.save_revision(user=writer, clean=False, log_action=True)
