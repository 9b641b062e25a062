"""Sets up on GitHub the webhooks to this site, and changes their secret, where the credential may."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from common.errors import ConflictError
from common.models import User
from github_sync.client import hooks
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubError, GitHubLimitError
from github_sync.domain.scopes import APP_EVENTS
from github_sync.models import Credential, Repository
from github_sync.services.connection import open_app_client, open_client
from github_sync.services.credentials.stored import secrets_of, store

GRACE = timedelta(hours=1)
"""How long the secrets before are accepted, for what is on its way."""
PREVIOUS = 3


@dataclass(frozen=True)
class SetUp:
    """`refused` says for each repository whose webhook could not be set up why."""

    done: list[str]
    refused: dict[str, str]


def address() -> str:
    return f"{settings.SITE_URL}{reverse('github_sync:webhooks')}"


@sensitive_variables()
def renew_webhook_secret(*, actor: User | None) -> str:
    """A new secret, accepted at once beside those before, which are for GRACE more; told to GitHub of an App.

    Where GitHub does not take it both stay accepted, for its answer may have been lost, and the next call sends the
    same one again. Returns it, to be shown once where a person has to enter it. Raises ConflictError without a stored
    credential, GitHubError.
    """
    fresh = _prepare(actor)
    if app := open_app_client():
        hooks.configure(app, hooks.APP, {"url": address(), "secret": fresh, "content_type": "json"})
    _promote(fresh, actor)
    return fresh


@sensitive_variables()
@transaction.atomic
def _prepare(actor: User | None) -> str:
    credential = _active(is_locked=True)
    fresh = secrets_of(credential).get("webhook_next") or secrets.token_hex(32)
    store(credential=credential, secrets={"webhook_next": fresh}, actor=actor)
    return fresh


@sensitive_variables()
@transaction.atomic
def _promote(fresh: str, actor: User | None) -> None:
    credential, now = _active(is_locked=True), timezone.now()
    held = secrets_of(credential)
    if held.get("webhook_secret") == fresh:
        return  # another call, which found the same one prepared
    until = credential.webhook_previous_until
    older = held.get("webhook_previous", "").split("\n") if until and until > now else []
    before = [secret for secret in (held.get("webhook_secret"), *older) if secret][:PREVIOUS]
    store(
        credential=credential,
        secrets={"webhook_secret": fresh, "webhook_previous": "\n".join(before), "webhook_next": ""},
        actor=actor,
        webhook_previous_until=now + GRACE if before else None,
    )


@sensitive_variables()
def set_up_webhooks(*, actor: User | None) -> SetUp:
    """One webhook to this site on every followed repository, with the present secret; idempotent.

    For a site that uses a token: an App has its own. Raises ConflictError without a stored credential,
    GitHubLimitError.
    """
    secret = secrets_of(_active()).get("webhook_secret") or renew_webhook_secret(actor=actor)
    client, result = open_client(is_personal=True), SetUp([], {})
    for name in Repository.objects.filter(is_tracked=True).values_list("full_name", flat=True):
        try:
            _set_up(client, name, {"url": address(), "secret": secret, "content_type": "json"})
        except GitHubLimitError:
            raise
        except GitHubError as error:
            result.refused[name] = str(error)
        else:
            result.done.append(name)
    return result


def _set_up(client: GitHubClient, full_name: str, config: dict[str, Any]) -> None:
    for found in hooks.repository_hooks(client, full_name):
        if (found.get("config") or {}).get("url") == config["url"]:
            hooks.renew(client, full_name, found["id"], config, list(APP_EVENTS))
            return
    hooks.create(client, full_name, config, list(APP_EVENTS))


def _active(*, is_locked: bool = False) -> Credential:
    rows = Credential.objects.select_for_update() if is_locked else Credential.objects.all()
    found = rows.filter(is_active=True).first()
    if found is None:
        raise ConflictError("Connect GitHub in the browser first: what the environment holds cannot be changed here.")
    return found
