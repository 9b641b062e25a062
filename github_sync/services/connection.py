"""The conversations with GitHub that this site holds, with the allowance of each credential shared by all workers."""

from dataclasses import replace

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from common.vault import VaultError
from github_sync.client.access import Access, AppAccess, TokenAccess, access_from_settings, fingerprint
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubCredentialError
from github_sync.models import Credential
from github_sync.services.budget import SharedBudget
from github_sync.services.credentials.grants import usable_token
from github_sync.services.credentials.stored import secrets_of


@sensitive_variables()
def open_client(*, is_personal: bool = False) -> GitHubClient:
    """For the site's own credential; raises GitHubError where it cannot be used or opened.
    `is_personal`: for what a person does now, which may use what the sync leaves."""
    return _client(site_access(), is_personal=is_personal)


@sensitive_variables()
def open_client_of(user_id: int) -> GitHubClient | None:
    """As a person who lets the site act as them; None for all others. Raises GitHubError where GitHub does not renew
    their token."""
    token = usable_token(user_id=user_id)
    return _client(TokenAccess(token), is_personal=True) if token else None


def open_app_client() -> GitHubClient | None:
    """As the App itself, which alone sees its own webhook and installations; None where the site has no App."""
    access = site_access()
    return _client(replace(access, installation_id="")) if isinstance(access, AppAccess) else None


def acts_as_app() -> bool:
    return isinstance(site_access(), AppAccess)


@sensitive_variables()
def site_access() -> Access:
    """What was entered in the browser, else what the environment says; raises GitHubCredentialError."""
    stored = Credential.objects.filter(is_active=True).first()
    if stored is None:
        return access_from_settings()
    try:
        secrets = secrets_of(stored)
    except VaultError as error:
        raise GitHubCredentialError(str(error)) from error
    if stored.kind == Credential.Kind.TOKEN:
        return TokenAccess(secrets["token"])
    return AppAccess(stored.app_id, secrets["private_key"], stored.installation_id)


def _client(access: Access, *, is_personal: bool = False) -> GitHubClient:
    keeper = SharedBudget(fingerprint(access, settings.GITHUB_API_URL), is_personal=is_personal)
    return GitHubClient(access=access, keeper=keeper)
