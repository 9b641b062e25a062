"""Commits and the files they change."""

from typing import Any

from github_sync.sandbox.dataset import Record, Repo, blob_sha
from github_sync.sandbox.shapes.accounts import AccountShapes, node_id


class CommitShapes(AccountShapes):
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
