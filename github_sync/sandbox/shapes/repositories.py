"""Repositories, their labels, milestones and releases."""

from typing import Any

from github_sync.sandbox.permissions import at_least, level_of
from github_sync.sandbox.records import Record, stable_id
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes.accounts import EPOCH, AccountShapes, node_id

REPOSITORY_LINKS = {
    "archive": "{archive_format}{/ref}",
    "assignees": "assignees{/user}",
    "blobs": "git/blobs{/sha}",
    "branches": "branches{/branch}",
    "collaborators": "collaborators{/collaborator}",
    "comments": "comments{/number}",
    "commits": "commits{/sha}",
    "compare": "compare/{base}...{head}",
    "contents": "contents/{+path}",
    "contributors": "contributors",
    "deployments": "deployments",
    "downloads": "downloads",
    "events": "events",
    "forks": "forks",
    "git_commits": "git/commits{/sha}",
    "git_refs": "git/refs{/sha}",
    "git_tags": "git/tags{/sha}",
    "hooks": "hooks",
    "issue_comment": "issues/comments{/number}",
    "issue_events": "issues/events{/number}",
    "issues": "issues{/number}",
    "keys": "keys{/key_id}",
    "labels": "labels{/name}",
    "languages": "languages",
    "merges": "merges",
    "milestones": "milestones{/number}",
    "notifications": "notifications{?since,all,participating}",
    "pulls": "pulls{/number}",
    "releases": "releases{/id}",
    "stargazers": "stargazers",
    "statuses": "statuses/{sha}",
    "subscribers": "subscribers",
    "subscription": "subscription",
    "tags": "tags",
    "teams": "teams",
    "trees": "git/trees{/sha}",
}


class RepositoryShapes(AccountShapes):
    def webhook_repository(self, repo: Repo) -> dict[str, Any]:
        """As a payload shows it: without what depends on who asks."""
        shape = self.repository(repo)
        return {
            key: value
            for key, value in shape.items()
            if key not in {"permissions", "subscribers_count", "network_count"}
        }

    def repository(self, repo: Repo) -> dict[str, Any]:
        record, url = repo.record, f"{self.api}/repos/{repo.full_name}"
        links = {f"{name}_url": f"{url}/{path}" for name, path in REPOSITORY_LINKS.items()}
        web = f"{self.web}/{repo.full_name}"
        stars = record.get("stargazers_count") or 0
        forks = record.get("forks_count") or 0
        open_issues = repo.remembered("open", lambda: _open_threads(repo))
        return {
            "id": record["id"],
            "node_id": node_id("Repository", record["id"]),
            "name": record["name"],
            "full_name": repo.full_name,
            "private": bool(record.get("private")),
            "owner": self.user(record["owner"]),
            "html_url": web,
            "description": record.get("description"),
            "fork": bool(record.get("parent")),
            "url": url,
            **links,
            "git_url": f"git://{web.partition('://')[2]}.git",
            "ssh_url": f"git@{web.partition('://')[2]}.git",
            "clone_url": f"{web}.git",
            "svn_url": web,
            "mirror_url": None,
            "homepage": record.get("homepage"),
            "language": record.get("language"),
            "forks_count": forks,
            "forks": forks,
            "stargazers_count": stars,
            "watchers_count": stars,
            "watchers": stars,
            "subscribers_count": record.get("subscribers_count") or 0,
            "network_count": forks,
            "size": 0,
            "default_branch": record.get("default_branch") or "main",
            "open_issues_count": open_issues,
            "open_issues": open_issues,
            "topics": record.get("topics") or [],
            "has_issues": True,
            "has_projects": False,
            "has_wiki": False,
            "has_pages": False,
            "has_downloads": True,
            "has_discussions": False,
            "archived": bool(record.get("archived")),
            "disabled": False,
            "visibility": "private" if record.get("private") else "public",
            "license": None,
            "pushed_at": record.get("pushed_at") or EPOCH,
            "created_at": record.get("created_at") or EPOCH,
            "updated_at": record.get("updated_at") or EPOCH,
            "permissions": self.permissions_of(repo, self.viewer),
        }

    def permissions_of(self, repo: Repo, login: str | None) -> dict[str, bool]:
        level = level_of(self.community, login, repo)
        names = {"admin": "admin", "maintain": "maintain", "push": "write", "triage": "triage", "pull": "read"}
        return {name: at_least(level, needed) for name, needed in names.items()}

    def label(self, repo: Repo, name: str) -> dict[str, Any]:
        record = repo.labels.get(name) or {"name": name, "id": stable_id("label", repo.full_name, name)}
        return {
            "id": record["id"],
            "node_id": node_id("Label", record["id"]),
            "url": f"{self.api}/repos/{repo.full_name}/labels/{name}",
            "name": name,
            "color": record.get("color") or "ededed",
            "default": False,
            "description": record.get("description"),
        }

    def milestone(self, repo: Repo, number: int | None) -> dict[str, Any] | None:
        record = repo.milestones.get(number or 0)
        if not record:
            return None
        url = f"{self.api}/repos/{repo.full_name}/milestones/{number}"
        return {
            "id": record.get("id") or stable_id("milestone", repo.full_name, number),
            "node_id": node_id("Milestone", number),
            "url": url,
            "html_url": f"{self.web}/{repo.full_name}/milestone/{number}",
            "labels_url": f"{url}/labels",
            "number": number,
            "state": record.get("state") or "open",
            "title": record["title"],
            "description": record.get("description"),
            "creator": None,
            "open_issues": 0,
            "closed_issues": 0,
            "created_at": record.get("created_at") or EPOCH,
            "updated_at": record.get("updated_at") or record.get("created_at") or EPOCH,
            "closed_at": record.get("closed_at"),
            "due_on": record.get("due_on"),
        }

    def release(self, repo: Repo, record: Record) -> dict[str, Any]:
        url, tag = f"{self.api}/repos/{repo.full_name}/releases/{record['id']}", record["tag_name"]
        return {
            "id": record["id"],
            "node_id": node_id("Release", record["id"]),
            "url": url,
            "html_url": f"{self.web}/{repo.full_name}/releases/tag/{tag}",
            "assets_url": f"{url}/assets",
            "upload_url": f"{url}/assets{{?name,label}}",
            "tarball_url": None,
            "zipball_url": None,
            "tag_name": tag,
            "target_commitish": repo.record.get("default_branch") or "main",
            "name": record.get("name"),
            "body": record.get("body"),
            "draft": False,
            "prerelease": bool(record.get("prerelease")),
            "immutable": False,
            "created_at": record.get("created_at") or record.get("published_at") or EPOCH,
            "published_at": record.get("published_at"),
            "updated_at": record.get("published_at"),
            "author": self.user(record.get("author") or repo.record["owner"]),
            "assets": [],
        }


def _open_threads(repo: Repo) -> int:
    return sum(t["state"] == "open" for t in (*repo.issues.values(), *repo.pulls.values()))
