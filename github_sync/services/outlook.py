"""What the site would hold if it followed some repositories, asked of GitHub for somebody who is about to choose."""

from github_sync.client import outlook
from github_sync.client.errors import GitHubNotFoundError
from github_sync.client.identity import VisibleRepository, visible_repository
from github_sync.client.outlook import IssueOutlook, LabelOutlook, RepositoryLabels
from github_sync.domain.names import is_full_name
from github_sync.services.connection import open_client

__all__ = ["IssueOutlook", "LabelOutlook", "RepositoryLabels", "VisibleRepository"]


def labels_in_sight(*, full_names: list[str]) -> list[RepositoryLabels]:
    """Raises GitHubError, VaultError."""
    return outlook.labels_of(open_client(is_personal=True), full_names)


def issues_in_sight(*, full_names: list[str], labels: list[str], most: int) -> tuple[int, list[IssueOutlook]]:
    """How many open issues of public repositories carry one of `labels`, and the `most` of them that changed last.

    Raises GitHubError, VaultError.
    """
    return outlook.issues_with(open_client(is_personal=True), full_names, labels, most)


def repository_in_sight(*, full_name: str) -> VisibleRepository:
    """Raises GitHubNotFoundError for what GitHub does not show and for what is no name, GitHubError, VaultError."""
    name = full_name.strip()
    if not is_full_name(name):
        raise GitHubNotFoundError(f"“{name[:100]}” is no repository’s name. Write it as OWNER/NAME.")
    return visible_repository(open_client(is_personal=True), name)
