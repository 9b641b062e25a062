"""Issues and pull requests with their comments and reviews."""

from typing import Any

from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes.accounts import EPOCH, node_id
from github_sync.sandbox.shapes.repositories import RepositoryShapes


class ThreadShapes(RepositoryShapes):
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
            "requested_reviewers": [self.user(login) for login in record.get("requested_reviewers") or ()],
            "requested_teams": [],
            "auto_merge": None,
            "head": self._head(repo, record),
            "base": self._side(repo, record.get("base_ref") or "main", record.get("base_sha") or _last(repo, record)),
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
                "mergeable": record.get("mergeable"),
                "rebaseable": None,
                "mergeable_state": {True: "clean", False: "dirty"}.get(bool(record["mergeable"]))
                if record.get("mergeable") is not None
                else "unknown",
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

    def _head(self, repo: Repo, pull: Record) -> dict[str, Any]:
        """In the fork where the pull request comes from one; a deleted fork is null."""
        ref, sha = pull.get("head_ref") or f"pr-{pull['number']}", pull.get("head_sha") or _last(repo, pull)
        number = pull.get("head_repo", repo.id)
        origin = repo if number == repo.id else self.community.by_id(number)
        if origin is None:
            return {**self._side(repo, ref, sha), "label": f"unknown:{ref}", "repo": None, "user": None}
        return self._side(origin, ref, sha)

    def head_label(self, repo: Repo, pull: Record) -> str:
        """OWNER:BRANCH."""
        origin = self.community.by_id(pull["head_repo"]) if pull.get("head_repo") else repo
        return f"{origin.record['owner'] if origin else 'unknown'}:{pull.get('head_ref')}"

    def _side(self, repo: Repo, ref: str, sha: str) -> dict[str, Any]:
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
            **({"in_reply_to_id": record["in_reply_to"]} if record.get("in_reply_to") else {}),
            "diff_hunk": record.get("diff_hunk") or "",
            "path": record.get("path") or "",
            **_lines(record),
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


def original_line(comment: Record) -> int | None:
    """A dataset may name `line` alone: then nothing has moved since."""
    number = comment.get("original_line", comment.get("line"))
    return int(number) if number is not None else None


def _lines(comment: Record) -> dict[str, Any]:
    original, start = original_line(comment), comment.get("start_line")
    side = comment.get("side") or "RIGHT"
    return {
        **({"line": comment.get("line"), "original_line": original} if original else {}),
        "start_line": start,
        "original_start_line": comment.get("original_start_line", start),
        "side": side,
        "start_side": side if start else None,
        "subject_type": "file" if original is None else "line",
    }


def _sum(record: Record, key: str, position: int) -> int:
    return int(record.get(key) or sum((entry[position] or 0) for entry in record.get("files") or () if len(entry) > 2))


def _last(repo: Repo, pull: Record) -> str:
    return (pull.get("commits") or [pull.get("merge_commit_sha") or repo.head_sha])[-1] or ""
