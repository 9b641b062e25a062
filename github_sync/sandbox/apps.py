"""GitHub Apps that the sandbox made: their keys, where they are installed, and what they may do there."""

import itertools
import re
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from github_sync.sandbox.access import Access, Grant
from github_sync.sandbox.hooks import Hooks
from github_sync.sandbox.records import now
from github_sync.sandbox.repo import Repo

DEFAULT_PERMISSIONS = {"contents": "write", "issues": "write", "metadata": "read", "pull_requests": "write"}


@dataclass
class App:
    id: int
    name: str
    owner: str
    permissions: dict[str, str]
    events: list[str]
    pem: str
    public_key: str
    url: str = ""
    redirect_url: str = ""
    setup_url: str = ""
    description: str | None = None
    webhook_secret: str = field(default_factory=lambda: secrets.token_hex(20))
    client_secret: str = field(default_factory=lambda: secrets.token_hex(20))
    created_at: str = field(default_factory=now)

    @property
    def slug(self) -> str:
        return slug_of(self.name)

    @property
    def client_id(self) -> str:
        return f"Iv23sandbox{self.id}"


@dataclass
class Installation:
    """`repositories` None: all of the account, also those to come."""

    id: int
    app: App
    account: str
    repositories: set[int] | None
    permissions: dict[str, str]
    created_at: str = field(default_factory=now)
    suspended_at: str | None = None


class Apps:
    def __init__(self, hooks: Hooks) -> None:
        self._ids = itertools.count(1001)
        self.hooks = hooks
        self.apps: dict[int, App] = {}
        self.installations: dict[int, Installation] = {}
        self.codes: dict[str, int] = {}
        hooks.installation_of = self.installation_of

    def create(
        self,
        name: str,
        owner: str,
        *,
        permissions: dict[str, str] | None = None,
        events: list[str] | None = None,
        hook_url: str = "",
        **more: Any,
    ) -> App:
        """`more`: url, redirect_url, setup_url, description, webhook_secret."""
        pem, public_key = _key_pair()
        allowed = dict(permissions or DEFAULT_PERMISSIONS)
        app = App(next(self._ids), name, owner, allowed, list(events or ["*"]), pem, public_key, **more)
        self.apps[app.id] = app
        if hook_url:
            self.hooks.add(hook_url, app.webhook_secret, app=app.id, events=frozenset(app.events))
        return app

    def install(self, app: App, account: str, repositories: set[int] | None = None) -> Installation:
        found = Installation(next(self._ids), app, account, repositories, dict(app.permissions))
        self.installations[found.id] = found
        return found

    def find(self, issuer: object) -> App | None:
        """By id or client id, as a JWT's `iss` names it."""
        text = str(issuer)
        return next((app for app in self.apps.values() if text in {str(app.id), app.client_id}), None)

    def find_slug(self, name: str) -> App | None:
        return next((app for app in self.apps.values() if app.slug == slug_of(name)), None)

    def of(self, app: App) -> list[Installation]:
        return [found for found in self.installations.values() if found.app is app]

    def installation_of(self, app: int, repo: Repo | None) -> int | None:
        """By which installation the App sees `repo`, or any at all for an event without a repository."""
        for found in self.installations.values():
            if found.app.id == app and not found.suspended_at and (repo is None or covers(found, repo)):
                return found.id
        return None

    def token(self, access: Access, found: Installation, wanted: dict[str, Any]) -> tuple[str, Grant]:
        """A token for an installation, narrowed to the `permissions` and `repository_ids` wanted."""
        permissions = wanted.get("permissions") or found.permissions
        chosen = set(wanted.get("repository_ids") or ()) or found.repositories
        grant = Grant(
            f"{found.app.slug}[bot]",
            frozenset(),
            time.time() + access.token_seconds,
            {name: level for name, level in permissions.items() if name in found.permissions},
            None if chosen is None else frozenset(chosen),
            found.account,
            found.id,
        )
        return access.give("ghs", grant), grant


def slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def covers(found: Installation, repo: Repo) -> bool:
    is_chosen = found.repositories is None or repo.id in found.repositories
    return is_chosen and found.account.lower() == repo.record["owner"].lower()


def _key_pair() -> tuple[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()
