"""What the writers of one batch share, and how each delivery of it ends."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from github_sync.domain.webhooks import Fields, PayloadError
from github_sync.models import Delivery, Repository
from github_sync.services.accounts import Actor


@dataclass
class Item:
    """One delivery on its way; `reason` says what an operator should know of how it ended."""

    delivery: Delivery
    fields: Fields
    state: str = Delivery.State.APPLIED
    reason: str = ""

    @property
    def action(self) -> str:
        return self.delivery.action

    def ignore(self, reason: str) -> None:
        self.state, self.reason = Delivery.State.IGNORED, reason

    def fail(self, reason: str) -> None:
        self.state, self.reason = Delivery.State.FAILED, reason


@dataclass
class Scope:
    """Deliveries of one event for one repository (None where the event knows none).

    `issues` are those whose facts on the board may be others now; with `has_wide_news` it may be any.
    """

    repository: Repository | None
    issues: set[int] = field(default_factory=set)
    has_wide_news: bool = False
    reads: set[tuple[str, int]] = field(default_factory=set)

    @property
    def mirrored(self) -> Repository:
        if self.repository is None:
            raise PayloadError("`repository` is missing.")
        return self.repository


def built[Built](items: Iterable[Item], build: Callable[[Item], Built | None]) -> list[tuple[Item, Built]]:
    """What `build` makes of each; a payload that cannot be read fails its own delivery only, None leaves one out."""
    found = []
    for item in items:
        try:
            value = build(item)
        except PayloadError as error:
            item.fail(f"The payload cannot be used: {error}")
            continue
        if value is not None:
            found.append((item, value))
    return found


def actor(fields: Fields | None) -> Actor | None:
    """A user of a payload as the account book takes it; None for a deleted account."""
    if fields is None:
        return None
    return {
        "__typename": fields.text("type", 30) or "User",
        "databaseId": fields.id("id"),
        "login": fields.needed_text("login", 100),
    }
