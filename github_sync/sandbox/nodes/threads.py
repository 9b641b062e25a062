"""Issues and pull requests over GraphQL, with all that is said in them."""

from typing import Any

from github_sync.sandbox.nodes.base import Node, connection, int32, paged
from github_sync.sandbox.nodes.commits import CommitNodes
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes import node_id
from github_sync.sandbox.shapes.threads import original_line

TIMELINE = {
    "CLOSED_EVENT": "ClosedEvent",
    "CONVERT_TO_DRAFT_EVENT": "ConvertToDraftEvent",
    "READY_FOR_REVIEW_EVENT": "ReadyForReviewEvent",
}
MERGEABLE = {True: "MERGEABLE", False: "CONFLICTING", None: "UNKNOWN"}


class ThreadNodes(CommitNodes):
    def _thread(self, repo: Repo, record: Record, kind: str, path: str) -> Node:
        number, assignees = record["number"], record.get("assignees") or []
        milestone = repo.milestones.get(record.get("milestone") or 0)
        return {
            "__typename": kind,
            "id": node_id(kind, record["id"]),
            "databaseId": int32(record["id"]),
            "fullDatabaseId": str(record["id"]),
            "number": number,
            "title": record["title"],
            "body": record.get("body") or "",
            "url": f"{self.web}/{repo.full_name}/{path}/{number}",
            "locked": bool(record.get("locked")),
            "closed": record["state"] == "closed",
            "createdAt": record["created_at"],
            "updatedAt": record["updated_at"],
            "closedAt": record.get("closed_at"),
            "author": self.actor(record.get("user")),
            "milestone": lambda _: self.milestone(repo, milestone) if milestone else None,
            "repository": lambda _: self.repository(repo),
            "labels": paged(record.get("labels") or [], lambda name: self.label(repo, name)),
            "assignees": paged([login for login in assignees if self.user(login)], self.user),
            "comments": paged(
                repo.comments_of_thread.get(number, []), lambda comment: self.comment(repo, comment, path, number)
            ),
            "timelineItems": self._timeline(record),
        }

    def _timeline(self, thread: Record) -> Any:
        closed = [self._closed_event(thread)] if thread.get("closed_at") else []
        events = [*(self._readiness_event(thread, *event) for event in thread.get("readiness") or ()), *closed]

        def items(_: Any, itemTypes: list[str] | None = None, **page: Any) -> Node:  # noqa: N803
            wanted = {TIMELINE[one] for one in itemTypes or TIMELINE}
            return connection([event for event in events if event["__typename"] in wanted], dict, **page)

        return items

    def _readiness_event(self, thread: Record, kind: str, at: str, login: str | None = None) -> Node:
        """`readiness`: pairs of `ready` or `draft` and the time, the oldest first."""
        name = "ReadyForReviewEvent" if kind == "ready" else "ConvertToDraftEvent"
        key = f"{thread['id']}:{at}"
        return {"__typename": name, "id": node_id(name, key), "createdAt": at, "actor": self.actor(login)}

    def _closed_event(self, thread: Record) -> Node:
        """A dataset keeps the last closing of a thread only, so that is its whole timeline here."""
        return {
            "__typename": "ClosedEvent",
            "id": node_id("ClosedEvent", thread["id"]),
            "createdAt": thread["closed_at"],
            "actor": self.actor(thread.get("closed_by") or thread.get("merged_by")),
        }

    def issue(self, repo: Repo, record: Record) -> Node:
        return self._thread(repo, record, "Issue", "issues") | {
            "state": record["state"].upper(),
            "stateReason": (record.get("state_reason") or "").upper() or None,
        }

    def pull(self, repo: Repo, record: Record) -> Node:
        number, files = record["number"], record.get("files") or []
        own: Node = {
            "state": pull_state(record),
            "isDraft": bool(record.get("draft")),
            "merged": bool(record.get("merged_at")),
            "mergedAt": record.get("merged_at"),
            "mergedBy": self.actor(record.get("merged_by")),
            "mergeCommit": lambda _: self.git_object(repo, record.get("merge_commit_sha")),
            "mergeable": MERGEABLE[record.get("mergeable")],
            "headRefName": record.get("head_ref") or f"pr-{number}",
            "baseRefName": record.get("base_ref") or "main",
            "headRefOid": record.get("head_sha") or (record.get("commits") or [repo.head_sha])[-1] or "0" * 40,
            "baseRefOid": record.get("base_sha") or repo.head_sha or "0" * 40,
            "headRepository": lambda _: self._head_repository(repo, record),
            "isCrossRepository": record.get("head_repo", repo.id) != repo.id,
            "additions": record.get("additions") or sum((e[1] or 0) for e in files if len(e) > 1),
            "deletions": record.get("deletions") or sum((e[2] or 0) for e in files if len(e) > 2),
            "changedFiles": record.get("changed_files") or len(files),
            "files": paged(files, _changed_file),
            "commits": lambda _, **page: self._commits(repo, record, **page),
            "reviews": paged(repo.reviews_of_pull.get(number, []), lambda r: self.review(repo, r)),
            "reviewRequests": paged(record.get("requested_reviewers") or [], self._review_request),
            "closingIssuesReferences": paged(
                [n for n in repo.closes.get(number, ()) if n in repo.issues],
                lambda n: self.issue(repo, repo.issues[n]),
            ),
        }
        return self._thread(repo, record, "PullRequest", "pull") | own

    def _head_repository(self, repo: Repo, record: Record) -> Node | None:
        origin = self.community.by_id(record.get("head_repo", repo.id))
        return self.repository(origin) if origin and self.sees(origin) else None

    def _commits(self, repo: Repo, record: Record, **page: Any) -> Node:
        known = [repo.commits[sha] for sha in record.get("commits") or () if sha in repo.commits]
        make = paged(known, lambda c: {"id": node_id("PullRequestCommit", c["sha"]), "commit": self.commit(repo, c)})
        return make(None, **page)

    def _review_request(self, login: str) -> Node:
        return {"id": node_id("ReviewRequest", login), "requestedReviewer": self.actor(login)}

    def label(self, repo: Repo, name: str) -> Node:
        record = repo.labels[name]
        return {
            "__typename": "Label",
            "id": node_id("Label", record["id"]),
            "name": name,
            "color": record.get("color") or "ededed",
            "description": record.get("description"),
            "isDefault": False,
        }

    def comment(self, repo: Repo, record: Record, path: str, number: int) -> Node:
        where = f"{repo.full_name}/{path}/{number}#issuecomment-{record['id']}"
        return self._said(record, "IssueComment", where) | {"repository": lambda _: self.repository(repo)}

    def _said(self, record: Record, kind: str, path: str) -> Node:
        return {
            "__typename": kind,
            "id": node_id(kind, record["id"]),
            "databaseId": int32(record["id"]),
            "fullDatabaseId": str(record["id"]),
            "body": record.get("body") or "",
            "url": f"{self.web}/{path}",
            "createdAt": record.get("created_at"),
            "updatedAt": record.get("updated_at") or record.get("created_at"),
            "author": self.actor(record.get("user")),
        }

    def review(self, repo: Repo, record: Record) -> Node:
        pull = f"{repo.full_name}/pull/{record['pull']}"
        moments = {"createdAt": record.get("submitted_at"), "updatedAt": record.get("submitted_at")}
        return (
            self._said(record, "PullRequestReview", f"{pull}#pullrequestreview-{record['id']}")
            | moments
            | {
                "state": record.get("state") or "COMMENTED",
                "submittedAt": record.get("submitted_at"),
                "comments": paged(_comments_of(repo, record), lambda c: self.review_comment(repo, c)),
            }
        )

    def review_comment(self, repo: Repo, record: Record) -> Node:
        where = f"{repo.full_name}/pull/{record['pull']}#discussion_r{record['id']}"
        original = original_line(record)
        return self._said(record, "PullRequestReviewComment", where) | {
            "path": record.get("path") or "",
            "line": record.get("line"),
            "startLine": record.get("start_line"),
            "originalLine": original,
            "originalStartLine": record.get("original_start_line", record.get("start_line")),
            "diffHunk": record.get("diff_hunk") or "",
            "outdated": original is not None and record.get("line") is None,
        }


def pull_state(record: Record) -> str:
    return "MERGED" if record.get("merged_at") else str(record["state"]).upper()


def _comments_of(repo: Repo, review: Record) -> list[Record]:
    found = repo.review_comments_of_pull.get(review["pull"], ())
    return [comment for comment in found if _review_of(repo, comment) == review["id"]]


def _review_of(repo: Repo, comment: Record) -> int | None:
    """The review a comment belongs to: the named one, else the first by the same person, else the first."""
    if comment.get("review"):
        return int(comment["review"])
    reviews = repo.reviews_of_pull.get(comment["pull"], [])
    own = [review for review in reviews if review.get("user") == comment.get("user")]
    found = own or reviews
    return int(found[0]["id"]) if found else None


def _changed_file(entry: list[Any]) -> Node:
    path, added, removed = (*entry, 0, 0)[:3]
    return {"path": path, "additions": added or 0, "deletions": removed or 0}
