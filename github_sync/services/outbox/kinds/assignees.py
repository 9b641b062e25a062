"""Who is assigned; where GitHub does not take somebody, a comment says it instead, if there is one to say."""

from github_sync.client import writing
from github_sync.client.errors import GitHubRefusedError
from github_sync.domain.refusals import Refusal
from github_sync.services.outbox.kinds import comments
from github_sync.services.outbox.work import Answer, RefusedError, Request, Work, request


def assign(work: Work) -> Answer:
    named = _accounts_now(work, work.action.payload.get("accounts"))
    wanted = list(named) if named is not None else work.action.payload["logins"]
    has_comment = bool(work.action.payload.get("body"))
    work.still_mine()
    try:
        assigned = writing.assign(work.client, work.full_name, work.number, wanted) if wanted else []
    except GitHubRefusedError as error:
        if not has_comment or error.status not in {403, 422} or "archived" in error.said.lower():
            raise
        assigned = []
    taken = {login.lower() for login in assigned}
    left = [login for login in wanted if login.lower() not in taken] or (
        [] if wanted else work.action.payload["logins"]
    )
    done = [login for login in wanted if login.lower() in taken]
    if left and not has_comment:
        raise RefusedError(_not_assignable(left, done, work.full_name))
    accounts = {"accounts": [named[login] for login in done]} if named is not None else {}
    return {"assigned": done, "not_assigned": left, **accounts, **(comments.comment(work) if left else {})}


def unassign(work: Work) -> Answer:
    """After an `assign` it takes back what that did: those it assigned, or what it said."""
    told = work.action.needs
    wanted = told.answer.get("assigned", []) if told else work.action.payload["logins"]
    named = _accounts_now(work, told.answer.get("accounts")) if told else None
    wanted = list(named) if named is not None else wanted
    answer: Answer = {"unassigned": wanted}
    if wanted:
        work.still_mine()
        writing.unassign(work.client, work.full_name, work.number, wanted)
    if told and told.answer.get("not_assigned") and work.action.payload.get("body"):
        answer |= comments.comment(work)
    return answer


def _accounts_now(work: Work, numbers: list[int] | None) -> dict[str, int] | None:
    """Present login and number of each account, as GitHub says at this moment; who is gone is left out.

    None where the action names logins alone.
    """
    if not numbers:
        return None
    found = {number: writing.login_of(work.client, number) for number in numbers}
    return {login: number for number, login in found.items() if login}


def preview_assign(work: Work) -> list[Request]:
    return [request("POST", _path(work), {"assignees": work.action.payload["logins"]})]


def preview_unassign(work: Work) -> list[Request]:
    return [request("DELETE", _path(work), {"assignees": work.action.payload["logins"]})]


def _path(work: Work) -> str:
    return f"/repos/{work.full_name}/issues/{work.action.number}/assignees"


def _not_assignable(left: list[str], done: list[str], full_name: str) -> Refusal:
    rest = f" {', '.join(done)} was assigned." if done else ""
    return Refusal(
        "not_assignable",
        f"GitHub does not let {', '.join(left)} be assigned in {full_name}.{rest}",
        "Only people who belong to the repository, or who wrote under the issue, can be. Ask them to comment there"
        " first, then retry.",
    )
