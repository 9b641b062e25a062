"""A page's newest text is approved, joined with the repository's or sent back, by somebody who was shown it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from common.models import User
from docs_hub.domain.merging import merge
from docs_hub.domain.render.renderer import RenderingError
from docs_hub.models import DocEdit, DocPage
from docs_hub.queries.page_review import PageReview, actions_of, page_review
from docs_hub.services.blobs import text_of
from docs_hub.services.edit_people import named
from docs_hub.services.edits import take_up_edit
from docs_hub.services.finishing import CONFIRMED
from docs_hub.services.rendering import render_page

MOVED_ON = "Something changed since you looked: below is what it is now. Nothing is published yet."
NOTHING = "Readers see the newest text already: somebody was faster."
NOT_YOURS = "You may look at this, but not decide. Ask a maintainer."


@dataclass(frozen=True)
class Approval:
    """`next_step` is of a review that goes on; `due` a time that is still to come; `edit` what was made public, and
    None where nobody wrote it. `writers` and `reviewers` are who is credited for it."""

    page: DocPage
    next_step: str = ""
    due: datetime | None = None
    edit: DocEdit | None = None
    writers: tuple[str, ...] = ()
    reviewers: tuple[str, ...] = ()


@transaction.atomic
def approve_page(*, page_id: int, seen: str, comment: str, actor: User) -> Approval:
    """Publish what the screen with the stamp `seen` showed, or take it to the next step of its review.

    Nobody publishes or imports meanwhile, and what follows for the repository is done before it ends. Raises
    ConflictError where anything that was shown is not so any more or something stands against it, NotAllowedError for
    who may not decide.
    """
    review = _held(page_id, seen)
    if review.hindrance:
        raise ConflictError(review.hindrance)
    may_approve = "approve" in actions_of(review.page, actor)
    if not may_approve and not review.page.permissions_for_user(actor).can_publish():
        raise NotAllowedError(NOT_YOURS)
    token = CONFIRMED.set(review.page.pk)
    try:
        if may_approve and review.task_state is not None:
            review.task_state.task.specific.on_action(review.task_state, actor, "approve", comment=comment)
        else:
            review.revision.publish(user=actor)
    finally:
        CONFIRMED.reset(token)
    audit.record(
        actor=actor, action="docs_hub.approve_page", subject=f"doc_page:{page_id}", revision=review.revision.pk
    )
    return _what_came_of_it(review)


@transaction.atomic
def send_back(*, page_id: int, seen: str, comment: str, actor: User) -> None:
    """With what should change. Raises as `approve_page` does, and InvalidInputError where nothing is said."""
    review = _held(page_id, seen)
    if "reject" not in actions_of(review.page, actor) or review.task_state is None:
        raise NotAllowedError(NOT_YOURS)
    if not comment.strip():
        raise InvalidInputError("Say what should change, so that its writer can go on.")
    review.task_state.task.specific.on_action(review.task_state, actor, "reject", comment=comment)
    audit.record(actor=actor, action="docs_hub.send_back", subject=f"doc_page:{page_id}", revision=review.revision.pk)


@transaction.atomic
def join_with_repository(*, page_id: int, seen: str, actor: User) -> None:
    """The draft has both sides between marks now, on the repository's text; readers see none of it. Raises as
    `approve_page` does, and InvalidInputError where the text cannot be shown."""
    review = _held(page_id, seen)
    if review.clash is None:
        raise ConflictError(MOVED_ON)
    if not (actions_of(review.page, actor) or review.page.permissions_for_user(actor).can_edit()):
        raise NotAllowedError(NOT_YOURS)
    draft, theirs = review.draft, text_of(review.page.upstream_sha) or ""
    draft.source = merge(text_of(draft.blob_sha) or "", draft.source, theirs).text
    draft.blob_sha = review.page.upstream_sha
    try:
        render_page(page=draft, is_changed=True)
    except RenderingError as error:
        raise InvalidInputError(f"This text cannot be shown: {error}.") from error
    draft.save_revision(user=actor, clean=False, log_action=True)
    audit.record(actor=actor, action="docs_hub.join_with_repository", subject=f"doc_page:{page_id}")


def _held(page_id: int, seen: str) -> PageReview:
    """As it was shown, and so until the caller's transaction ends."""
    DocPage.objects.select_for_update(of=("self",)).get(pk=page_id)
    page = DocPage.objects.select_related("doc_source", "latest_revision__user").get(pk=page_id)
    review = page_review(page)
    if review is None:
        raise ConflictError(NOTHING)
    if not seen or seen != review.stamp:
        raise ConflictError(MOVED_ON)
    return review


def _what_came_of_it(review: PageReview) -> Approval:
    page = DocPage.objects.select_related("doc_source").get(pk=review.page.pk)
    state = page.current_workflow_task_state
    if state is not None:
        return Approval(page, next_step=state.task.name)
    if page.live_revision_id != review.revision.pk:
        due = review.draft.go_live_at
        return Approval(page, due=due if due and due > timezone.now() else None)
    take_up_edit(page_id=page.pk)
    page = DocPage.objects.select_related("doc_source").get(pk=page.pk)
    edit = DocEdit.objects.filter(page=page, text_sha=page.text_sha, is_rolled_back=False).last()
    writers, reviewers = (edit.writers, edit.reviewers) if edit is not None else ([], [])
    return Approval(
        page, edit=edit, writers=tuple(who.name for who in named(writers)),
        reviewers=tuple(who.name for who in named(reviewers)),
    )  # fmt: skip
