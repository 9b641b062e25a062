"""With which client of GitHub's people sign in here: the environment's, or the App's that was connected."""

from dataclasses import dataclass, field

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from common.vault import VaultError
from github_sync.models import Credential
from github_sync.services.credentials.stored import secrets_of


@dataclass(frozen=True)
class OAuthClient:
    client_id: str
    secret: str = field(repr=False)
    is_app: bool = False


@sensitive_variables()
def oauth_client() -> OAuthClient | None:
    """None where sign-in with GitHub is not set up."""
    if settings.GITHUB_OAUTH_CLIENT_ID:
        return OAuthClient(settings.GITHUB_OAUTH_CLIENT_ID, settings.GITHUB_OAUTH_CLIENT_SECRET)
    return app_oauth_client()


@sensitive_variables()
def app_oauth_client() -> OAuthClient | None:
    """Of the App in use; None where there is none, or its secret cannot be opened."""
    found = Credential.objects.filter(kind=Credential.Kind.APP, is_active=True).exclude(client_id="").first()
    if found is None:
        return None
    try:
        secret = secrets_of(found).get("client_secret", "")
    except VaultError:
        return None
    return OAuthClient(found.client_id, secret, is_app=True) if secret else None
