"""The repositories that the site could follow."""

from github_sync.client.identity import VisibleRepository, visible_repositories
from github_sync.services.connection import acts_as_app, open_client


def repositories_in_sight(*, owner: str = "") -> list[VisibleRepository]:
    """What the credential in use has a part in, or the public ones of `owner`, the latest pushed first.

    Asks GitHub; raises GitHubError, VaultError.
    """
    return visible_repositories(open_client(is_personal=True), owner=owner, as_app=acts_as_app())
