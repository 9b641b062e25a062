"""Connects the site by a GitHub App: made from a manifest in a few clicks, or entered by hand."""

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from common.errors import ConflictError, InvalidInputError
from common.models import User
from github_sync.client.access import AppAccess, TokenAccess, check_private_key
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubCredentialError, GitHubNotFoundError
from github_sync.client.identity import AppIdentity, InstallationIdentity, app_identity, app_of, installations
from github_sync.domain.scopes import APP_EVENTS, APP_PERMISSIONS
from github_sync.models import Credential
from github_sync.services.credentials.stored import secrets_of, store

LONGEST_NAME = 34
CODE = re.compile(r"[A-Za-z0-9_-]{1,100}")


def manifest(*, site_name: str, redirect_url: str, setup_url: str) -> dict[str, Any]:
    """What GitHub is to make an App of; source: GitHub's “Registering a GitHub App from a manifest”."""
    site = settings.SITE_URL
    wanted: dict[str, Any] = {
        "name": f"{site_name[: LONGEST_NAME - 5].strip()} site",
        "url": site,
        "description": f"Keeps {site} in step with GitHub.",
        "redirect_url": redirect_url,
        "setup_url": setup_url,
        "callback_urls": [f"{site}{reverse('github_callback')}"],
        "public": False,
        "default_permissions": APP_PERMISSIONS,
        "default_events": list(APP_EVENTS),
    }
    if webhooks_can_reach():
        wanted["hook_attributes"] = {"url": f"{site}{reverse('github_sync:webhooks')}", "active": True}
    return wanted


def webhooks_can_reach() -> bool:
    """GitHub refuses an App whose webhook leads to a machine that only itself can reach."""
    return not is_loopback(settings.SITE_URL) or is_loopback(settings.GITHUB_WEB_URL)


def is_loopback(address: str) -> bool:
    host = urlsplit(address).hostname or ""
    return host in {"localhost", "::1"} or host.startswith("127.")


@sensitive_variables()
def take_app(*, code: str, actor: User | None) -> Credential:
    """Change the code that GitHub sent along for the App and its secrets, which GitHub gives only once.

    The App waits beside what is in use until it is installed somewhere. Raises InvalidInputError, GitHubError.
    """
    if not CODE.fullmatch(code):
        raise InvalidInputError("GitHub sent no usable code. Start again.")
    try:
        node = GitHubClient(access=TokenAccess("")).post(f"/app-manifests/{code}/conversions")
    except GitHubNotFoundError as error:
        raise ConflictError(
            "GitHub does not know this code any more; it holds for an hour and once. Start again."
        ) from error
    secrets = {
        "private_key": str(node["pem"]),
        "client_secret": str(node.get("client_secret") or ""),
        "webhook_secret": str(node.get("webhook_secret") or ""),
    }
    return _keep(app_of(node), secrets, actor)


@sensitive_variables()
def take_app_by_hand(*, app_id: str, private_key: str, webhook_secret: str, actor: User | None) -> Credential:
    """An App that was made on GitHub before. Raises InvalidInputError where a part is none, GitHubError."""
    if not app_id.strip().isdecimal():
        raise InvalidInputError("The App's id is a number; GitHub shows it at the top of the App's settings.")
    key = private_key.strip().replace("\r\n", "\n") + "\n"
    try:
        check_private_key(key)
        found = app_identity(GitHubClient(access=AppAccess(app_id.strip(), key)))
    except GitHubCredentialError as error:
        if isinstance(error.__cause__, ValueError | TypeError):
            raise InvalidInputError(
                "That is no private key. Paste the whole .pem file that GitHub gave for the App."
            ) from error
        raise GitHubCredentialError(
            "GitHub does not accept this key for this App. Check the number and the key."
        ) from error
    except GitHubNotFoundError as error:
        raise InvalidInputError(f"GitHub knows no App with the number {app_id.strip()}.") from error
    return _keep(found, {"private_key": key, "webhook_secret": webhook_secret.strip()}, actor)


@transaction.atomic
def _keep(app: AppIdentity, secrets: dict[str, str], actor: User | None) -> Credential:
    """The same App entered again keeps where it is installed; another one that still waits gives way."""
    Credential.objects.filter(kind=Credential.Kind.APP, is_active=False).exclude(app_id=app.app_id).delete()
    found = Credential.objects.filter(kind=Credential.Kind.APP, app_id=app.app_id).first()
    return store(
        credential=found or Credential(kind=Credential.Kind.APP),
        secrets=secrets,
        actor=actor,
        is_active=bool(found and found.is_active),
        app_id=app.app_id,
        app_slug=app.slug[:100],
        app_name=app.name[:100],
        client_id=app.client_id[:100],
        permissions=app.permissions,
        checked_at=timezone.now(),
    )


@sensitive_variables()
def installations_of(credential: Credential) -> list[InstallationIdentity]:
    """Where the App is installed now; raises GitHubError, VaultError."""
    return [found for found in installations(app_client(credential)) if not found.is_suspended]


def install_url(credential: Credential, state: str) -> str:
    """The page of GitHub where somebody installs the App and chooses its repositories."""
    return f"{settings.GITHUB_WEB_URL}/apps/{credential.app_slug}/installations/new?state={state}"


def use_installation(*, credential: Credential, installation_id: str, actor: User | None) -> Credential:
    """From now on the site asks as this installation; raises InvalidInputError where the App is not installed so."""
    found = next((one for one in installations_of(credential) if one.installation_id == installation_id), None)
    if found is None:
        raise InvalidInputError("The App is not installed there, or was suspended. Install it on GitHub first.")
    return store(
        credential=credential,
        secrets={},
        actor=actor,
        installation_id=found.installation_id,
        login=found.account[:100],
        permissions=found.permissions,
        checked_at=timezone.now(),
    )


def app_client(credential: Credential) -> GitHubClient:
    """As the App itself."""
    return GitHubClient(access=AppAccess(credential.app_id, secrets_of(credential)["private_key"]))
