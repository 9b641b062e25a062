"""How much a credential may still ask, as each answer of GitHub says it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Protocol


@dataclass(frozen=True)
class Allowance:
    """`resets_in`: seconds by GitHub's own clock, so that a wrong clock here or there does no harm."""

    resource: str
    limit: int
    remaining: int
    resets_in: float


class Keeper(Protocol):
    """Shares the allowance of one credential with all who use it."""

    def before(self, resource: str) -> None:
        """Called before each request; may wait a little, and raises GitHubLimitError where a request must not be."""

    def after(self, allowance: Allowance) -> None:
        """Called with what each answer says."""


class NoKeeper:
    """For a client that nobody shares."""

    def before(self, resource: str) -> None:
        return None

    def after(self, allowance: Allowance) -> None:
        return None


def allowance_of(headers: Mapping[str, object]) -> Allowance | None:
    """None where the answer does not say."""
    resource, limit, remaining, reset = (
        str(headers.get(f"x-ratelimit-{name}", "")) for name in ("resource", "limit", "remaining", "reset")
    )
    if not (limit.isdecimal() and remaining.isdecimal() and reset.isdecimal()):
        return None
    return Allowance(resource or "core", int(limit), int(remaining), max(0.0, int(reset) - server_time(headers)))


def server_time(headers: Mapping[str, object]) -> float:
    """GitHub's clock at the time of the answer, in seconds; this machine's where the answer has no date."""
    try:
        return parsedate_to_datetime(str(headers.get("date", ""))).timestamp()
    except ValueError:
        return time.time()
