"""Pull requests opened, changed and given to reviewers; all raise GitHubError."""

from datetime import datetime
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


def reviewers_of(client: GitHubClient, full_name: str, number: int) -> tuple[Record, set[str]]:
    """The pull request, and in small letters whom it waits for."""
    pull: Record = client.get(f"/repos/{full_name}/pulls/{number}")
    return pull, asked_in(pull)


def asked_in(pull: Record) -> set[str]:
    return {user["login"].lower() for user in pull.get("requested_reviewers") or ()}


def reviewed_since(client: GitHubClient, full_name: str, number: int, since: datetime) -> set[str]:
    """Who handed in a review since then, by GitHub's clock; in small letters."""
    pages = client.pages(f"/repos/{full_name}/pulls/{number}/reviews")
    reviews = [review for page in pages for review in page if review.get("user") and review.get("submitted_at")]
    return {one["user"]["login"].lower() for one in reviews if datetime.fromisoformat(one["submitted_at"]) >= since}


def update_pull(client: GitHubClient, full_name: str, number: int, new: Record) -> Record:
    """`new`: title, body, base."""
    changed: Record = client.send("PATCH", f"/repos/{full_name}/pulls/{number}", new)
    return changed


def request_review(client: GitHubClient, full_name: str, number: int, logins: list[str]) -> Record:
    path = f"/repos/{full_name}/pulls/{number}/requested_reviewers"
    changed: Record = client.send("POST", path, {"reviewers": logins})
    return changed
