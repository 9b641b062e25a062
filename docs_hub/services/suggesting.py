"""People's suggestions on their way into moderation, changed there, and taken back."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from common import audit
from common.errors import ConflictError, InvalidInputError, NotAllowedError
from common.models import User
from docs_hub.domain.merging import has_marks
from docs_hub.domain.render.renderer import RenderingError
from docs_hub.models import DocPage, DocSuggestion
from docs_hub.models.suggestions import CHANGES_ASKED, WAITING, WITHDRAWN
from docs_hub.queries.suggestions import OPEN, merged_text
from docs_hub.services.rendering import SourceRenderer

MOST_OPEN = 20
MOST_A_DAY = 30
LONGEST = 400_000


def suggest_edit(*, page: DocPage, author: User, base_text: str, text: str, note: str) -> DocSuggestion:
    """Into moderation, as a revision of its author; the page stays as it is.

    Raises InvalidInputError with a sentence for the author.
    """
    check_text(page=page, base_text=base_text, text=text)  # before the transaction: nobody is to wait for it
    with transaction.atomic():
        suggestion = DocSuggestion(page=page, author=author, base_text=base_text, text=text, note=note, live=False)
        return _suggest(suggestion, author)


def _suggest(suggestion: DocSuggestion, author: User) -> DocSuggestion:
    User.objects.select_for_update().get(pk=author.pk)  # two at once must not both be the last that is allowed
    check_pace(author)
    workflow = suggestion.get_workflow()
    if workflow is None:
        raise InvalidInputError("Nobody reviews suggestions here yet. Ask the people who run this site.")
    suggestion.save()
    suggestion.save_revision(user=author)
    workflow.start(suggestion, author)
    subject = f"doc_suggestion:{suggestion.pk}"
    audit.record(actor=author, action="docs_hub.suggest_edit", subject=subject, page=suggestion.page_id)
    return suggestion


def change_suggestion(
    *, suggestion: DocSuggestion, author: User, base_text: str, text: str, note: str
) -> DocSuggestion:
    """Its author's next version; one that changes were asked for goes back to the reviewers.

    Raises ConflictError where `suggestion` is not its newest revision any more.
    """
    _own(suggestion, author)
    check_text(page=suggestion.page, base_text=base_text, text=text)
    with transaction.atomic():
        return _change(suggestion, author, base_text=base_text, text=text, note=note)


def _change(suggestion: DocSuggestion, author: User, *, base_text: str, text: str, note: str) -> DocSuggestion:
    now = DocSuggestion.objects.select_for_update().get(pk=suggestion.pk)
    _own(now, author)
    if now.latest_revision_id != suggestion.latest_revision_id:
        raise ConflictError("Somebody changed this suggestion just now. Send it once more to see both.")
    suggestion.base_text, suggestion.text, suggestion.note = base_text, text, note
    state = suggestion.current_workflow_state
    if suggestion.state == CHANGES_ASKED:
        suggestion.state = WAITING
    suggestion.save()
    revision = suggestion.save_revision(user=author)
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(author)
    elif state is not None and state.current_task_state is not None:
        state.current_task_state.revision = revision
        state.current_task_state.save(update_fields=["revision"])
    return suggestion


@transaction.atomic
def withdraw_suggestion(*, suggestion: DocSuggestion, author: User) -> None:
    _own(suggestion, author)
    DocSuggestion.objects.filter(pk=suggestion.pk).update(state=WITHDRAWN)
    state = suggestion.current_workflow_state
    if state is not None:
        state.cancel(user=author)
    audit.record(actor=author, action="docs_hub.withdraw_suggestion", subject=f"doc_suggestion:{suggestion.pk}")


@transaction.atomic
def bring_up_to_date(*, suggestion: DocSuggestion, actor: User) -> bool:
    """The suggestion now begins from the page of today. False where both changed the same lines: the text then holds
    both versions between marks."""
    merged = merged_text(suggestion)
    suggestion.text, suggestion.base_text = merged.text, suggestion.page.source
    suggestion.save()
    suggestion.save_revision(user=actor)
    audit.record(actor=actor, action="docs_hub.update_suggestion", subject=f"doc_suggestion:{suggestion.pk}")
    return merged.is_clean


def _own(suggestion: DocSuggestion, author: User) -> None:
    if suggestion.author_id != author.pk:
        raise NotAllowedError("This suggestion is somebody else's.")
    if suggestion.state not in OPEN:
        raise InvalidInputError("This suggestion is closed already.")


def check_pace(author: User) -> None:
    mine = DocSuggestion.objects.filter(author=author)
    if mine.filter(state__in=OPEN).count() >= MOST_OPEN:
        raise InvalidInputError(f"You have {MOST_OPEN} suggestions waiting. Let some be reviewed first.")
    if mine.filter(suggested_at__gt=timezone.now() - timedelta(days=1)).count() >= MOST_A_DAY:
        raise InvalidInputError(f"That is {MOST_A_DAY} suggestions in a day. Please go on tomorrow.")


def check_text(*, page: DocPage, base_text: str, text: str) -> None:
    if text == base_text:
        raise InvalidInputError("You have changed nothing yet.")
    if len(text) > LONGEST:
        raise InvalidInputError("This text is too long for one page.")
    if has_marks(text) and not has_marks(page.source):
        raise InvalidInputError("The text still has marks (<<<<<<<): choose one version there and remove the marks.")
    if page.doc_source is None:
        return
    try:
        with SourceRenderer(page.doc_source) as renderer:
            renderer.render(text, page.source_path)
    except RenderingError as error:
        raise InvalidInputError(f"This text cannot be shown: {error}.") from error
