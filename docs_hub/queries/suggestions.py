"""Suggested edits: what stands in their way, what a reviewer sees, how a person's own fare."""

from dataclasses import dataclass
from typing import Any

from docs_hub.domain.line_diff import DiffLine, changed_lines
from docs_hub.domain.merging import Merged, has_marks, merge
from docs_hub.models import DocPage, DocSuggestion
from docs_hub.models.suggestions import CHANGES_ASKED, WAITING
from docs_hub.queries.writing import CLOSED, is_closed

OPEN = (WAITING, CHANGES_ASKED)


@dataclass(frozen=True)
class Review:
    """`lines`: how the page would change today; `hindrance` is empty where it may be accepted."""

    suggestion: DocSuggestion
    page: DocPage
    is_open: bool
    is_stale: bool
    hindrance: str
    lines: list[DiffLine]


def merged_text(suggestion: DocSuggestion, text: str | None = None) -> Merged:
    """The page's text today with the suggested change in it."""
    return merge(suggestion.base_text, suggestion.page.source, suggestion.text if text is None else text)


def what_hinders(suggestion: DocSuggestion, *, text: str | None = None) -> str:
    """Why the suggestion cannot be accepted as it is, in a sentence for the reviewer; empty where it can."""
    if suggestion.state not in OPEN:
        return ""
    page, wanted = suggestion.page, suggestion.text if text is None else text
    if is_closed(page):
        return CLOSED
    if not page.live or page.is_folder:
        return "The page is not shown any more."
    if page.locked:
        return "Somebody locked the page. Unlock it first."
    if has_marks(wanted) and not has_marks(page.source):
        return "The text still has marks (<<<<<<<) where one of two versions must be chosen."
    merged = merged_text(suggestion, wanted)
    if not merged.is_clean:
        return "The page has changed in the same lines since. Bring the suggestion up to date and choose there."
    draft = draft_of(page)
    if draft is not None and not merge(page.source, draft.source, merged.text).is_clean:
        return "Somebody's unpublished draft of the page changes the same lines. Publish or discard that draft first."
    return ""


def draft_of(page: DocPage) -> DocPage | None:
    """What a writer has not published yet."""
    draft: DocPage | None = page.get_latest_revision_as_object() if page.has_unpublished_changes else None
    return draft


def review_of(suggestion: DocSuggestion) -> Review:
    page = suggestion.page
    is_open = suggestion.state in OPEN
    merged = merged_text(suggestion)
    old, new = (page.source, merged.text) if is_open and merged.is_clean else (suggestion.base_text, suggestion.text)
    return Review(
        suggestion,
        page,
        is_open,
        is_open and page.source != suggestion.base_text,
        what_hinders(suggestion),
        changed_lines(old, new),
    )


def suggestions_of(user: Any, *, most: int = 20) -> list[DocSuggestion]:
    """A person's own, the newest first. One query."""
    rows = DocSuggestion.objects.filter(author_id=user.pk).select_related("page")
    return list(rows.defer("text", "base_text", "page__source", "page__html")[:most])


def open_suggestion_of(user: Any, page: DocPage) -> DocSuggestion | None:
    """As it was left last, by its author or by a reviewer."""
    found = DocSuggestion.objects.filter(author_id=user.pk, page=page, state__in=OPEN).first()
    newest: DocSuggestion | None = found.get_latest_revision_as_object() if found is not None else None
    return newest


def stamp_of(suggestion: DocSuggestion | None) -> str:
    """Of its newest revision, for a form to send along; empty where there is none. Wagtail's automatic saves write
    over one that is there, so that its number alone does not tell."""
    revision = suggestion.latest_revision if suggestion is not None else None
    return f"{revision.pk} {revision.created_at.isoformat()}" if revision is not None else ""


def shown_stamp(suggestion: DocSuggestion) -> str:
    """Of all that a review of it shows: its newest text and what the page is today."""
    page = DocPage.objects.only("text_sha", "blob_sha", "upstream_sha", "live").get(pk=suggestion.page_id)
    return f"{stamp_of(suggestion)} {page.live} {page.text_sha} {page.blob_sha} {page.upstream_sha}"


def text_at(suggestion: DocSuggestion, stamp: str) -> str | None:
    """The text that a form with this stamp showed; None where it is not known any more."""
    number, _, moment = stamp.partition(" ")
    revision = suggestion.revisions.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if revision is None or revision.created_at.isoformat() != moment:
        return None
    text: str = revision.as_object().text
    return text
