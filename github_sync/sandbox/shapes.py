"""Records as GitHub's REST API shapes them."""

import base64
from typing import Any

from github_sync.sandbox.dataset import Community, Record, Repo, blob_sha, stable_id

EPOCH = "2008-01-01T00:00:00Z"


def node_id(kind: str, number: object) -> str:
    return base64.b64encode(f"0:{kind}:{number}".encode()).decode()


class Shapes:
    """Builds answers for one request; `web` and `api` are the addresses the client used."""

    def __init__(self, community: Community, web: str, api: str) -> None:
        self.community, self.web, self.api = community, web, api

    def user(self, login: str | None) -> dict[str, Any] | None:
        record = self.community.user(login)
        return self._simple_user(record) if record else None

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

    def repository(self, repo: Repo) -> dict[str, Any]:
        record, url = repo.record, f"{self.api}/repos/{repo.full_name}"
        links = {f"{name}_url": f"{url}/{path}" for name, path in REPOSITORY_LINKS.items()}
        web = f"{self.web}/{repo.full_name}"
        stars = record.get("stargazers_count") or 0
        forks = record.get("forks_count") or 0
        open_issues = sum(t["state"] == "open" for t in (*repo.issues.values(), *repo.pulls.values()))
        return {
            "id": record["id"],
            "node_id": node_id("Repository", record["id"]),
            "name": record["name"],
            "full_name": repo.full_name,
            "private": bool(record.get("private")),
            "owner": self.user(record["owner"]),
            "html_url": web,
            "description": record.get("description"),
            "fork": False,
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
            "permissions": {"admin": False, "maintain": False, "push": False, "triage": False, "pull": True},
        }

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

    def issue(self, repo: Repo, record: Record) -> dict[str, Any]:
        """An issue, or a pull request as the issues endpoints show it."""
        number = record["number"]
        is_pull = number in repo.pulls
        url = f"{self.api}/repos/{repo.full_name}/issues/{number}"
        web = f"{self.web}/{repo.full_name}/{'pull' if is_pull else 'issues'}/{number}"
        assignees = [self.user(login) for login in record.get("assignees") or ()]
        shape: dict[str, Any] = {
            "id": record["id"],
            "node_id": node_id("PullRequest" if is_pull else "Issue", record["id"]),
            "url": url,
            "repository_url": f"{self.api}/repos/{repo.full_name}",
            "labels_url": f"{url}/labels{{/name}}",
            "comments_url": f"{url}/comments",
            "events_url": f"{url}/events",
            "timeline_url": f"{url}/timeline",
            "html_url": web,
            "number": number,
            "state": record["state"],
            "state_reason": record.get("state_reason"),
            "title": record["title"],
            "body": record.get("body"),
            "user": self.user(record.get("user")),
            "labels": [self.label(repo, name) for name in record.get("labels") or ()],
            "assignee": assignees[0] if assignees else None,
            "assignees": assignees,
            "milestone": self.milestone(repo, record.get("milestone")),
            "locked": bool(record.get("locked")),
            "active_lock_reason": None,
            "comments": len(repo.comments_of_thread.get(number, ())),
            "closed_at": record.get("closed_at"),
            "closed_by": self.user(record.get("closed_by")),
            "created_at": record["created_at"],
            "updated_at": record["updated_at"],
            "author_association": "CONTRIBUTOR" if record.get("user") else "NONE",
            "reactions": self.reactions(url),
            "performed_via_github_app": None,
        }
        if is_pull:
            pull_url = f"{self.api}/repos/{repo.full_name}/pulls/{number}"
            shape["draft"] = bool(record.get("draft"))
            shape["pull_request"] = {
                "url": pull_url,
                "html_url": web,
                "diff_url": f"{web}.diff",
                "patch_url": f"{web}.patch",
                "merged_at": record.get("merged_at"),
            }
        return shape

    def reactions(self, url: str) -> dict[str, Any]:
        kinds = ("+1", "-1", "laugh", "hooray", "confused", "heart", "rocket", "eyes")
        return {"url": f"{url}/reactions", "total_count": 0, **dict.fromkeys(kinds, 0)}

    def pull(self, repo: Repo, record: Record, *, is_whole: bool = False) -> dict[str, Any]:
        number = record["number"]
        url = f"{self.api}/repos/{repo.full_name}/pulls/{number}"
        issue_url = f"{self.api}/repos/{repo.full_name}/issues/{number}"
        shape = self.issue(repo, record)
        for key in (
            "repository_url",
            "labels_url",
            "events_url",
            "timeline_url",
            "pull_request",
            "reactions",
            "performed_via_github_app",
            "state_reason",
            "closed_by",
            "comments",
        ):
            shape.pop(key, None)
        shape |= {
            "url": url,
            "issue_url": issue_url,
            "diff_url": f"{shape['html_url']}.diff",
            "patch_url": f"{shape['html_url']}.patch",
            "commits_url": f"{url}/commits",
            "review_comments_url": f"{url}/comments",
            "review_comment_url": f"{self.api}/repos/{repo.full_name}/pulls/comments{{/number}}",
            "comments_url": f"{issue_url}/comments",
            "statuses_url": f"{self.api}/repos/{repo.full_name}/statuses/{record.get('merge_commit_sha') or ''}",
            "draft": bool(record.get("draft")),
            "merged_at": record.get("merged_at"),
            "merge_commit_sha": record.get("merge_commit_sha"),
            "requested_reviewers": [],
            "requested_teams": [],
            "auto_merge": None,
            "head": self._branch(repo, record.get("head_ref") or f"pr-{number}", record),
            "base": self._branch(repo, record.get("base_ref") or "main", record),
        }
        shape["_links"] = {
            name: {"href": shape[key]}
            for name, key in (
                ("self", "url"),
                ("html", "html_url"),
                ("issue", "issue_url"),
                ("comments", "comments_url"),
                ("review_comments", "review_comments_url"),
                ("review_comment", "review_comment_url"),
                ("commits", "commits_url"),
                ("statuses", "statuses_url"),
            )
        }
        if is_whole:
            shape |= {
                "merged": bool(record.get("merged_at")),
                "mergeable": None,
                "rebaseable": None,
                "mergeable_state": "unknown",
                "merged_by": self.user(record.get("merged_by")),
                "comments": len(repo.comments_of_thread.get(number, ())),
                "review_comments": len(repo.review_comments_of_pull.get(number, ())),
                "maintainer_can_modify": False,
                "commits": len(record.get("commits") or ()),
                "additions": _sum(record, "additions", 1),
                "deletions": _sum(record, "deletions", 2),
                "changed_files": record.get("changed_files") or len(record.get("files") or ()),
            }
        return shape

    def _branch(self, repo: Repo, ref: str, pull: Record) -> dict[str, Any]:
        sha = (pull.get("commits") or [pull.get("merge_commit_sha") or repo.head_sha])[-1] or ""
        owner = repo.record["owner"]
        return {
            "label": f"{owner}:{ref}",
            "ref": ref,
            "sha": sha,
            "user": self.user(owner),
            "repo": self.repository(repo),
        }

    def issue_comment(self, repo: Repo, record: Record) -> dict[str, Any]:
        thread = "pull" if record["issue"] in repo.pulls else "issues"
        url = f"{self.api}/repos/{repo.full_name}/issues/comments/{record['id']}"
        return {
            "id": record["id"],
            "node_id": node_id("IssueComment", record["id"]),
            "url": url,
            "html_url": f"{self.web}/{repo.full_name}/{thread}/{record['issue']}#issuecomment-{record['id']}",
            "issue_url": f"{self.api}/repos/{repo.full_name}/issues/{record['issue']}",
            "body": record.get("body") or "",
            "user": self.user(record.get("user")),
            "created_at": record["created_at"],
            "updated_at": record.get("updated_at") or record["created_at"],
            "author_association": "CONTRIBUTOR",
            "reactions": self.reactions(url),
            "performed_via_github_app": None,
        }

    def review(self, repo: Repo, record: Record) -> dict[str, Any]:
        pull_url = f"{self.api}/repos/{repo.full_name}/pulls/{record['pull']}"
        web = f"{self.web}/{repo.full_name}/pull/{record['pull']}#pullrequestreview-{record['id']}"
        return {
            "id": record["id"],
            "node_id": node_id("PullRequestReview", record["id"]),
            "user": self.user(record.get("user")),
            "body": record.get("body") or "",
            "state": record.get("state") or "COMMENTED",
            "html_url": web,
            "pull_request_url": pull_url,
            "author_association": "MEMBER",
            "_links": {"html": {"href": web}, "pull_request": {"href": pull_url}},
            "submitted_at": record.get("submitted_at") or EPOCH,
            "commit_id": (repo.pulls[record["pull"]].get("commits") or [None])[-1],
        }

    def review_comment(self, repo: Repo, record: Record) -> dict[str, Any]:
        url = f"{self.api}/repos/{repo.full_name}/pulls/comments/{record['id']}"
        pull_url = f"{self.api}/repos/{repo.full_name}/pulls/{record['pull']}"
        web = f"{self.web}/{repo.full_name}/pull/{record['pull']}#discussion_r{record['id']}"
        sha = (repo.pulls.get(record["pull"], {}).get("commits") or [repo.head_sha])[-1]
        return {
            "id": record["id"],
            "node_id": node_id("PullRequestReviewComment", record["id"]),
            "url": url,
            "pull_request_review_id": record.get("review"),
            "diff_hunk": "",
            "path": record.get("path") or "",
            "commit_id": sha,
            "original_commit_id": sha,
            "user": self.user(record.get("user")),
            "body": record.get("body") or "",
            "created_at": record["created_at"],
            "updated_at": record.get("updated_at") or record["created_at"],
            "html_url": web,
            "pull_request_url": pull_url,
            "author_association": "MEMBER",
            "_links": {"self": {"href": url}, "html": {"href": web}, "pull_request": {"href": pull_url}},
            "reactions": self.reactions(url),
        }

    def commit(self, repo: Repo, record: Record, *, with_files: bool = False) -> dict[str, Any]:
        sha, url = record["sha"], f"{self.api}/repos/{repo.full_name}/commits/{record['sha']}"
        author, committer = record["author"], record.get("committer") or record["author"]
        shape: dict[str, Any] = {
            "sha": sha,
            "node_id": node_id("Commit", sha),
            "url": url,
            "html_url": f"{self.web}/{repo.full_name}/commit/{sha}",
            "comments_url": f"{url}/comments",
            "commit": {
                "url": f"{self.api}/repos/{repo.full_name}/git/commits/{sha}",
                "message": record.get("message") or "",
                "author": {key: author.get(key) or "" for key in ("name", "email", "date")},
                "committer": {key: committer.get(key) or "" for key in ("name", "email", "date")},
                "tree": {"sha": sha, "url": f"{self.api}/repos/{repo.full_name}/git/trees/{sha}"},
                "comment_count": 0,
                "verification": {
                    "verified": False,
                    "reason": "unsigned",
                    "payload": None,
                    "signature": None,
                    "verified_at": None,
                },
            },
            "author": self.user(author.get("login")),
            "committer": self.user(committer.get("login")),
            "parents": [
                {
                    "sha": parent,
                    "url": f"{self.api}/repos/{repo.full_name}/commits/{parent}",
                    "html_url": f"{self.web}/{repo.full_name}/commit/{parent}",
                }
                for parent in record.get("parents") or ()
            ],
        }
        if with_files:
            stats = record.get("stats") or {}
            added, removed = stats.get("additions") or 0, stats.get("deletions") or 0
            shape["stats"] = {"additions": added, "deletions": removed, "total": added + removed}
            shape["files"] = [self.file(repo, sha, entry) for entry in record.get("files") or ()]
        return shape

    def file(self, repo: Repo, sha: str, entry: list[Any]) -> dict[str, Any]:
        path, added, removed = (*entry, 0, 0)[:3]
        return {
            "sha": blob_sha(path.encode()),
            "filename": path,
            "status": "modified",
            "additions": added or 0,
            "deletions": removed or 0,
            "changes": (added or 0) + (removed or 0),
            "blob_url": f"{self.web}/{repo.full_name}/blob/{sha}/{path}",
            "raw_url": f"{self.web}/{repo.full_name}/raw/{sha}/{path}",
            "contents_url": f"{self.api}/repos/{repo.full_name}/contents/{path}?ref={sha}",
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


def _sum(record: Record, key: str, position: int) -> int:
    return int(record.get(key) or sum((entry[position] or 0) for entry in record.get("files") or () if len(entry) > 2))


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
