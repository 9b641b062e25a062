"""What people say of proposals on GitHub, as comments in Wagtail on the pages that it is about.

Written past the edit form, so that Wagtail mails nobody. The list on the proposal's own screen stays complete.
"""

from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils import timezone
from wagtail.models import Comment, PageLogEntry

from common.models import User
from contributors.queries.people import users_of_accounts
from docs_hub.models import DocEdit, Proposal, SaidOnPage
from github_sync.queries.pulls import Said, said_on

FIELD = "source"
LONGEST = 5000
VOICE = "said-on-github"
"""Whose comments those of people without an account here are; nobody signs in with it."""
OURS = "<!-- mainstay:"


def keep_remarks(*, repository: str, proposals: Iterable[Proposal]) -> None:
    """Each is a comment once, follows what its author makes of it, and is resolved when the pull request ends.

    Idempotent; a few queries, and some more for each proposal of which something new was said.
    """
    live = {proposal.number: proposal for proposal in proposals if proposal.number and proposal.is_live}
    said = said_on(repository, live) if live else {}
    remarks = {number: [one for one in some if _is_remark(one)] for number, some in said.items()}
    known = _known(live.values())
    texts = dict(
        Comment.objects.filter(pk__in=[row.comment for row in known], resolved_at=None).values_list("pk", "text")
    )
    for number, some in remarks.items():
        rows = {row.key: row for row in known if row.proposal_id == live[number].pk}
        if any(_is_news(rows.get(one.key), one, texts) for one in some) or _lost(rows.values(), some):
            _keep(live[number].pk, some)
    _end(repository)


def _is_remark(said: Said) -> bool:
    return bool(said.text.strip()) and not said.is_bot and OURS not in said.text


def _known(proposals: Collection[Proposal]) -> list[SaidOnPage]:
    return list(SaidOnPage.objects.filter(proposal__in=list(proposals))) if proposals else []


def _is_news(row: SaidOnPage | None, said: Said, texts: dict[int, str]) -> bool:
    return row is None or (not row.is_over and texts.get(row.comment) != _text(said))


def _lost(rows: Iterable[SaidOnPage], remarks: list[Said]) -> list[SaidOnPage]:
    """Those that were deleted on GitHub."""
    there = {one.key for one in remarks}
    return [row for row in rows if not row.is_over and row.key not in there]


@transaction.atomic
def _keep(proposal_id: int, remarks: list[Said]) -> None:
    proposal = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal_id)
    edits = list(proposal.edits.order_by("pk"))
    if not edits:
        return
    rows = {row.key: row for row in SaidOnPage.objects.filter(proposal=proposal)}
    comments = Comment.objects.in_bulk([row.comment for row in rows.values()])
    users = users_of_accounts({one.github_id for one in remarks if one.github_id is not None})
    for one in remarks:
        row = rows.get(one.key)
        if row is None:
            page_id = _page_of(one, edits)
            number = _comment(page_id, one, users)
            SaidOnPage.objects.create(proposal=proposal, page_id=page_id, key=one.key, comment=number)
        elif not row.is_over:
            _follow(row, comments.get(row.comment), one, users)
    _resolve(_lost(rows.values(), remarks))


def _page_of(said: Said, edits: list[DocEdit]) -> int:
    """The page of the file that it is about, else the first one."""
    return next((edit.page_id for edit in edits if edit.path == said.path), edits[0].page_id)


def _comment(page_id: int, said: Said, users: dict[int, int]) -> int:
    user_id = users.get(said.github_id or 0) or _voice().pk
    made = Comment(page_id=page_id, user_id=user_id, text=_text(said), contentpath=FIELD)
    made.save()
    return int(made.pk)


def _follow(row: SaidOnPage, comment: Comment | None, said: Said, users: dict[int, int]) -> None:
    """What somebody resolved stays so. One that went with a form that was open before it came is made again."""
    if (comment is not None and comment.resolved_at) or (comment is None and _was_ended(row)):
        SaidOnPage.objects.filter(pk=row.pk).update(is_over=True)
    elif comment is None:
        SaidOnPage.objects.filter(pk=row.pk).update(comment=_comment(row.page_id, said, users))
    elif comment.text != _text(said):
        Comment.objects.filter(pk=comment.pk).update(text=_text(said), updated_at=timezone.now())


def _was_ended(row: SaidOnPage) -> bool:
    """By a person: Wagtail drops resolved comments when the page is published."""
    ends = ["wagtail.comments.resolve", "wagtail.comments.delete"]
    told = PageLogEntry.objects.filter(page=row.page_id, action__in=ends, data__comment__id=row.comment)
    return told.exists()


def _end(repository: str) -> None:
    over = SaidOnPage.objects.filter(proposal__repository__iexact=repository, is_over=False)
    _resolve(list(over.exclude(proposal__state__in=Proposal.LIVE)))


def _resolve(rows: Collection[SaidOnPage]) -> None:
    if not rows:
        return
    comments = Comment.objects.filter(pk__in=[row.comment for row in rows], resolved_at=None)
    comments.update(resolved_at=timezone.now())
    SaidOnPage.objects.filter(pk__in=[row.pk for row in rows]).update(is_over=True)


def _text(said: Said) -> str:
    verdict = {"approved": " approved it", "changes": " asks for changes"}.get(said.verdict, "")
    lines = f" about {said.lines}" if said.lines else ""
    quoted = f"“{said.quoted}”" if said.quoted else ""
    words = said.text.strip()
    words = f"{words[:LONGEST]}…" if len(words) > LONGEST else words
    return "\n\n".join(part for part in (f"{said.who} on GitHub{verdict}{lines}:", quoted, words, said.url) if part)


def _voice() -> User:
    user, is_new = User.objects.get_or_create(
        username=VOICE, defaults={"first_name": "Said on GitHub", "is_active": False}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
