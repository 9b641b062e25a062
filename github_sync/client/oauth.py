"""GitHub's OAuth endpoints, which live beside the API."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import requests
from django.conf import settings
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from github_sync.client.errors import GitHubCredentialError, GitHubUnreachableError


@dataclass(frozen=True)
class Renewed:
    token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime | None


@sensitive_variables()
def renew(*, client_id: str, secret: str, refresh_token: str) -> Renewed:
    """A new token for the one that expires, and a new refresh token: the old one is of no use after this.

    Raises GitHubCredentialError where GitHub does not accept it any more, GitHubUnreachableError.
    """
    answer = _post(
        {
            "client_id": client_id,
            "client_secret": secret,
            "grant_type": "refresh_token",
            "refresh_token": refresh_token,
        }
    )
    if not answer.get("access_token"):
        raise GitHubCredentialError("GitHub does not renew this permission any more. Connect the account again.")
    seconds = answer.get("expires_in")
    return Renewed(
        str(answer["access_token"]),
        str(answer.get("refresh_token") or ""),
        timezone.now() + timedelta(seconds=int(seconds)) if seconds else None,
    )


def _post(form: dict[str, str]) -> dict[str, Any]:
    address = f"{settings.GITHUB_WEB_URL}/login/oauth/access_token"
    try:
        answer = requests.post(
            address, data=form, headers={"Accept": "application/json"}, timeout=settings.GITHUB_TIMEOUT
        )
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError) as error:
        raise GitHubUnreachableError(
            f"{settings.GITHUB_WEB_URL} cannot be reached ({type(error).__name__})."
        ) from error
    return found
