"""How the site is connected with GitHub, in words, without asking GitHub."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from common.vault import VaultError, unseal
from github_sync.domain.scopes import Wish, missing_permissions, missing_scopes
from github_sync.models import Credential, Installation

SOON = timedelta(days=14)


@dataclass(frozen=True)
class ConnectionState:
    """`kind`: token, app, or empty where GitHub is asked as nobody; `source`: browser, environment or nothing.

    `missing` is None where GitHub does not say what a token may do. `waiting`: an App that is not installed yet.
    """

    kind: str
    source: str
    identity: str = ""
    scopes: list[str] | None = None
    missing: list[Wish] | None = field(default_factory=list)
    expires_at: datetime | None = None
    checked_at: datetime | None = None
    problem: str = ""
    has_webhook_secret: bool = False
    stored: Credential | None = None
    waiting: Credential | None = None

    @property
    def is_connected(self) -> bool:
        return bool(self.kind)

    @property
    def expires_soon(self) -> bool:
        return bool(self.expires_at and self.expires_at < timezone.now() + SOON)


def connection_state() -> ConnectionState:
    """Two queries at most."""
    rows = list(Credential.objects.all())
    active = next((row for row in rows if row.is_active), None)
    waiting = next((row for row in rows if not row.is_active), None)
    return _of(active, waiting) if active else _of_environment(waiting)


def _of(stored: Credential, waiting: Credential | None) -> ConnectionState:
    is_app, problem, secrets = stored.kind == Credential.Kind.APP, "", {}
    try:
        secrets = unseal(stored.sealed)
    except VaultError as error:
        problem = str(error)
    problem = problem or (_lost_installation(stored) if is_app else "")
    identity = f"{stored.app_name}, installed on {stored.login}" if is_app else stored.login
    return ConnectionState(
        kind=stored.kind,
        source="browser",
        identity=identity,
        scopes=stored.scopes,
        missing=_missing(stored),
        expires_at=stored.expires_at,
        checked_at=stored.checked_at,
        problem=problem,
        has_webhook_secret=bool(secrets.get("webhook_secret")),
        stored=stored,
        waiting=waiting,
    )


def _lost_installation(stored: Credential) -> str:
    """What GitHub told of the installation by webhook."""
    found = Installation.objects.filter(github_id=stored.installation_id or 0).first()
    match found and found.state:
        case Installation.State.SUSPENDED:
            return (
                f"{stored.app_name} was suspended on GitHub. Let it in again in the settings of {stored.login} there."
            )
        case Installation.State.REMOVED:
            return f"{stored.app_name} was removed from {stored.login} on GitHub. Install it again, or connect anew."
    return ""


def _missing(stored: Credential) -> list[Wish] | None:
    if stored.kind == Credential.Kind.APP:
        return missing_permissions(stored.permissions)
    return None if stored.scopes is None else missing_scopes(stored.scopes)


def _of_environment(waiting: Credential | None) -> ConnectionState:
    has_secret = bool(settings.GITHUB_WEBHOOK_SECRET)
    if settings.GITHUB_APP_ID:
        named = f"the App with the number {settings.GITHUB_APP_ID}"
        return ConnectionState("app", "environment", named, None, None, has_webhook_secret=has_secret, waiting=waiting)
    if settings.GITHUB_TOKEN:
        named = "the token in GITHUB_TOKEN"
        return ConnectionState(
            "token", "environment", named, None, None, has_webhook_secret=has_secret, waiting=waiting
        )
    return ConnectionState("", "nothing", has_webhook_secret=has_secret, waiting=waiting)
