"""A branch: one that is there at the same commit, or further on from it, is the one that was wanted.

Who may not write to the repository has it in a fork, where all that follows on the branch goes, too.
"""

from github_sync.client import git_writing
from github_sync.client.errors import GitHubRefusedError
from github_sync.domain.refusals import Refusal
from github_sync.services.outbox.kinds import forks
from github_sync.services.outbox.work import Answer, RefusedError, Request, Work, request


def create(work: Work) -> Answer:
    branch, start = work.action.branch, _start(work)
    if work.action.is_uncertain and (found := _if_there(work, start)):
        return found
    forks.check_ready(work)
    work.still_mine()
    try:
        git_writing.create_branch(work.client, work.home, branch, start)
    except GitHubRefusedError as error:
        if "already exists" in error.said.lower() and (found := _if_there(work, start)):
            return found
        if forks.is_needed(work, error):
            forks.make(work)
            return create(work)
        raise
    return _told(work, start)


def preview(work: Work) -> list[Request]:
    payload = work.action.payload
    at = payload["sha"] or f"(where {payload['base'] or 'the default branch'} is)"
    path = f"/repos/{work.full_name}/git/refs"
    return [request("POST", path, {"ref": f"refs/heads/{work.action.branch}", "sha": at})]


def _start(work: Work) -> str:
    """Kept at the first attempt, so that a retry asks for the same."""
    payload, kept = work.action.payload, work.action.progress.get("sha")
    if kept or payload["sha"]:
        return str(kept or payload["sha"])
    base = payload["base"] or (work.action.repository.default_branch if work.action.repository else "main")
    sha = git_writing.head_of(work.client, work.full_name, base)
    if sha is None:
        raise RefusedError(
            Refusal("base", f"{work.full_name} has no branch {base}.", "Ask an operator which branch it is.")
        )
    work.keep(sha=sha)
    return sha


def _if_there(work: Work, start: str) -> Answer | None:
    """Without a mark of its own only the commit tells; a branch that stands elsewhere is somebody else's."""
    head = git_writing.head_of(work.client, work.home, work.action.branch)
    is_ours = head == start or (
        head is not None and work.action.is_uncertain and git_writing.contains(work.client, work.home, head, start)
    )
    return _told(work, head or start) if is_ours else None


def _told(work: Work, sha: str) -> Answer:
    fork = {"fork": work.home} if work.home != work.full_name else {}
    return {"branch": work.action.branch, "sha": sha, **fork}
