"""What a client shows to GitHub, so that it knows who asks."""

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.conf import settings

from github_sync.client.errors import GitHubCredentialError

if TYPE_CHECKING:
    from github import Auth


@dataclass(frozen=True)
class TokenAccess:
    """A person's token; an empty one asks as nobody."""

    token: str = field(repr=False)

    @property
    def name(self) -> str:
        return self.token

    def auth(self) -> "Auth.Auth | None":
        from github import Auth

        return Auth.Token(self.token) if self.token else None


@dataclass(frozen=True)
class AppAccess:
    """A GitHub App: as one of its installations, or without one as itself, which sees no repository."""

    app_id: str
    private_key: str = field(repr=False)
    installation_id: str = ""

    @property
    def name(self) -> str:
        return f"app:{self.app_id}:{self.installation_id}"

    def auth(self) -> "Auth.Auth":
        """Raises GitHubCredentialError."""
        from github import Auth

        if self.installation_id and not self.installation_id.isdecimal():
            raise GitHubCredentialError("GITHUB_APP_INSTALLATION_ID must be the number of the App's installation.")
        check_private_key(self.private_key)
        app = Auth.AppAuth(self.app_id, self.private_key)
        return app.get_installation_auth(int(self.installation_id)) if self.installation_id else app


Access = TokenAccess | AppAccess


def check_private_key(text: str) -> None:
    """Raises GitHubCredentialError where it is none."""
    try:
        load_pem_private_key(text.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise GitHubCredentialError(
            "GITHUB_APP_PRIVATE_KEY is no private key. Paste the whole .pem file that GitHub gave for the App."
        ) from error


def access_from_settings() -> Access:
    if settings.GITHUB_APP_ID:
        key = settings.GITHUB_APP_PRIVATE_KEY.replace("\\n", "\n")
        return AppAccess(settings.GITHUB_APP_ID, key, str(settings.GITHUB_APP_INSTALLATION_ID) or "missing")
    return TokenAccess(settings.GITHUB_TOKEN)


def fingerprint(access: Access, api_url: str) -> str:
    """Names the credential without telling it; another one at another GitHub has another name."""
    return hashlib.sha256(f"{api_url} {access.name}".encode()).hexdigest()[:32]
