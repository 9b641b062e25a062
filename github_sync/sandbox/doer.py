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
        if self._is_organization(repo.record["owner"]):
            payload["organization"] = self.shapes.organization(repo.record["owner"])
        payload["sender"] = self.shapes.sender(self.login)
        self.hooks.send(event, payload, repo)

    def tell_account(self, event: str, action: str, login: str, **parts: Any) -> None:
        """Send a webhook about an account: to Apps installed on it, and to who hears everything."""
        if self.hooks.hear(event, None):
            organization = {"organization": self.shapes.organization(login)} if self._is_organization(login) else {}
            self.hooks.send(
                event, {"action": action, **parts, **organization, "sender": self.shapes.sender(self.login)}, None
            )

    def _is_organization(self, login: str) -> bool:
        return (self.community.user(login) or {}).get("type") == "Organization"

    def person(self) -> Record:
        """The acting account as Git names people, at this moment."""
        record = self.community.user(self.login) or {"login": "ghost", "id": 10137}
        login = record["login"]
        email = record.get("email") or f"{record['id']}+{login}@users.noreply.github.com"
        return {"name": record.get("name") or login, "email": email, "date": now(), "login": login}
