"""Records as GitHub's GraphQL API shows them: mappings whose connections are computed when asked for."""

import base64
from collections.abc import Callable, Sequence
from typing import Any

from graphql import GraphQLError, GraphQLResolveInfo

from github_sync.domain.coauthors import co_authors
from github_sync.sandbox.community import Community
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes import node_id

Node = dict[str, Any]


def connection(
    records: Sequence[Any], node: Callable[[Any], Node | None], first: int | None, after: str | None
) -> Node:
    """One page; cursors are opaque positions. GitHub refuses pages without a size or of more than 100."""
    if first is None:
        raise GraphQLError("You must provide a `first` or `last` value to properly paginate the connection.")
    if not 0 <= first <= 100:
        raise GraphQLError(
            "Requesting more than 100 records on the connection exceeds the `first` limit of 100 records."
        )
    start = _position(after) if after else 0
    page = records[start : start + first]
    return {
        "nodes": [node(record) for record in page],
        "totalCount": len(records),
        "pageInfo": {
            "hasNextPage": start + len(page) < len(records),
            "hasPreviousPage": start > 0,
            "startCursor": _cursor(start) if page else None,
            "endCursor": _cursor(start + len(page)) if page else None,
        },
    }


def _cursor(position: int) -> str:
    return base64.b64encode(f"cursor:{position}".encode()).decode()


def _position(cursor: str) -> int:
    try:
        return int(base64.b64decode(cursor).decode().removeprefix("cursor:"))
    except ValueError as error:
        raise GraphQLError(f"`{cursor}` does not appear to be a valid cursor.") from error


