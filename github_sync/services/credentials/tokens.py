"""Connects the site by a person's token."""

from django.conf import settings
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from common.errors import InvalidInputError
from common.models import User
from github_sync.client.access import TokenAccess
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubCredentialError
from github_sync.client.identity import TokenIdentity, token_identity
from github_sync.models import Credential
from github_sync.services.credentials.stored import store

LONGEST = 500


@sensitive_variables()
def connect_with_token(*, token: str, actor: User | None) -> Credential:
    """Ask GitHub whose it is and what it may do, then use it from now on; the former one stays where GitHub refuses.

    Raises InvalidInputError for what is no token, GitHubError for what GitHub says.
    """
    identity = check_token(token)
    found = Credential.objects.filter(kind=Credential.Kind.TOKEN).first() or Credential(kind=Credential.Kind.TOKEN)
    return store(
        credential=found,
        secrets={"token": token.strip()},
        actor=actor,
        login=identity.login,
        scopes=identity.scopes,
        expires_at=identity.expires_at,
        checked_at=timezone.now(),
    )


@sensitive_variables()
def check_token(token: str) -> TokenIdentity:
    """Whose it is and what it may do; raises InvalidInputError, GitHubError."""
    text = token.strip()
    if not text or len(text) > LONGEST or not text.isascii() or any(c.isspace() for c in text):
        raise InvalidInputError("That is no token. Copy it whole from GitHub; it begins with ghp_ or github_pat_.")
    try:
        return token_identity(GitHubClient(access=TokenAccess(text)))
    except GitHubCredentialError as error:
        raise GitHubCredentialError(
            f"GitHub at {settings.GITHUB_WEB_URL} does not know this token: it is mistyped, expired or revoked."
        ) from error
