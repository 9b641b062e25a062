"""Branches, and commits made of blobs and trees; all raise GitHubError. A branch is only ever moved forward."""

import base64
from typing import Any
from urllib.parse import quote

from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubNotFoundError

Record = dict[str, Any]
Entries = dict[str, tuple[str, str]]


def head_of(client: GitHubClient, full_name: str, branch: str) -> str | None:
    """The commit that a branch is at; None where there is no such branch."""
    try:
        ref = client.get(f"/repos/{full_name}/git/ref/heads/{quote(branch)}")
    except GitHubNotFoundError:
        return None
    return str(ref["object"]["sha"])


def create_branch(client: GitHubClient, full_name: str, branch: str, sha: str) -> None:
    client.send("POST", f"/repos/{full_name}/git/refs", {"ref": f"refs/heads/{branch}", "sha": sha})


def contains(client: GitHubClient, full_name: str, head: str, sha: str) -> bool:
    """Whether `sha` is `head` or stands below it."""
    if head == sha:
        return True
    try:
        found = client.get(f"/repos/{full_name}/compare/{sha}...{head}")
    except GitHubNotFoundError:
        return False
    return found["status"] in {"identical", "ahead"}


def tree_of(client: GitHubClient, full_name: str, commit: str, paths: list[str]) -> tuple[str, Entries]:
    """The name of the commit's tree, and mode and blob of those of `paths` that are files in it."""
    found = client.get(f"/repos/{full_name}/git/trees/{commit}", recursive="1")
    if found.get("truncated"):
        return found["sha"], _one_by_one(client, full_name, commit, paths)
    wanted = set(paths)
    entries = {entry["path"]: entry for entry in found["tree"] if entry["path"] in wanted and entry["type"] == "blob"}
    return found["sha"], {path: (entry["mode"], entry["sha"]) for path, entry in entries.items()}


def _one_by_one(client: GitHubClient, full_name: str, commit: str, paths: list[str]) -> Entries:
    """For a tree too big to list; the mode of a file is not told there."""
    found: Entries = {}
    for path in paths:
        try:
            entry = client.get(f"/repos/{full_name}/contents/{quote(path)}", ref=commit)
        except GitHubNotFoundError:
            continue
        if isinstance(entry, dict):
            found[path] = ("120000" if entry.get("type") == "symlink" else "100644", entry["sha"])
    return found


def create_blob(client: GitHubClient, full_name: str, content: bytes) -> str:
    body = {"content": base64.b64encode(content).decode(), "encoding": "base64"}
    return str(client.send("POST", f"/repos/{full_name}/git/blobs", body)["sha"])


def create_tree(client: GitHubClient, full_name: str, base: str, entries: list[Record]) -> str:
    return str(client.send("POST", f"/repos/{full_name}/git/trees", {"base_tree": base, "tree": entries})["sha"])


def create_commit(client: GitHubClient, full_name: str, body: Record) -> Record:
    made: Record = client.send("POST", f"/repos/{full_name}/git/commits", body)
    return made


def move_branch(client: GitHubClient, full_name: str, branch: str, sha: str) -> None:
    """Forward only: GitHub refuses it with 422 where the branch has moved meanwhile."""
    path = f"/repos/{full_name}/git/refs/heads/{quote(branch)}"
    client.send("PATCH", path, {"sha": sha, "force": False})
