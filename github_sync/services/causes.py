"""Which cause an error stands for."""

from common.errors import ConflictError
from common.vault import VaultError
from github_sync.client.errors import (
    GitHubCredentialError,
    GitHubError,
    GitHubLimitError,
    GitHubNotFoundError,
    GitHubUnreachableError,
)
from github_sync.domain.failures import Cause
from github_sync.services.lease import PausedError

BY_ERROR: tuple[tuple[type[BaseException], Cause], ...] = (
    (PausedError, Cause.PAUSED),
    (GitHubCredentialError, Cause.CREDENTIAL),
    (VaultError, Cause.CREDENTIAL),
    (GitHubLimitError, Cause.LIMIT),
    (GitHubNotFoundError, Cause.NOT_FOUND),
    (GitHubError, Cause.REFUSED),
    (ConflictError, Cause.CONFLICT),
    (Exception, Cause.OTHER),
)


def cause_of(error: BaseException) -> Cause:
    """By the error's class; what is no `Exception` ended the process."""
    if isinstance(error, GitHubUnreachableError):
        return Cause.UNREACHABLE if error.is_final else Cause.UNREADABLE
    return next((cause for kind, cause in BY_ERROR if isinstance(error, kind)), Cause.CUT_OFF)
