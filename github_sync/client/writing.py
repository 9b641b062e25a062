"""Changes of issues and of what is said under them; all raise GitHubError."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubNotFoundError, GitHubRefusedError

Record = dict[str, Any]


def add_comment(client: GitHubClient, full_name: str, number: int, body: str) -> Record:
    made: Record = client.send("POST", f"/repos/{full_name}/issues/{number}/comments", {"body": body})
    return made


def find_comment(client: GitHubClient, full_name: str, number: int, mark: str, since: datetime) -> Record | None:
    """The comment that carries `mark`, of those that changed since then."""
    path = f"/repos/{full_name}/issues/{number}/comments"
    for page in client.pages(path, since=since.strftime("%Y-%m-%dT%H:%M:%SZ")):
        for comment in page:
            if mark in (comment.get("body") or ""):
                return dict(comment)
    return None


def edit_comment(client: GitHubClient, full_name: str, comment_id: int, body: str) -> Record:
    changed: Record = client.send("PATCH", f"/repos/{full_name}/issues/comments/{comment_id}", {"body": body})
    return changed


def check_label(client: GitHubClient, full_name: str, name: str) -> None:
    """GitHub would make a label that it does not know; raises GitHubNotFoundError instead."""
    client.get(f"/repos/{full_name}/labels/{quote(name, safe='')}")


def add_labels(client: GitHubClient, full_name: str, number: int, labels: list[str]) -> list[str]:
    """Returns all that it has then."""
    found = client.send("POST", f"/repos/{full_name}/issues/{number}/labels", {"labels": labels})
    return [label["name"] for label in found]


def remove_label(client: GitHubClient, full_name: str, number: int, label: str) -> None:
    """One that is not there is fine."""
    try:
        client.send("DELETE", f"/repos/{full_name}/issues/{number}/labels/{quote(label, safe='')}")
    except GitHubRefusedError as error:
        if error.status != 404 or "label" not in error.said.lower():
            raise


def assign(client: GitHubClient, full_name: str, number: int, logins: list[str]) -> list[str]:
    """Returns who is assigned then: GitHub passes over whom it does not take, without a word."""
    issue = client.send("POST", f"/repos/{full_name}/issues/{number}/assignees", {"assignees": logins})
    return [user["login"] for user in issue.get("assignees") or ()]


def login_of(client: GitHubClient, github_id: int) -> str:
    """What an account is called now; empty where it is gone."""
    try:
        return str(client.get(f"/user/{github_id}")["login"])
    except GitHubNotFoundError:
        return ""


def unassign(client: GitHubClient, full_name: str, number: int, logins: list[str]) -> list[str]:
    issue = client.send("DELETE", f"/repos/{full_name}/issues/{number}/assignees", {"assignees": logins})
    return [user["login"] for user in issue.get("assignees") or ()]
