"""People who let the site act on GitHub as themselves, and the tokens that stand for it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from common import audit
from common.errors import NotAllowedError
from common.models import User
from common.vault import seal, unseal
from github_sync.client.access import TokenAccess
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubCredentialError
from github_sync.client.identity import token_identity
from github_sync.client.oauth import Renewed, renew
from github_sync.domain.scopes import may_write
from github_sync.models import PersonalGrant
from github_sync.services.credentials.sign_in import oauth_client

EARLY = timedelta(minutes=5)


@sensitive_variables()
def grant(*, user: User, token: str, refresh_token: str = "", expires_at: datetime | None = None) -> PersonalGrant:
    """From now on the site may act as `user` on GitHub with this token.

    Raises NotAllowedError where GitHub gave a token that may not write, GitHubError.
    """
    identity = token_identity(GitHubClient(access=TokenAccess(token)))
    is_app_token = token.startswith("ghu_")  # has the App's permissions instead of scopes
    if identity.scopes is not None and not is_app_token and not may_write(identity.scopes):
        raise NotAllowedError("GitHub gave a permission that lets this site read only. Nothing was changed.")
    with transaction.atomic():
        found, _ = PersonalGrant.objects.update_or_create(
            user=user,
            defaults={
                "github_id": identity.github_id,
                "login": identity.login,
                "sealed": seal({"token": token, "refresh_token": refresh_token}),
                "expires_at": expires_at or identity.expires_at,
                "granted_at": timezone.now(),
            },
        )
        audit.record(actor=user, action="github_sync.grant", subject=f"user:{user.pk}", login=identity.login)
    return found


@transaction.atomic
def withdraw(*, user: User) -> None:
    """Idempotent; on GitHub the person may revoke it too."""
    if PersonalGrant.objects.filter(user=user).delete()[0]:
        audit.record(actor=user, action="github_sync.withdraw_grant", subject=f"user:{user.pk}")


@sensitive_variables()
def usable_token(*, user_id: int) -> str:
    """Renewed where it is about to expire and can be; empty where the person gave none or GitHub took it back.

    Raises GitHubError where GitHub cannot be asked.
    """
    found = PersonalGrant.objects.filter(user_id=user_id).first()
    if found is None:
        return ""
    if found.expires_at is None or found.expires_at > timezone.now() + EARLY:
        return unseal(found.sealed)["token"]
    return _renewed(user_id)


@transaction.atomic
def _renewed(user_id: int) -> str:
    """One worker at a time, for GitHub accepts a refresh token once. A network call inside the lock is the price."""
    found = PersonalGrant.objects.select_for_update().filter(user_id=user_id).first()
    if found is None:
        return ""
    secrets = unseal(found.sealed)
    if found.expires_at is None or found.expires_at > timezone.now() + EARLY:
        return secrets["token"]
    client = oauth_client()
    if client is None or not secrets.get("refresh_token"):
        return "" if found.expires_at <= timezone.now() else secrets["token"]
    try:
        fresh = renew(client_id=client.client_id, secret=client.secret, refresh_token=secrets["refresh_token"])
    except GitHubCredentialError:
        found.delete()
        return ""
    _keep(found, fresh)
    return fresh.token


def _keep(found: PersonalGrant, fresh: Renewed) -> None:
    found.sealed = seal({"token": fresh.token, "refresh_token": fresh.refresh_token})
    found.expires_at = fresh.expires_at
    found.save(update_fields=["sealed", "expires_at"])
