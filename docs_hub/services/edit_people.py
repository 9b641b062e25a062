"""Who wrote and who reviewed what was published, read from Wagtail's revisions and workflow."""

from dataclasses import dataclass

from wagtail.models import PageLogEntry, Revision, TaskState

from common.models import User
from contributors.queries.people import hidden_users
from docs_hub.domain.proposal_text import Who
from docs_hub.models import DocPage
from github_sync.services.outbox.voices import address_of

AT_ONCE = 50
"""Revisions; each holds the whole text."""


@dataclass(frozen=True)
class EditPeople:
    """Numbers of users; the author first. `publisher` is whoever made it public."""

    writers: list[int]
    reviewers: list[int]
    publisher: int | None


def people_of(*, page: DocPage, revision: Revision, since: int, before: str) -> EditPeople:
    """Of the revisions after number `since`, at which the text was `before`: those who changed it, and who approved."""
    found: dict[int, None] = {}
    rows = page.revisions.filter(pk__gt=since, pk__lte=revision.pk).order_by("pk").only("content", "user_id")
    text = before
    for one in rows.iterator(chunk_size=AT_ONCE):
        if one.user_id is not None and one.content.get("source", "") != text:
            found[one.user_id] = None
        text = one.content.get("source", "")
    if not found and revision.user_id is not None:
        found[revision.user_id] = None
    publisher = _publisher(page, revision) or revision.user_id
    approved = TaskState.objects.filter(revision=revision, status=TaskState.STATUS_APPROVED).order_by("pk")
    said_yes = [pk for pk in approved.values_list("finished_by_id", flat=True) if pk is not None]
    reviewers = dict.fromkeys([*said_yes, *([publisher] if publisher else [])])
    return EditPeople(list(found), [pk for pk in reviewers if pk not in found], publisher)


def _publisher(page: DocPage, revision: Revision) -> int | None:
    told = PageLogEntry.objects.filter(page_id=page.pk, revision=revision, action__startswith="wagtail.publish")
    return told.order_by("-pk").values_list("user_id", flat=True).first()


def named(user_ids: list[int]) -> list[Who]:
    """In this order, with the address that each has on GitHub or verified here. Accounts that went are left out, and
    so is who does not want to be named."""
    users = User.objects.in_bulk(user_ids)
    hidden = hidden_users(user_ids)
    return [Who(name_of(users[pk]), address_of(pk)) for pk in user_ids if pk in users and pk not in hidden]


def name_of(user: User) -> str:
    return user.get_full_name() or user.get_username()
