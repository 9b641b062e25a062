"""Sends edits back to the repository: a branch, a commit for each edit, a pull request, all through the outbox."""

from base64 import b64encode
from datetime import timedelta
from posixpath import join
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from common import audit, page_cache
from common.errors import MainstayError
from common.models import User
from docs_hub.domain.proposal_text import branch_of, commit_message, pull_body, title_of, trailers
from docs_hub.models import DocConflict, DocEdit, DocPage, DocSource, Proposal
from docs_hub.queries.pending import pending_files_of
from docs_hub.services.edit_people import name_of, named
from docs_hub.services.replacing import mark_replaced
from github_sync.queries.outbox import outcomes_of
from github_sync.queries.pulls import default_branch_of
from github_sync.services.outbox import proposing as outbox
from github_sync.services.outbox.enqueuing import By, action_of
from github_sync.services.outbox.proposing import FileChange

State = Proposal.State
GATHERED = timedelta(minutes=10)
"""For that long one writer's edits of several pages of a source become one pull request."""


def propose(*, edit: DocEdit, page: DocPage) -> Proposal | None:
    """In the caller's transaction. A page whose edit is under way gets a further commit; None where edits stay here.

    What the outbox does not take is written on the proposal, which then can be sent again.
    """
    source = page.doc_source
    if source is None or source.writing != "github" or not source.repository:
        return None
    earlier = _earlier(page)
    is_only_there = edit.is_removal and not page.blob_sha  # there is nothing to remove but on its own branch
    if earlier is not None and (earlier.base_sha == page.blob_sha or is_only_there):
        proposal = earlier.proposal
    else:
        proposal = _fresh(source, edit, page, earlier.proposal if earlier is not None else None)
    DocEdit.objects.filter(pk=edit.pk).update(proposal=proposal)
    edit.proposal = proposal
    send(proposal=proposal)
    page_cache.clear_on_commit()
    return proposal


def propose_anew(*, edit: DocEdit, page: DocPage) -> None:
    """The same text, on what the repository has by now: on a fresh branch where it goes there. In the caller's
    transaction."""
    source, old = page.doc_source, edit.proposal
    DocEdit.objects.filter(pk=edit.pk).update(base_sha=page.blob_sha, action_id=None)
    edit.base_sha, edit.action_id = page.blob_sha, None
    if source is None or source.writing != "github" or not source.repository:
        return
    edit.proposal = proposal = _fresh(source, edit, page, old)
    DocEdit.objects.filter(pk=edit.pk).update(proposal=proposal)
    send(proposal=proposal)
    page_cache.clear_on_commit()


def send(*, proposal: Proposal) -> None:
    """Put into the outbox what is not there yet; idempotent. Never raises for what hinders it."""
    try:
        with transaction.atomic():
            Proposal.objects.select_for_update().filter(pk=proposal.pk).first()
            proposal.refresh_from_db()
            _send(proposal)
    except MainstayError as error:
        Proposal.objects.filter(pk=proposal.pk).update(state=State.FAILED, note=str(error))
        proposal.refresh_from_db()


def _earlier(page: DocPage) -> Any:
    """The last edit of this page that is under way. Its branch goes on where it still stands on the page's base; until
    the edit is in it nobody replaces its proposal.
    """
    earlier = DocEdit.objects.filter(page=page, proposal__state__in=Proposal.LIVE).select_for_update(of=("proposal",))
    return earlier.select_related("proposal").last()


def _fresh(source: DocSource, edit: DocEdit, page: DocPage, old: Proposal | None) -> Proposal:
    """One of what the repository has now, in the place of `old`, whose writers of this page it names, too."""
    if old is not None:
        mark_replaced(proposal=old)
        before = old.edits.filter(page=page, is_rolled_back=False).values_list("writers", flat=True)
        edit.writers = list(dict.fromkeys([*edit.writers, *(pk for writers in before for pk in writers)]))
        DocEdit.objects.filter(pk=edit.pk).update(writers=edit.writers)
    proposal = _gathering(source, edit, old) or _new(source, edit, page)
    if old is not None:
        _take_along(old, proposal, page)
    return proposal


