"""The secrets that a webhook's signature may be made with."""

import time

from django.conf import settings
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from common.vault import VaultError, unseal
from github_sync.models import Credential

KEPT_SECONDS = 5.0
AGAIN_SECONDS = 1.0
_kept: tuple[float, list[str]] | None = None


@sensitive_variables()
def webhook_secrets() -> list[str]:
    """The present one, and during a rotation those before and the one to come.

    Of the credential that was entered in the browser, else those of the environment. Another process learns of a
    change within KEPT_SECONDS.
    """
    return _stored() or [s for s in (settings.GITHUB_WEBHOOK_SECRET, settings.GITHUB_WEBHOOK_SECRET_PREVIOUS) if s]


def webhook_secrets_now() -> list[str]:
    """The same, looked up anew, at most once a second: a stranger's wrong signatures cost no more than that."""
    if _kept is not None and time.monotonic() - _kept[0] > AGAIN_SECONDS:
        forget_secrets()
    return webhook_secrets()


def forget_secrets() -> None:
    global _kept
    _kept = None


def _stored() -> list[str]:
    global _kept
    if _kept is None or time.monotonic() - _kept[0] > KEPT_SECONDS:
        _kept = (time.monotonic(), [secret for row in Credential.objects.all() for secret in _of(row)])
    return _kept[1]


def _of(credential: Credential) -> list[str]:
    """None where the key is lost: then deliveries are refused, and the connection screen says why."""
    try:
        secrets = unseal(credential.sealed)
    except VaultError:
        return []
    until = credential.webhook_previous_until
    names = ["webhook_secret", "webhook_next", *(["webhook_previous"] if until and until > timezone.now() else [])]
    return [secret for name in names for secret in secrets.get(name, "").split("\n") if secret]
