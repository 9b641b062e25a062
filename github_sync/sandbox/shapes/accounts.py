"""Accounts as GitHub's REST API shapes them, and what every shape stands on."""

import base64
from typing import Any

from github_sync.sandbox.community import GHOST, Community
from github_sync.sandbox.records import Record

EPOCH = "2008-01-01T00:00:00Z"


def node_id(kind: str, number: object) -> str:
    return base64.b64encode(f"0:{kind}:{number}".encode()).decode()


class AccountShapes:
    """`web` and `api` are the addresses that the client of this one request used."""

    def __init__(self, community: Community, web: str, api: str, viewer: str | None = None) -> None:
        self.community, self.web, self.api, self.viewer = community, web, api, viewer

    def user(self, login: str | None) -> dict[str, Any] | None:
        """None for nobody; GitHub shows the account “ghost” where one was deleted."""
        record = self.community.user(login)
        if record is None and login:
            record = {"id": GHOST, "login": "ghost"}
        return self._simple_user(record) if record else None

    def sender(self, login: str | None) -> dict[str, Any]:
        return self.user(login or "ghost") or {}

    def organization(self, login: str) -> dict[str, Any]:
        record = self.community.user(login) or {"id": GHOST, "login": login}
        url = f"{self.api}/orgs/{record['login']}"
        links = {f"{name}_url": f"{url}/{name}" for name in ("repos", "events", "hooks", "issues")}
        return {
            "login": record["login"],
            "id": record["id"],
            "node_id": node_id("Organization", record["id"]),
            "url": url,
            **links,
            "members_url": f"{url}/members{{/member}}",
            "public_members_url": f"{url}/public_members{{/member}}",
            "avatar_url": f"{self.web}/avatars/{record['id']}",
            "description": record.get("description"),
        }

    def _simple_user(self, record: Record) -> dict[str, Any]:
        login = record["login"]
        url = f"{self.api}/users/{login}"
        return {
            "login": login,
            "id": record["id"],
            "node_id": node_id("User", record["id"]),
            "avatar_url": f"{self.web}/avatars/{record['id']}",
            "gravatar_id": "",
            "url": url,
            "html_url": f"{self.web}/{login}",
            "followers_url": f"{url}/followers",
            "following_url": f"{url}/following{{/other_user}}",
            "gists_url": f"{url}/gists{{/gist_id}}",
            "starred_url": f"{url}/starred{{/owner}}{{/repo}}",
            "subscriptions_url": f"{url}/subscriptions",
            "organizations_url": f"{url}/orgs",
            "repos_url": f"{url}/repos",
            "events_url": f"{url}/events{{/privacy}}",
            "received_events_url": f"{url}/received_events",
            "type": record.get("type") or "User",
            "site_admin": False,
        }

    def public_user(self, login: str) -> dict[str, Any]:
        record = self.community.user(login) or {}
        return {
            **self._simple_user(record),
            "name": record.get("name"),
            "company": record.get("company"),
            "blog": "",
            "location": None,
            "email": None,
            "hireable": None,
            "bio": None,
            "public_repos": 0,
            "public_gists": 0,
            "followers": 0,
            "following": 0,
            "created_at": record.get("created_at") or EPOCH,
            "updated_at": record.get("created_at") or EPOCH,
        }
