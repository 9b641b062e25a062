"""Forks; raises GitHubError."""

from typing import Any

from github_sync.client.client import GitHubClient

Record = dict[str, Any]


def may_push(client: GitHubClient, full_name: str) -> bool:
    """False only where GitHub says so of this credential."""
    found = client.get(f"/repos/{full_name}")
    return (found.get("permissions") or {}).get("push") is not False


def fork(client: GitHubClient, full_name: str) -> Record:
    """Of the credential's own account. GitHub names the one that is there already, and makes a new one by and by."""
    made: Record = client.send("POST", f"/repos/{full_name}/forks", {})
    return made
