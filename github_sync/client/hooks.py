"""What GitHub keeps for three days about the deliveries of a webhook, and asking for one again."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from github import Auth, Github

from github_sync.client.client import RETRIES, GitHubClient

APP = "/app/hook"


class AppClient(GitHubClient):
    """Speaks as the GitHub App itself, not as one of its installations: the App's own webhook is seen only so."""

    def __init__(self) -> None:
        super().__init__(token="-")  # noqa: S106 - none: the App signs for itself, below
        key = settings.GITHUB_APP_PRIVATE_KEY.replace("\\n", "\n")
        self._github = Github(
            base_url=self.api_url,
            auth=Auth.AppAuth(settings.GITHUB_APP_ID, key),
            timeout=settings.GITHUB_TIMEOUT,
            retry=RETRIES,
            user_agent="mainstay",
            lazy=True,
        )


def repository_hooks(client: GitHubClient, full_name: str) -> list[dict[str, Any]]:
    return [hook for page in client.pages(f"/repos/{full_name}/hooks") for hook in page]


def deliveries(client: GitHubClient, hook: str) -> Iterator[dict[str, Any]]:
    """Attempts of deliveries, the latest first; `hook` is the path of a webhook, such as `/app/hook`."""
    for page in client.pages(f"{hook}/deliveries"):
        yield from page


def delivery(client: GitHubClient, hook: str, number: int) -> dict[str, Any]:
    """One attempt with `request.headers` and `request.payload`."""
    found: dict[str, Any] = client.get(f"{hook}/deliveries/{number}")
    return found


def redeliver(client: GitHubClient, hook: str, number: int) -> None:
    """GitHub sends it once more, under the same id; it is on its way when this returns."""
    path = f"{hook}/deliveries/{number}/attempts"
    requester = client._github.requester
    client._ask(path, lambda: requester.requestJsonAndCheck("POST", path), "core")