class Nodes:
    """Builds the nodes of one request."""

    def __init__(self, community: Community, web: str) -> None:
        self.community, self.web = community, web

    def actor(self, login: str | None) -> Node | None:
        record = self.community.user(login)
        if record is None:
            return None
        return {
            "__typename": record.get("type") or "User",
            "id": node_id("User", record["id"]),
            "databaseId": record["id"],
            "login": record["login"].removesuffix("[bot]"),
            "name": record.get("name"),
            "company": record.get("company"),
            "avatarUrl": f"{self.web}/avatars/{record['id']}",
            "url": f"{self.web}/{record['login']}",
        }

    def user(self, login: str | None) -> Node | None:
        node = self.actor(login)
        return node if node and node["__typename"] == "User" else None

    def repository(self, repo: Repo) -> Node:
        record = repo.record
        return {
            "id": node_id("Repository", record["id"]),
            "databaseId": record["id"],
            "name": record["name"],
            "nameWithOwner": repo.full_name,
            "url": f"{self.web}/{repo.full_name}",
            "isArchived": bool(record.get("archived")),
            "updatedAt": record.get("updated_at"),
            "defaultBranchRef": lambda _: self._default_branch(repo),
            "object": lambda _, expression=None, oid=None: self._object(repo, oid or expression),
            "issues": lambda _, **args: self._issues(repo, **args),
            "pullRequests": lambda _, **args: self._pulls(repo, **args),
            "issue": lambda _, number: self.issue(repo, repo.issues[number]) if number in repo.issues else None,
            "pullRequest": lambda _, number: self.pull(repo, repo.pulls[number]) if number in repo.pulls else None,
        }

    def _default_branch(self, repo: Repo) -> Node | None:
        if not repo.commits:
            return None
        name = repo.record.get("default_branch") or "main"
        return {"id": node_id("Ref", name), "name": name, "target": self._object(repo, repo.head_sha)}

    def _object(self, repo: Repo, oid: str | None) -> Node | None:
        record = repo.commits.get(oid or "")
        return self.commit(repo, record) if record else None

    def _issues(
        self,
        repo: Repo,
        first: int | None = None,
        after: str | None = None,
        orderBy: Any = None,  # noqa: N803
        filterBy: Any = None,  # noqa: N803
        states: Any = None,
    ) -> Node:
        since = (filterBy or {}).get("since") or ""
        found = [i for i in repo.issues.values() if i["updated_at"] >= since]
        if states:
            found = [i for i in found if i["state"].upper() in states]
        return connection(_ordered(found, orderBy), lambda record: self.issue(repo, record), first, after)

    def _pulls(
        self,
        repo: Repo,
        first: int | None = None,
        after: str | None = None,
        orderBy: Any = None,  # noqa: N803
        states: Any = None,
    ) -> Node:
        found = list(repo.pulls.values())
        if states:
            found = [p for p in found if _pull_state(p) in states]
        return connection(_ordered(found, orderBy), lambda record: self.pull(repo, record), first, after)

    def _thread(self, repo: Repo, record: Record, kind: str, path: str) -> Node:
        number, labels, assignees = record["number"], record.get("labels") or [], record.get("assignees") or []
        return {
            "id": node_id(kind, record["id"]),
            "databaseId": _int32(record["id"]),
            "fullDatabaseId": record["id"],
            "number": number,
            "title": record["title"],
            "body": record.get("body") or "",
            "url": f"{self.web}/{repo.full_name}/{path}/{number}",
            "locked": bool(record.get("locked")),
            "createdAt": record["created_at"],
            "updatedAt": record["updated_at"],
            "closedAt": record.get("closed_at"),
            "author": lambda _: self.actor(record.get("user")),
            "milestone": repo.milestones.get(record.get("milestone") or 0),
            "repository": lambda _: self.repository(repo),
            "labels": lambda _, first=None, after=None: connection(
                labels, lambda name: self.label(repo, name), first, after
            ),
            "assignees": lambda _, first=None, after=None: connection(
                [login for login in assignees if self.user(login)], lambda login: self.user(login) or {}, first, after
            ),
            "comments": lambda _, first=None, after=None: connection(
                repo.comments_of_thread.get(number, []), lambda c: self._comment(repo, c, path, number), first, after
            ),
            "timelineItems": lambda _, first=None, after=None, last=None, itemTypes=None: connection(  # noqa: N803
                [record] if record.get("closed_at") else [], self._closed_event, first or last, after
            ),
        }

    def _closed_event(self, thread: Record) -> Node:
        """A dataset keeps the last closing of a thread only, so that is its whole timeline here."""
        return {
            "__typename": "ClosedEvent",
            "id": node_id("ClosedEvent", thread["id"]),
            "createdAt": thread["closed_at"],
            "actor": lambda _: self.actor(thread.get("closed_by") or thread.get("merged_by")),
        }

    def issue(self, repo: Repo, record: Record) -> Node:
        return self._thread(repo, record, "Issue", "issues") | {
            "state": record["state"].upper(),
            "stateReason": (record.get("state_reason") or "").upper() or None,
        }

    def pull(self, repo: Repo, record: Record) -> Node:
        number, files = record["number"], record.get("files") or []
        commits = [repo.commits[sha] for sha in record.get("commits") or () if sha in repo.commits]
        own: Node = {
            "state": _pull_state(record),
            "isDraft": bool(record.get("draft")),
            "merged": bool(record.get("merged_at")),
            "mergedAt": record.get("merged_at"),
            "mergedBy": lambda _: self.actor(record.get("merged_by")),
            "mergeCommit": lambda _: self._object(repo, record.get("merge_commit_sha")),
            "headRefName": record.get("head_ref") or f"pr-{number}",
            "baseRefName": record.get("base_ref") or "main",
            "additions": record.get("additions") or sum((e[1] or 0) for e in files if len(e) > 1),
            "deletions": record.get("deletions") or sum((e[2] or 0) for e in files if len(e) > 2),
            "changedFiles": record.get("changed_files") or len(files),
            "files": lambda _, first=None, after=None: connection(files, _changed_file, first, after),
            "commits": lambda _, first=None, after=None: connection(
                commits,
                lambda c: {"id": node_id("PullRequestCommit", c["sha"]), "commit": self.commit(repo, c)},
                first,
                after,
            ),
            "reviews": lambda _, first=None, after=None: connection(
                repo.reviews_of_pull.get(number, []), lambda r: self._review(repo, r), first, after
            ),
            "closingIssuesReferences": lambda _, first=None, after=None: connection(
                [n for n in repo.closes.get(number, ()) if n in repo.issues],
                lambda n: self.issue(repo, repo.issues[n]),
                first,
                after,
            ),
        }
        return self._thread(repo, record, "PullRequest", "pull") | own

    def label(self, repo: Repo, name: str) -> Node:
        record = repo.labels[name]
        return {
            "id": node_id("Label", record["id"]),
            "name": name,
            "color": record.get("color") or "ededed",
            "description": record.get("description"),
        }

    def _comment(self, repo: Repo, record: Record, path: str, number: int) -> Node:
        return self._said(record, "IssueComment", f"{repo.full_name}/{path}/{number}#issuecomment-{record['id']}")

    def _said(self, record: Record, kind: str, path: str) -> Node:
        return {
            "id": node_id(kind, record["id"]),
            "databaseId": _int32(record["id"]),
            "fullDatabaseId": record["id"],
            "body": record.get("body") or "",
            "url": f"{self.web}/{path}",
            "createdAt": record.get("created_at"),
            "updatedAt": record.get("updated_at") or record.get("created_at"),
            "author": lambda _: self.actor(record.get("user")),
        }

    def _review(self, repo: Repo, record: Record) -> Node:
        pull = f"{repo.full_name}/pull/{record['pull']}"
        comments = [
            c for c in repo.review_comments_of_pull.get(record["pull"], ()) if _review_of(repo, c) == record["id"]
        ]
        return self._said(record, "PullRequestReview", f"{pull}#pullrequestreview-{record['id']}") | {
            "state": record.get("state") or "COMMENTED",
            "submittedAt": record.get("submitted_at"),
            "comments": lambda _, first=None, after=None: connection(
                comments,
                lambda c: (
                    self._said(c, "PullRequestReviewComment", f"{pull}#discussion_r{c['id']}")
                    | {"path": c.get("path") or ""}
                ),
                first,
                after,
            ),
        }

    def commit(self, repo: Repo, record: Record) -> Node:
        author, sha = record["author"], record["sha"]
        stats = record.get("stats") or {}
        message = record.get("message") or ""
        return {
            "__typename": "Commit",
            "id": node_id("Commit", sha),
            "oid": sha,
            "message": message,
            "messageHeadline": message.partition("\n")[0],
            "authoredDate": author["date"],
            "committedDate": (record.get("committer") or author)["date"],
            "additions": stats.get("additions") or 0,
            "deletions": stats.get("deletions") or 0,
            "url": f"{self.web}/{repo.full_name}/commit/{sha}",
            "author": lambda _: self._git_actor(author),
            "authors": lambda _, first=None, after=None: connection(
                [author, *self._co_authors(repo, message, author)], self._git_actor, first, after
            ),
            "parents": lambda _, first=None, after=None: connection(
                record.get("parents") or [], lambda oid: self._object(repo, oid), first, after
            ),
            "associatedPullRequests": lambda _, first=None, after=None: connection(
                repo.pulls_of_commit.get(sha, []), lambda n: self.pull(repo, repo.pulls[n]), first, after
            ),
            "history": lambda _, first=None, after=None, since=None: connection(
                [c for c in repo.history if not since or c["committer"]["date"] >= since],
                lambda c: self.commit(repo, c),
                first,
                after,
            ),
        }

    def _co_authors(self, repo: Repo, message: str, author: Record) -> list[Record]:
        return [
            {"name": name, "email": email, "login": repo.login_of_address.get(email)}
            for name, email in co_authors(message, author.get("email") or "")
        ]

    def _git_actor(self, author: Record) -> Node:
        return {
            "name": author.get("name"),
            "email": author.get("email"),
            "date": author.get("date"),
            "user": self.user(author.get("login")),
        }


def type_of(value: Node, info: GraphQLResolveInfo, _type: Any) -> str:
    return str(value["__typename"])


def _pull_state(record: Record) -> str:
    return "MERGED" if record.get("merged_at") else str(record["state"]).upper()


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


def _int32(number: int) -> int | None:
    """GraphQL's Int has 32 bits; GitHub answers null for larger ids."""
    return number if number < 2**31 else None


def _ordered(found: list[Record], order: dict[str, str] | None) -> list[Record]:
    key = {"UPDATED_AT": "updated_at"}.get((order or {}).get("field", ""), "created_at")
    is_descending = (order or {}).get("direction") == "DESC"
    return sorted(found, key=lambda record: (record[key], record["number"]), reverse=is_descending)
