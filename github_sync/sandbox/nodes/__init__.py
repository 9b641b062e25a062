"""Records as GitHub's GraphQL API shows them: mappings whose connections are computed when asked for."""

import base64
from typing import Any

from graphql import GraphQLError

from github_sync.sandbox.nodes.base import Node, type_of
from github_sync.sandbox.nodes.repositories import RepositoryNodes, not_found
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo

__all__ = ["Nodes", "not_found", "type_of"]
KINDS = {
    "Issue": "issues",
    "PullRequest": "pulls",
    "IssueComment": "issue_comments",
    "PullRequestReview": "reviews",
    "PullRequestReviewComment": "review_comments",
    "Release": "releases",
}


class Nodes(RepositoryNodes):
    """All nodes, and each by its global id."""

    def by_id(self, global_id: str) -> Node:
        """Raises GraphQLError."""
        try:
            _, kind, number = base64.b64decode(global_id, validate=True).decode().split(":", 2)
            found = self._found(kind, number)
        except ValueError:
            found = None
        if found is None:
            raise not_found(f"Could not resolve to a node with the global id of '{global_id}'")
        return found

    def by_id_or_error(self, global_id: str) -> Node | GraphQLError:
        """In a list of nodes one that is not there is an error in its place."""
        try:
            return self.by_id(global_id)
        except GraphQLError as error:
            return error

    def _found(self, kind: str, number: str) -> Node | None:
        if kind == "User":
            logins = (u["login"] for u in self.community.users.values() if u["id"] == int(number))
            return self.actor(next(logins, None))
        if kind == "Repository":
            repo = self.community.by_id(int(number))
            return self.repository(repo) if repo and self.sees(repo) else None
        if kind not in KINDS and kind != "Commit":
            return None
        for repo in self.community.repos.values():
            record = repo.commits.get(number) if kind == "Commit" else _by_id(repo, KINDS[kind]).get(int(number))
            if record is not None and self.sees(repo):
                return self._node(repo, kind, record)
        return None

    def _node(self, repo: Repo, kind: str, record: Record) -> Node:
        if kind == "IssueComment":
            path = "pull" if record["issue"] in repo.pulls else "issues"
            return self.comment(repo, record, path, record["issue"])
        make: dict[str, Any] = {
            "Issue": self.issue,
            "PullRequest": self.pull,
            "PullRequestReview": self.review,
            "PullRequestReviewComment": self.review_comment,
            "Release": self.release,
            "Commit": self.commit,
        }
        node: Node = make[kind](repo, record)
        return node


def _by_id(repo: Repo, listing: str) -> dict[int, Record]:
    """Only threads and releases are kept by something else than their id."""
    kept = getattr(repo, listing)
    if listing in {"issues", "pulls", "releases"}:
        records = kept.values() if isinstance(kept, dict) else kept
        kept = repo.remembered(("ids", listing), lambda: {record["id"]: record for record in records})
    found: dict[int, Record] = kept
    return found
