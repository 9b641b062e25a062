"""Pull requests opened and changed; all raise GitHubError."""

from typing import Any

from github_sync.client.client import GitHubClient

Record = dict[str, Any]


def open_pull(client: GitHubClient, full_name: str, body: Record) -> Record:
    """`body`: title, body, head, base, draft."""
    made: Record = client.send("POST", f"/repos/{full_name}/pulls", body)
    return made


def pulls_of_branch(client: GitHubClient, full_name: str, owner: str, branch: str) -> list[Record]:
    """Open and closed ones, the newest first; `owner` of the repository or fork that the branch lies in."""
    pages = client.pages(f"/repos/{full_name}/pulls", head=f"{owner}:{branch}", state="all")
    return [pull for page in pages for pull in page]


def update_pull(client: GitHubClient, full_name: str, number: int, new: Record) -> Record:
    """`new`: title, body, base."""
    changed: Record = client.send("PATCH", f"/repos/{full_name}/pulls/{number}", new)
    return changed


def request_review(client: GitHubClient, full_name: str, number: int, logins: list[str]) -> Record:
    path = f"/repos/{full_name}/pulls/{number}/requested_reviewers"
    changed: Record = client.send("POST", path, {"reviewers": logins})
    return changed
