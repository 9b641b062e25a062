"""Takes pages off this site and proposes the end of their files, where edits go to GitHub.

That a person took a page off is recorded at once; the proposal is made from that record, so that a lost task loses
nothing.
"""

from collections.abc import Iterable
from posixpath import join

from django.db import transaction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import PageLogEntry

from common.models import User
from docs_hub.domain.line_diff import count_changes
from docs_hub.models import DocEdit, DocPage, Proposal
from docs_hub.queries.removals import concerns_repository, due_removals, open_removals
from docs_hub.services.proposing import propose


@transaction.atomic
def take_pages_off(*, pages: Iterable[DocPage], actor: User) -> None:
    """Whatever state they are in. Nothing is deleted here before the repository agrees."""
    for page in pages:
        if page.live:
            UnpublishPageAction(page.specific, user=actor).execute(skip_permission_checks=True)
        else:
            note_removal(page=page, actor=actor)


def note_removal(*, page: DocPage, actor: User | None = None) -> None:
    """In the transaction that takes the page off. Idempotent; a page that is being deleted is none of it."""
    is_off = DocPage.objects.filter(pk=page.pk, live=False).exists()
    if not is_off or not concerns_repository(page) or _is_noted(page):
        return
    source = page.doc_source
    DocEdit.objects.create(
        page=page, path=join(source.docs_prefix if source else "", page.source_path), base_sha=page.blob_sha,
        is_removal=True, writers=[actor.pk] if actor else [], removed=count_changes(page.source, "")[1],
    )  # fmt: skip


def _is_noted(page: DocPage) -> bool:
    known = open_removals().filter(page=page)
    return known.filter(proposal=None).exists() or known.filter(proposal__state__in=Proposal.LIVE).exists()


@transaction.atomic
def take_up_removal(*, page_id: int) -> DocEdit | None:
    """Propose it. Idempotent; None where there is nothing new. Holds the page for as long as it takes."""
    DocPage.objects.select_for_update(of=("self",)).filter(pk=page_id).first()
    edit = due_removals().filter(page=page_id).select_related("page").last()
    if edit is None:
        return None
    page = DocPage.objects.select_related("doc_source", "latest_revision").get(pk=page_id)
    edit.writers = edit.writers or _taken_off_by(page)
    edit.is_rolled_back = not edit.writers  # nobody's doing: nothing is asked of the repository
    edit.save(update_fields=["writers", "is_rolled_back"])
    if edit.writers:
        propose(edit=edit, page=page)
    return edit


def _taken_off_by(page: DocPage) -> list[int]:
    """As Wagtail's log says; where it was to go by itself at some hour, whoever wrote that down."""
    told = PageLogEntry.objects.filter(page_id=page.pk, action__startswith="wagtail.unpublish").order_by("-pk")
    user = told.values_list("user_id", flat=True).first() or (page.latest_revision and page.latest_revision.user_id)
    return [user] if user else []


def call_off_removal(*, page: DocPage) -> list[DocEdit]:
    """The page is published again; returns what was called off. In the caller's transaction."""
    found = list(open_removals().filter(page=page).select_related("proposal"))
    DocEdit.objects.filter(pk__in=[edit.pk for edit in found]).update(is_rolled_back=True)
    return found


def agree_on_removals(*, edits: Iterable[DocEdit]) -> None:
    """The repository has removed the files: whoever publishes such a page again makes a new file.

    That a person took the page off is still remembered, so that no import shows it again.
    """
    gone = [edit.page_id for edit in edits if edit.is_removal and not edit.is_rolled_back]
    DocPage.objects.filter(pk__in=gone, live=False).update(blob_sha="", upstream_sha="")
