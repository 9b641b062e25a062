"""Who asks, and how much they may still ask: tokens and the rate limits of GitHub."""

import threading
import time
from dataclasses import dataclass, field

HOUR = 3600


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
    """`sandbox-LOGIN` acts as LOGIN; tokens given out by sign-in or to an App are kept here; others are refused."""

    core_limit: int = 5000
    points_limit: int = 5000
    tokens: dict[str, str] = field(default_factory=dict)
    budgets: dict[tuple[str, str], Budget] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def login_of(self, token: str) -> str | None:
        """None for an unknown token."""
        if token.startswith("sandbox-"):
            return token.removeprefix("sandbox-")
        return self.tokens.get(token)

    def budget(self, token: str, resource: str) -> Budget:
        limit = 60 if not token else (self.points_limit if resource == "graphql" else self.core_limit)
        return self.budgets.setdefault((token, resource), Budget(limit))

    def spend(self, token: str, resource: str, cost: int) -> tuple[bool, Budget]:
        with self.lock:
            budget = self.budget(token, resource)
            return budget.spend(cost), budget
