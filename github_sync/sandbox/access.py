"""Who asks, and how much they may still ask: tokens, their scopes, and the rate limits of GitHub."""

import secrets
import threading
import time
from dataclasses import dataclass, field, replace

HOUR = 3600
ALL_SCOPES = frozenset(
    {"admin:org", "admin:repo_hook", "delete_repo", "read:org", "repo", "user", "user:email", "workflow"}
)


@dataclass(frozen=True)
class Grant:
    """What one token allows. A person's has `scopes`; an App's has `permissions` and perhaps chosen `repositories`."""

    login: str
    scopes: frozenset[str] = ALL_SCOPES
    expires_at: float | None = None
    permissions: dict[str, str] | None = None
    repositories: frozenset[int] | None = None
    account: str = ""
    """Where the App is installed; empty for an App that the sandbox does not know."""
    installation: int = 0
    is_app_user: bool = False
    """A person's by way of an App: GitHub tells no scopes of it."""

    @property
    def is_app(self) -> bool:
        return self.permissions is not None


@dataclass
class Budget:
    """Requests or points of one token in the present hour."""

    limit: int
    used: int = 0
    reset_at: int = 0

    def spend(self, cost: int) -> bool:
        """False, with nothing spent, where less than `cost` is left."""
        now = int(time.time())
        if now >= self.reset_at:
            self.used, self.reset_at = 0, now + HOUR
        if self.used + cost > self.limit:
            return False
        self.used += cost
        return True

    def headers(self, resource: str) -> dict[str, str]:
        return {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(max(0, self.limit - self.used)),
            "x-ratelimit-used": str(self.used),
            "x-ratelimit-reset": str(self.reset_at),
            "x-ratelimit-resource": resource,
        }


@dataclass
class Access:
    """`sandbox-LOGIN` acts as LOGIN with every scope, `scoped-LOGIN:repo,read:org` with those named; tokens given out
    by sign-in or to an App are kept here; others are refused."""

    core_limit: int = 5000
    points_limit: int = 5000
    token_seconds: int = HOUR
    """How long an App's token holds."""
    tokens: dict[str, str] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    budgets: dict[tuple[str, str], Budget] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def grant_of(self, token: str) -> Grant | None:
        """None for an unknown or expired token."""
        if token.startswith("sandbox-"):
            return Grant(token.removeprefix("sandbox-"))
        if token.startswith("scoped-"):
            login, _, scopes = token.removeprefix("scoped-").partition(":")
            return Grant(login, frozenset(filter(None, scopes.split(","))))
        found = self.grants.get(token)
        is_over = found is not None and found.expires_at is not None and found.expires_at <= time.time()
        return None if is_over else found

    def give(self, prefix: str, grant: Grant) -> str:
        """A new token for what `grant` allows."""
        token = f"{prefix}_{secrets.token_hex(18)}"
        self.tokens[token], self.grants[token] = grant.login, grant
        return token

    def revoke(self, installation: int) -> None:
        """Tokens of a removed installation are refused from now on."""
        for token in [t for t, grant in self.grants.items() if grant.installation == installation]:
            del self.grants[token], self.tokens[token]

    def narrow(self, installation: int, repositories: set[int] | None) -> None:
        """Tokens of an installation see what it sees now."""
        chosen = None if repositories is None else frozenset(repositories)
        for token, grant in list(self.grants.items()):
            if grant.installation == installation:
                self.grants[token] = replace(grant, repositories=chosen)

    def budget(self, token: str, resource: str) -> Budget:
        limit = 60 if not token else (self.points_limit if resource == "graphql" else self.core_limit)
        return self.budgets.setdefault((token, resource), Budget(limit))

    def spend(self, token: str, resource: str, cost: int) -> tuple[bool, Budget]:
        with self.lock:
            budget = self.budget(token, resource)
            return budget.spend(cost), budget
