"""A comment, found again by its mark, and the change of one."""

from datetime import timedelta
from typing import Any

from github_sync.client import writing
from github_sync.domain.refusals import NOT_AS_YOU, Refusal
from github_sync.services.outbox.work import Answer, RefusedError, Request, Work, request

CLOCKS_APART = timedelta(days=1)
"""How far this machine's clock may be from GitHub's without a comment being missed."""


def comment(work: Work) -> Answer:
    if work.action.is_uncertain:
        since = work.action.created_at - CLOCKS_APART
        found = writing.find_comment(work.client, work.full_name, work.number, work.action.marker, since)
        if found is not None:
            return told(found)
    work.still_mine()
    return told(writing.add_comment(work.client, work.full_name, work.number, work.marked(work.text())))


def edit(work: Work) -> Answer:
    """The mark of the comment stays, so that it can still be found."""
    original = work.action.needs
    if original is None or not original.answer.get("id"):
        raise RefusedError(Refusal("needs", "The comment that this changes is not known any more.", "Write a new one."))
    if original.acted_as.startswith("person:") and not work.voice.is_person:
        raise RefusedError(NOT_AS_YOU)
    work.still_mine()
    body = work.marked(work.text(), original.marker)
    return told(writing.edit_comment(work.client, work.full_name, int(original.answer["id"]), body))


def preview_comment(work: Work) -> list[Request]:
    path = f"/repos/{work.full_name}/issues/{work.action.number or '(new)'}/comments"
    return [request("POST", path, {"body": work.marked(work.text())})]


def preview_edit(work: Work) -> list[Request]:
    needs = work.action.needs
    path = f"/repos/{work.full_name}/issues/comments/{needs.answer.get('id', '(new)') if needs else '(new)'}"
    return [request("PATCH", path, {"body": work.marked(work.text(), needs.marker if needs else "")})]


def told(found: dict[str, Any]) -> Answer:
    author = (found.get("user") or {}).get("login")
    return {
        "id": found.get("id"), "url": found.get("html_url"), "author": author, "changed_at": found.get("updated_at"),
    }  # fmt: skip
