"""Who changes something, and who hears of it."""

from dataclasses import dataclass
from typing import Any

from github_sync.sandbox.apps import Apps
from github_sync.sandbox.community import Community
from github_sync.sandbox.hooks import Hooks
from github_sync.sandbox.records import Record, now
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes import Shapes


@dataclass
class Doer:
    """`login` acts in `community`; every change is told to `hooks` in the words of `shapes`."""

    community: Community
    shapes: Shapes
    hooks: Hooks
    apps: Apps
    login: str | None

    def tell(self, event: str, repo: Repo, action: str | None = None, **parts: Any) -> None:
        """Send a webhook about `repo`, with `parts` beside what every payload has."""
        if not self.hooks.hear(event, repo):
            return
        payload: dict[str, Any] = {"action": action} if action else {}
        payload |= parts
        payload["repository"] = self.shapes.webhook_repository(repo)
        if (self.community.user(repo.record["owner"]) or {}).get("type") == "Organization":
            payload["organization"] = self.shapes.organization(repo.record["owner"])
        payload["sender"] = self.shapes.sender(self.login)
        self.hooks.send(event, payload, repo)

    def person(self) -> Record:
        """The acting account as Git names people, at this moment."""
        record = self.community.user(self.login) or {"login": "ghost", "id": 10137}
        login = record["login"]
        email = record.get("email") or f"{record['id']}+{login}@users.noreply.github.com"
        return {"name": record.get("name") or login, "email": email, "date": now(), "login": login}