def _take_along(old: Proposal, new: Proposal, page: DocPage) -> None:
    """Edits of other pages go along as they stand on what the repository has; one that does not waits for a person."""
    Proposal.objects.filter(pk=old.pk).update(replaced_by=new)
    undecided = DocConflict.objects.filter(page=OuterRef("page"), resolved_at=None)
    others = old.edits.exclude(page=page).filter(~Exists(undecided), is_rolled_back=False)
    current = others.filter(base_sha=F("page__blob_sha"), page__blob_sha=F("page__upstream_sha"))
    current.update(proposal=new, action_id=None)


def _gathering(source: DocSource, edit: DocEdit, old: Proposal | None) -> Proposal | None:
    """The writer's own, begun a moment ago on the same commit. Of two pages of one file, as links make them, each has
    its own: neither text has in it what the other changed.
    """
    paths = {edit.path, *(old.edits.values_list("path", flat=True) if old is not None else ())}
    same_file = DocEdit.objects.filter(proposal=OuterRef("pk"), path__in=paths).exclude(page=edit.page_id)
    recent = Proposal.objects.filter(
        ~Exists(same_file), source=source, writer_id=edit.writers[0], state__in=[State.WAITING, State.OPEN],
        base_commit=source.last_commit, created_at__gte=timezone.now() - GATHERED,
    )  # fmt: skip
    return recent.first()


def _new(source: DocSource, edit: DocEdit, page: DocPage) -> Proposal:
    writer = User.objects.filter(pk=edit.writers[0]).first()
    title = _title(edit, page)
    proposal = Proposal.objects.create(
        source=source, repository=source.repository, title=title, branch=branch_of(title, uuid4().hex[:8]),
        base_branch=source.ref or default_branch_of(source.repository), base_commit=source.last_commit, writer=writer,
        writer_name=name_of(writer) if writer else "",
    )  # fmt: skip
    audit.record(actor=writer, action="docs_hub.propose", subject=f"proposal:{proposal.pk}")
    return proposal


def _send(proposal: Proposal) -> None:
    edits = list(proposal.edits.filter(action_id=None, is_rolled_back=False).select_related("page").order_by("pk"))
    if not edits or not proposal.is_live:
        return
    repository, branch = proposal.repository, proposal.branch
    before = None
    if not proposal.actions:
        before = outbox.create_branch(
            by=_by(edits[0], "A branch for an edit"), repository=repository, branch=branch, base=proposal.base_branch,
            base_sha=proposal.base_commit,
        )  # fmt: skip
        proposal.actions.append(before.pk)
    for edit in edits:
        before = _commit(proposal, edit, before)
        proposal.actions.append(before.pk)
    _tell_pull(proposal, before)
    proposal.state, proposal.note = (State.WAITING if proposal.number is None else State.OPEN), ""
    proposal.save()


def _commit(proposal: Proposal, edit: DocEdit, needs: Any) -> Any:
    page = edit.page
    message = commit_message(
        _title(edit, page), url=_address(page), site=settings.SITE_NAME,
        trailers=trailers(named(edit.writers), named(edit.reviewers)), is_removal=edit.is_removal,
        note=edit.note,
    )  # fmt: skip
    made = outbox.commit_files(
        by=_by(edit, "An edit of the documentation"), repository=proposal.repository, branch=proposal.branch,
        message=message, files=_files(proposal, edit), base_sha=_stands_on(proposal, edit), needs=needs,
    )  # fmt: skip
    DocEdit.objects.filter(pk=edit.pk).update(action_id=made.pk)
    return made


def _title(edit: DocEdit, page: DocPage) -> str:
    return title_of([page.title], is_new=not edit.base_sha, is_removal=edit.is_removal)


def _files(proposal: Proposal, edit: DocEdit) -> list[FileChange]:
    """What the commit of an edit changes."""
    moved_from = _moved_from(proposal, edit)
    if edit.is_removal:
        return [FileChange(path, is_removed=True) for path in (edit.path, moved_from) if path]
    return [FileChange(edit.path, text=edit.text, moved_from=moved_from), *_added_files(proposal.source, edit.page)]


