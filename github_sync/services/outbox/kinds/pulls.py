"""Pull requests: opened once, found again by their mark, and changed."""

from typing import Any

from django.conf import settings

from github_sync.client import pull_writing
from github_sync.client.errors import GitHubRefusedError
from github_sync.domain.outbox import signed
from github_sync.services.outbox.voices import name_of
from github_sync.services.outbox.work import Answer, Request, Work, request


def open_one(work: Work) -> Answer:
    if work.action.is_uncertain and (found := _ours(work, is_open=False)):
        return _told(found)
    work.still_mine()
    try:
        return _told(pull_writing.open_pull(work.client, work.full_name, _new(work)))
    except GitHubRefusedError as error:
        is_there = any("already exists" in str(fault).lower() for fault in [error.said, *error.faults])
        if is_there and (found := _ours(work, is_open=True)):
            return {**_told(found), "was_there": True}
        raise


def update(work: Work) -> Answer:
    work.still_mine()
    return _told(pull_writing.update_pull(work.client, work.full_name, work.number, _change(work)))


def preview_open(work: Work) -> list[Request]:
    return [request("POST", f"/repos/{work.full_name}/pulls", _new(work))]


def preview_update(work: Work) -> list[Request]:
    return [request("PATCH", f"/repos/{work.full_name}/pulls/{work.action.number or '(new)'}", _change(work))]


def _ours(work: Work, *, is_open: bool) -> dict[str, Any] | None:
    """The one with our mark; else, where GitHub says that there is one, the open one into the same branch."""
    found = pull_writing.pulls_of_branch(work.client, work.full_name, _owner(work), work.action.branch)
    for pull in found:
        if work.action.marker in (pull.get("body") or ""):
            return pull
    same = [pull for pull in found if pull["state"] == "open" and pull["base"]["ref"] == work.action.payload["base"]]
    return same[0] if is_open and same else None


def _new(work: Work) -> dict[str, Any]:
    payload = work.action.payload
    return {
        "title": payload["title"],
        "body": _with_trailers(work, work.marked(_body(work))),
        "head": work.action.branch if work.home == work.full_name else f"{_owner(work)}:{work.action.branch}",
        "base": payload["base"],
        "draft": bool(payload.get("is_draft")),
    }


def _owner(work: Work) -> str:
    """Of the repository that its branch lies in."""
    return work.home.partition("/")[0]


def _change(work: Work) -> dict[str, Any]:
    payload, opened = work.action.payload, work.action.needs
    new: dict[str, Any] = {"title": payload["title"]} if "title" in payload else {}
    if "body" in payload:
        new["body"] = _with_trailers(work, work.marked(_body(work), opened.marker if opened else ""))
    return new


def _body(work: Work) -> str:
    body = str(work.action.payload["body"])
    return body if work.voice.is_person else signed(body, name=name_of(work.action), site=settings.SITE_NAME)


def _with_trailers(work: Work, body: str) -> str:
    trailers = work.action.payload.get("trailers") or []
    return "\n\n".join([body, "\n".join(trailers)]) if trailers else body


def _told(pull: dict[str, Any]) -> Answer:
    return {"number": pull["number"], "id": pull.get("id"), "url": pull.get("html_url")}
