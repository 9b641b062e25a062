"""Asking people for a review: whoever is asked already, or has answered since, is not asked again."""

from datetime import datetime, timedelta

from github_sync.client import pull_writing
from github_sync.domain.refusals import Refusal
from github_sync.services.outbox.work import Answer, RefusedError, Request, Work, request

SECONDS_LOST = timedelta(seconds=5)
"""How exactly GitHub's clock is known: its answers name whole seconds."""


def ask(work: Work) -> Answer:
    wanted = work.action.payload["logins"]
    pull, asked = pull_writing.reviewers_of(work.client, work.full_name, work.number)
    asked |= _answered(work)
    left = _without(wanted, asked)
    if left:
        work.still_mine()
        pull = pull_writing.request_review(work.client, work.full_name, work.number, left)
        asked |= pull_writing.asked_in(pull)
    if refused := _without(left, asked):
        raise RefusedError(
            Refusal("reviewer", f"GitHub did not ask {', '.join(refused)} for a review.", "Choose somebody else.")
        )
    return {"reviewers": wanted, "url": pull.get("html_url"), "number": pull.get("number")}


def preview(work: Work) -> list[Request]:
    path = f"/repos/{work.full_name}/pulls/{work.action.number or '(new)'}/requested_reviewers"
    return [request("POST", path, {"reviewers": work.action.payload["logins"]})]


def _answered(work: Work) -> set[str]:
    """Who reviewed it since an attempt whose answer was lost: GitHub then waits for them no more."""
    if not work.action.is_uncertain:
        return set()
    return pull_writing.reviewed_since(work.client, work.full_name, work.number, _asked_at(work))


def _asked_at(work: Work) -> datetime:
    """By GitHub's clock, so that a review from before is not taken for the answer."""
    return work.action.created_at + timedelta(seconds=work.client.clock_ahead) - SECONDS_LOST


def _without(logins: list[str], known: set[str]) -> list[str]:
    return [login for login in logins if login.lower() not in known]