def _added_files(source: DocSource, page: DocPage) -> list[FileChange]:
    """What the page shows and the repository lacks, else its text would lead nowhere there."""
    return [
        FileChange(join(source.docs_prefix, file.path), base64=b64encode(file.content).decode())
        for file in pending_files_of(page)
    ]


def _moved_from(proposal: Proposal, edit: DocEdit) -> str:
    """The page's file has another name by now than on the branch. What became a link, or was one, did not move: both
    names stay.
    """
    earlier = proposal.edits.filter(page=edit.page_id, pk__lt=edit.pk).last()
    if earlier is None or earlier.path == edit.path or _is_there(proposal.source, earlier.path):
        return ""
    return earlier.path


def _is_there(source: DocSource, path: str) -> bool:
    below = path.removeprefix(f"{source.docs_prefix}/") if source.docs_prefix else path
    return source.own_pages().filter(source_path=below).exists()


def _stands_on(proposal: Proposal, edit: DocEdit) -> str:
    """The commit after which nobody else may have changed the file: the last of this page's own on the branch."""
    earlier = proposal.edits.filter(page=edit.page_id, pk__lt=edit.pk).exclude(action_id=None).last()
    if earlier is None or earlier.action_id is None:
        return proposal.base_commit
    done = outcomes_of([earlier.action_id]).get(earlier.action_id)
    return done.sha if done is not None else ""


def _tell_pull(proposal: Proposal, needs: Any) -> None:
    """Open the pull request, or have its text name all that is in it by now."""
    edits = list(proposal.edits.filter(is_rolled_back=False).select_related("page").order_by("pk"))
    last = {edit.page_id: edit for edit in edits}
    gone = [edit for edit in last.values() if edit.is_removal]
    titles = [edit.page.title for edit in last.values()]
    proposal.title = title_of(titles, is_new=not edits[0].base_sha, is_removal=len(gone) == len(last))
    writers = named(list(dict.fromkeys(pk for edit in edits for pk in edit.writers)))
    reviewers = named(list(dict.fromkeys(pk for edit in edits for pk in edit.reviewers)))
    staying = [edit for edit in edits if not last[edit.page_id].is_removal]
    lines = [(edit.page.title, _address(edit.page), edit.added, edit.removed, edit.note) for edit in staying]
    paths = [(edit.page.title, edit.path) for edit in gone]
    body = pull_body(lines, site=settings.SITE_NAME, writers=writers, gone=paths)
    named_at_end = trailers(writers, [who for who in reviewers if who not in writers])
    by, repository = _by(edits[-1], "An edit of the documentation"), proposal.repository
    opened = _opening(proposal)
    if opened is None and proposal.number is None:
        made = outbox.open_pull_request(
            by=by, repository=repository, branch=proposal.branch, base=proposal.base_branch, title=proposal.title,
            body=body, trailers=named_at_end, needs=needs,
        )  # fmt: skip
    else:
        made = outbox.update_pull_request(
            by=by, repository=repository, number=proposal.number, title=proposal.title, body=body,
            trailers=named_at_end, needs=None if proposal.number else opened,
        )  # fmt: skip
    proposal.actions.append(made.pk)


def _opening(proposal: Proposal) -> Any:
    """The action that opens the pull request, where it is in the outbox already."""
    done = outcomes_of(proposal.actions)
    found = next((one for one in done.values() if one.kind == "open_pull"), None)
    return action_of(found.id) if found is not None else None


def _by(edit: DocEdit, reason: str) -> By:
    """The site does it, for the writer; whoever approved it is who acted, and never passes for the writer."""
    users = User.objects.in_bulk([*edit.reviewers[:1], *edit.writers[:1]])
    writer = users.get(edit.writers[0])
    actor = users.get(edit.reviewers[0]) if edit.reviewers else writer
    return By((actor or writer) if writer else None, reason, person=writer, is_by_site=True)


def _address(page: DocPage) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{page.url}"
