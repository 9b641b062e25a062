"""An approved suggestion becomes a revision of the page by its author; a draft that waits there goes on waiting."""

from django.db import transaction

from common import audit
from common.errors import ConflictError
from common.models import User
from docs_hub.models import DocPage, DocSuggestion
from docs_hub.models.suggestions import ACCEPTED, CHANGES_ASKED, WITHDRAWN
from docs_hub.queries.suggestions import OPEN, merged_text, shown_stamp, what_hinders
from docs_hub.services.editing import prepare_edit
from docs_hub.services.publishing import keep_draft, waiting_draft

LONGEST_NOTE = DocPage._meta.get_field("change_note").max_length


@transaction.atomic
def accept_suggestion(*, suggestion_id: int, base_text: str, text: str, actor: User | None) -> None:
    """Idempotent. Raises ConflictError where something stands against it, which `what_hinders` says beforehand."""
    suggestion = DocSuggestion.objects.select_for_update().get(pk=suggestion_id)
    if suggestion.state not in OPEN:
        return
    suggestion.base_text = base_text
    suggestion.page = page = DocPage.objects.select_for_update(of=("self",)).get(pk=suggestion.page_id)
    if hindrance := what_hinders(suggestion, text=text):
        raise ConflictError(hindrance)
    waiting = waiting_draft(page)
    page.source = merged_text(suggestion, text).text
    page.change_note = suggestion.note[:LONGEST_NOTE]
    prepare_edit(page=page, parent=None, is_changed=True)
    revision = page.save_revision(user=suggestion.author, log_action=True)
    revision.publish(user=actor)
    if waiting is not None:
        keep_draft(waiting, now=page.source)
    suggestion.state, suggestion.page_revision = ACCEPTED, revision
    suggestion.save(update_fields=["state", "page_revision"])
    audit.record(actor=actor, action="docs_hub.accept_suggestion", subject=f"doc_suggestion:{suggestion.pk}")


def hold_if_newest(*, suggestion_id: int, seen: str) -> bool:
    """Whether `seen` is the stamp of the newest text and of the page as it is, which then stay so until the caller's
    transaction ends."""
    suggestion = DocSuggestion.objects.select_for_update().get(pk=suggestion_id)
    DocPage.objects.select_for_update(of=("self",)).get(pk=suggestion.page_id)
    return bool(seen) and seen == shown_stamp(suggestion)


def page_as_suggested(suggestion: DocSuggestion) -> DocPage:
    """Not saved; for a preview."""
    page: DocPage = DocPage.objects.select_related("doc_source").get(pk=suggestion.page_id)
    suggestion.page = page
    page.source = merged_text(suggestion).text
    prepare_edit(page=page, parent=None, is_changed=False)
    return page


def note_answer(*, suggestion_id: int, comment: str) -> None:
    """Changes were asked for; Wagtail tells the author by e-mail, their account page by this."""
    rows = DocSuggestion.objects.filter(pk=suggestion_id, state__in=OPEN)
    rows.update(state=CHANGES_ASKED, answer=comment[:5000])


def note_withdrawal(*, suggestion_id: int) -> None:
    """A reviewer ended its workflow without a decision: it does not wait any longer."""
    DocSuggestion.objects.filter(pk=suggestion_id, state__in=OPEN).update(state=WITHDRAWN)
