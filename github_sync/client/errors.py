"""What can go wrong with GitHub, in one line for the person who started the sync."""

from collections.abc import Iterable
from typing import Any

from common.errors import MainstayError


class GitHubError(MainstayError):
    """GitHub did not give what was asked for."""


class GitHubCredentialError(GitHubError):
    """The token or App is refused."""


class GitHubRefusedError(GitHubError):
    """GitHub understood and will not: `said` is its own message and `faults` its list of what is wrong.

    `moved_to` is where it is now, with status 301.
    """

    def __init__(
        self, message: str, *, status: int = 404, said: str = "", faults: Iterable[Any] = (), moved_to: str = ""
    ) -> None:
        super().__init__(message)
        self.status, self.said, self.faults, self.moved_to = status, said, list(faults), moved_to


class GitHubNotFoundError(GitHubRefusedError):
    """There is no such repository for this credential."""


class GitHubHeavyError(GitHubError):
    """A query was too much for GitHub; a smaller page of the same may work."""


class GitHubLimitError(GitHubError):
    """The rate limit is used up; `wait` is how many seconds for, None where GitHub does not say."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


class GitHubUnreachableError(GitHubError):
    """No answer, or none that can be read; may pass. `is_final` where it was asked for again already."""

    def __init__(self, message: str, *, is_final: bool = True) -> None:
        super().__init__(message)
        self.is_final = is_final


class GitHubMissingListError(GitHubUnreachableError):
    """In the place of a list came nothing: that is no empty list, so nothing may be taken for gone."""
