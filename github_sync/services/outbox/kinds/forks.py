"""A fork for the branches of who may read a repository and not write to it."""

from github_sync.client import forking, git_writing
from github_sync.client.errors import GitHubRefusedError, GitHubUnreachableError
from github_sync.services.outbox.work import Work


def is_needed(work: Work, error: GitHubRefusedError) -> bool:
    """An App may fork only into accounts that installed it, so that it is given access to the repository instead."""
    is_refused = error.status in {403, 404} and work.voice.acted_as != "app" and work.home == work.full_name
    return is_refused and not forking.may_push(work.client, work.full_name)


def make(work: Work) -> None:
    """Or find; what was made is kept, so that the next attempt goes on in it."""
    work.still_mine()
    work.keep(fork=forking.fork(work.client, work.full_name)["full_name"])


def check_ready(work: Work) -> None:
    """GitHub answers at once and copies afterwards; raises GitHubUnreachableError until that is done."""
    if work.home == work.full_name or work.action.repository is None:
        return
    if git_writing.head_of(work.client, work.home, work.action.repository.default_branch) is None:
        raise GitHubUnreachableError(f"GitHub is still making the fork {work.home}. It is tried again.")
