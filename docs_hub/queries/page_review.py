"""What a page's newest text would change for readers, and what stands against publishing it."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from wagtail.models import Revision, TaskState, WorkflowState

from docs_hub.domain.line_diff import DiffLine, changed_lines
from docs_hub.domain.merging import has_marks, merge
from docs_hub.models import DocBlob, DocConflict, DocPage
from docs_hub.queries.writing import CLOSED, is_closed

FIELDS = {
    "title": "Title",
    "search_description": "Description",
    "seo_title": "Title for search engines",
    "slug": "Address",
    "go_live_at": "Published from",
    "expire_at": "Published until",
}
UNDECIDED = (
    "This page changed here and in the repository in the same lines, and that waits for a decision. Decide first."
)
SAME_LINES = (
    "The repository changed the same lines since this was begun. Put both together and choose there, or send it back."
)
MARKS = "The text still has marks (<<<<<<<) where one of two versions must be chosen. Choose in the editor."
LOCKED = "Somebody locked the page. Unlock it first."


@dataclass(frozen=True)
class Clash:
    """Two changes of the same lines: each side's own, since the text that both began from."""

    ours: list[DiffLine]
    theirs: list[DiffLine]


@dataclass(frozen=True)
class PageReview:
    """`lines`: what readers would see differently. `text`: what they would see; None where that is for a person to
    choose. `is_joined`: it has a change of the repository in it. `hindrance` is empty where it may be published.
    `stamp` is of all that was shown."""

    page: DocPage
    draft: DocPage
    revision: Revision
    task_state: TaskState | None
    text: str | None
    lines: list[DiffLine]
    is_joined: bool
    hindrance: str
    stamp: str
    clash: Clash | None = None
    open_conflict: DocConflict | None = None
    fields: list[tuple[str, str, str]] = field(default_factory=list)
    by: str = ""
    sent_by: str = ""
    sent_at: datetime | None = None

    @property
    def is_gone_there(self) -> bool:
        return bool(self.page.retired and not self.page.live)


def page_review(page: DocPage) -> PageReview | None:
    """None where readers see the newest text already. A fixed number of queries."""
    revision = page.latest_revision if page.has_unpublished_changes else None
    if revision is None:
        return None
    draft: DocPage = page.get_latest_revision_as_object()
    theirs = _newer_of_repository(page, draft)
    base = _text(draft.blob_sha)
    text = draft.source if theirs is None else _joined(base, draft.source, theirs)
    found = DocConflict.objects.filter(page=page.pk, resolved_at=None).first()
    state = page.current_workflow_state
    shown = page.source if page.live else ""
    return PageReview(
        page=page, draft=draft, revision=revision, task_state=page.current_workflow_task_state, text=text,
        lines=changed_lines(shown, draft.source if text is None else text),
        is_joined=theirs is not None and text is not None and text != draft.source,
        hindrance=_hindrance(page, draft, text, found), stamp=_stamp(page, revision, text, found),
        clash=_clash(base, draft.source, theirs) if text is None and theirs is not None else None,
        open_conflict=found, fields=_changed_fields(page, draft),
        by=revision.user.get_username() if revision.user else "", **_sent(state),
    )  # fmt: skip


def actions_of(page: DocPage, user: Any) -> set[str]:
    """Of the step that the page's review is at: what this person may do."""
    state = page.current_workflow_task_state
    if state is None or state.status != TaskState.STATUS_IN_PROGRESS:
        return set()
    return {name for name, *_ in state.task.specific.get_actions(page, user)}


def _hindrance(page: DocPage, draft: DocPage, text: str | None, found: DocConflict | None) -> str:
    if is_closed(page):
        return CLOSED
    if page.locked:
        return LOCKED
    if found is not None:
        return UNDECIDED
    if text is None:
        return SAME_LINES
    return MARKS if has_marks(draft.source) and not has_marks(page.source) else ""


def _newer_of_repository(page: DocPage, draft: DocPage) -> str | None:
    """The repository's text, where the draft began from an older one and is not the same by now."""
    if not page.upstream_sha or page.upstream_sha in (draft.blob_sha, draft.text_sha):
        return None
    return _text(page.upstream_sha)


def _joined(base: str | None, ours: str, theirs: str) -> str | None:
    if ours == theirs:
        return ours
    if base is None:
        return None
    merged = merge(base, ours, theirs)
    return merged.text if merged.is_clean else None


def _clash(base: str | None, ours: str, theirs: str) -> Clash:
    return Clash(changed_lines(base or "", ours), changed_lines(base or "", theirs))


def _text(sha: str) -> str | None:
    """Of a page that was made here: none, and that is known."""
    return DocBlob.objects.filter(sha=sha).values_list("text", flat=True).first() if sha else ""


def _changed_fields(page: DocPage, draft: DocPage) -> list[tuple[str, str, str]]:
    """Besides the text: name, as it is, as it would be."""
    pairs = [(label, getattr(page, name), getattr(draft, name)) for name, label in FIELDS.items()]
    return [(label, _words(old), _words(new)) for label, old, new in pairs if (old or "") != (new or "")]


def _words(value: object) -> str:
    if isinstance(value, datetime):
        return f"{date_format(localtime(value), 'j F Y, H:i')} {localtime(value).tzname()}"
    return str(value or "")


def _stamp(page: DocPage, revision: Revision, text: str | None, found: DocConflict | None) -> str:
    """Automatic saves write over a revision that is there: its number alone does not tell."""
    shown = (
        revision.pk, revision.created_at.isoformat(), page.live, page.text_sha, page.blob_sha, page.upstream_sha, text,
        found and (found.pk, found.theirs_sha),
    )  # fmt: skip
    return hashlib.sha256(repr(shown).encode()).hexdigest()


def _sent(state: WorkflowState | None) -> dict[str, Any]:
    if state is None or state.status != WorkflowState.STATUS_IN_PROGRESS:
        return {}
    who = state.requested_by.get_username() if state.requested_by else "Somebody who left"
    return {"sent_by": who, "sent_at": state.created_at}
