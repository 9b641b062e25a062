"""One action while it is being sent: who sends it, and what must be kept before GitHub is asked for the next step."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone

from common.errors import ConflictError, MainstayError
from github_sync.client.client import GitHubClient
from github_sync.domain.outbox import signed
from github_sync.domain.refusals import Refusal
from github_sync.models import OutboxAction
from github_sync.services.outbox.voices import Voice, name_of

Answer = dict[str, Any]
Request = dict[str, Any]
"""`method`, `path` and `body`, as a dry run keeps them."""


class RefusedError(MainstayError):
    """It will not be done; found out without GitHub saying so."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.text)
        self.refusal = refusal


def lease() -> timedelta:
    """Longer than any step of an action takes, and renewed before each."""
    return timedelta(seconds=max(120, 4 * settings.GITHUB_TIMEOUT))


@dataclass
class Work:
    action: OutboxAction
    voice: Voice

    @property
    def client(self) -> GitHubClient:
        return self.voice.client

    @property
    def full_name(self) -> str:
        """As the repository is called now."""
        return self.action.repository.full_name if self.action.repository else self.action.full_name

    @property
    def home(self) -> str:
        """Where its branch lies: the repository, or the fork that its first action made."""
        if fork := self.action.progress.get("fork"):
            return str(fork)
        made = OutboxAction.objects.filter(lane=self.action.lane, kind=OutboxAction.Kind.CREATE_BRANCH).order_by("pk")
        forks = [answer["fork"] for answer in made.values_list("answer", flat=True) if answer.get("fork")]
        return str(forks[-1]) if forks else self.full_name

    @property
    def number(self) -> int:
        """Of the issue or pull request, also of one that the action before has just opened."""
        found = self.action.number or (self.action.needs.answer.get("number") if self.action.needs else None)
        if not found:
            raise RefusedError(
                Refusal("needs", "The pull request that this belongs to was not opened.", "Open it, then retry.")
            )
        return int(found)

    def text(self) -> str:
        """What is said, by whoever says it, without the mark."""
        payload = self.action.payload
        if self.voice.is_person:
            return str(payload.get("body_as_self") or payload["body"])
        if not payload.get("is_signed", True):
            return str(payload["body"])
        return signed(payload["body"], name=name_of(self.action), site=settings.SITE_NAME)

    def marked(self, text: str, marker: str = "") -> str:
        return f"{text.rstrip()}\n\n{marker or self.action.marker}".lstrip()

    def keep(self, **progress: Any) -> None:
        """Write down what the next attempt goes on from; raises ConflictError where another process has taken over."""
        self.action.progress = {**self.action.progress, **progress}
        mine = OutboxAction.objects.filter(pk=self.action.pk, claim=self.action.claim)
        if not mine.update(progress=self.action.progress, claimed_until=timezone.now() + lease()):
            raise ConflictError("Another worker has taken over this action.")

    def still_mine(self) -> None:
        """Before a change is asked for, so that a process that was asleep for long does not ask for it again."""
        self.keep()


def request(method: str, path: str, body: dict[str, Any] | None = None) -> Request:
    return {"method": method, "path": path, "body": body or {}}
