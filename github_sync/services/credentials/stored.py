"""Puts credentials away and takes them out again; the only place that seals and opens them."""

from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from common import audit
from common.models import User
from common.vault import seal, unseal
from github_sync.models import Credential
from github_sync.services.webhooks.secrets import forget_secrets


@sensitive_variables()
def secrets_of(credential: Credential) -> dict[str, str]:
    """Raises VaultError."""
    return unseal(credential.sealed)


@sensitive_variables()
@transaction.atomic
def store(
    *, credential: Credential, secrets: dict[str, str], actor: User | None, is_active: bool = True, **fields: Any
) -> Credential:
    """Keep it with `secrets` added to those it has; an active one takes the place of whatever was in use.

    Of what it replaces the webhook secret goes on to be accepted only where it is the same App.
    """
    credential.sealed = seal({**(secrets_of(credential) if credential.sealed else {}), **secrets})
    for name, value in {**fields, "is_active": is_active}.items():
        setattr(credential, name, value)
    if is_active:
        Credential.objects.exclude(pk=credential.pk).delete()
    credential.entered_by = actor or credential.entered_by
    credential.save()
    audit.record(
        actor=actor, action="github_sync.store_credential", subject=f"credential:{credential.pk}", kind=credential.kind
    )
    transaction.on_commit(forget_secrets)
    return credential


@transaction.atomic
def forget(*, credential: Credential, actor: User | None) -> None:
    """What the site knows of it is gone; on GitHub it stays valid until it is revoked there."""
    audit.record(
        actor=actor, action="github_sync.forget_credential", subject=f"credential:{credential.pk}", kind=credential.kind
    )
    credential.delete()
    transaction.on_commit(forget_secrets)
