"""Commits and the files they change."""

from typing import Any

from github_sync.sandbox.git import blob_sha
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
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
                "tree": {
                    "sha": record.get("tree") or sha,
                    "url": f"{self.api}/repos/{repo.full_name}/git/trees/{record.get('tree') or sha}",
                },
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
        former = {"previous_filename": entry[4]} if len(entry) > 4 else {}
        return {
            "sha": (repo.branches.objects.files(sha) or {}).get(path, ("", blob_sha(path.encode())))[1],
            "filename": path,
            "status": entry[3] if len(entry) > 3 else "modified",
            "additions": added or 0,
            "deletions": removed or 0,
            "changes": (added or 0) + (removed or 0),
            "blob_url": f"{self.web}/{repo.full_name}/blob/{sha}/{path}",
            "raw_url": f"{self.web}/{repo.full_name}/raw/{sha}/{path}",
            "contents_url": f"{self.api}/repos/{repo.full_name}/contents/{path}?ref={sha}",
            **former,
        }

    def git_commit(self, repo: Repo, record: Record) -> dict[str, Any]:
        """As the Git Data endpoints show it."""
        whole = self.commit(repo, record)
        inner, web = whole["commit"], whole["html_url"]
        return {
            "sha": record["sha"],
            "node_id": whole["node_id"],
            "url": inner["url"],
            "html_url": web,
            **{key: inner[key] for key in ("author", "committer", "message", "tree", "verification")},
            "parents": whole["parents"],
        }

    def pushed_commit(self, repo: Repo, record: Record) -> dict[str, Any]:
        """As a push event shows it."""
        names: dict[str, list[str]] = {"added": [], "removed": [], "modified": []}
        for entry in record.get("files") or ():
            status = entry[3] if len(entry) > 3 else "modified"
            if status == "renamed":
                names["removed"].append(entry[4])
            names["added" if status == "renamed" else status].append(entry[0])
        author, committer = record["author"], record.get("committer") or record["author"]
        return {
            "id": record["sha"],
            "tree_id": record.get("tree") or record["sha"],
            "distinct": True,
            "message": record.get("message") or "",
            "timestamp": committer["date"],
            "url": f"{self.web}/{repo.full_name}/commit/{record['sha']}",
            "author": _git_person(author),
            "committer": _git_person(committer),
            **names,
        }


def _git_person(who: Record) -> dict[str, Any]:
    named = {"username": who["login"]} if who.get("login") else {}
    return {"name": who.get("name") or "", "email": who.get("email") or "", "date": who["date"], **named}
