"""What can go wrong with GitHub, in one line for the person who started the sync."""

from common.errors import MainstayError


class GitHubError(MainstayError):
    """GitHub did not give what was asked for."""


class GitHubCredentialError(GitHubError):
    """The token or App is refused."""


class GitHubNotFoundError(GitHubError):
    """There is no such repository for this credential."""


class GitHubLimitError(GitHubError):
    """The rate limit is used up."""


class GitHubUnreachableError(GitHubError):
    """No answer, or none that can be read; may pass."""
