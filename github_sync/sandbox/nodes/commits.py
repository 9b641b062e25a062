"""Commits over GraphQL."""

from github_sync.domain.coauthors import co_authors
from github_sync.sandbox.nodes.base import AccountNodes, Node, connection, paged
from github_sync.sandbox.nodes.blobs import blob
from github_sync.sandbox.nodes.trees import tree, tree_before, tree_of
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes import node_id


class CommitNodes(AccountNodes):
    def git_object(self, repo: Repo, name: str | None) -> Node | None:
        sha = repo.branches.resolve(name) if name else None
        record = repo.commits.get(sha or "")
        if record is None and name in repo.branches.objects.trees:
            return tree(repo.branches.objects, name)
        if record is None and name in repo.branches.objects.blobs:
            return blob(name, repo.branches.objects.blobs[name])
        return self.commit(repo, record) if record else None

    def _parent_of(self, repo: Repo, record: Record, oid: str) -> Node | None:
        parent = repo.commits.get(oid)
        if parent is None:
            return None
        return {**self.commit(repo, parent), "tree": lambda _: tree_before(repo.branches.objects, record, parent)}

    def commit(self, repo: Repo, record: Record) -> Node:
        author, sha = record["author"], record["sha"]
        committer = record.get("committer") or author
        stats = record.get("stats") or {}
        message = record.get("message") or ""
        return {
            "__typename": "Commit",
            "id": node_id("Commit", sha),
            "oid": sha,
            "message": message,
            "messageHeadline": message.partition("\n")[0],
            "authoredDate": author["date"],
            "committedDate": committer["date"],
            "additions": stats.get("additions") or 0,
            "deletions": stats.get("deletions") or 0,
            "changedFilesIfAvailable": len(record.get("files") or ()),
            "url": f"{self.web}/{repo.full_name}/commit/{sha}",
            "author": lambda _: self._git_actor(author),
            "committer": lambda _: self._git_actor(committer),
            "authors": lambda _, **page: connection(
                [author, *self._co_authors(repo, message, author)], self._git_actor, **page
            ),
            "tree": lambda _: tree_of(repo.branches.objects, record),
            "parents": paged(record.get("parents") or [], lambda oid: self._parent_of(repo, record, oid)),
            "associatedPullRequests": lambda _, **page: connection(
                repo.pulls_of_commit.get(sha, []), lambda n: self.pull(repo, repo.pulls[n]), **page
            ),
            "history": lambda _, since=None, until=None, **page: connection(
                _between(repo, sha, since, until), lambda c: self.commit(repo, c), **page
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


def _between(repo: Repo, sha: str, since: str | None, until: str | None) -> list[Record]:
    found = repo.branches.history(sha)
    if since:
        found = [c for c in found if c["committer"]["date"] >= since]
    if until:
        found = [c for c in found if c["committer"]["date"] <= until]
    return found
