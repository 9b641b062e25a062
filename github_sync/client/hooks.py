"""What GitHub keeps for three days about the deliveries of a webhook, and asking for one again."""

from collections.abc import Iterator
from typing import Any

from github_sync.client.client import GitHubClient

APP = "/app/hook"


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


def configure(client: GitHubClient, hook: str, config: dict[str, Any]) -> None:
    client.post(f"{hook}/config", config, method="PATCH")


def create(client: GitHubClient, full_name: str, config: dict[str, Any], events: list[str]) -> None:
    """Events that a repository's webhook does not know are an organisation's or an App's, and are left out."""
    body = {"name": "web", "active": True, "events": _own(events), "config": config}
    client.post(f"/repos/{full_name}/hooks", body)


def renew(client: GitHubClient, full_name: str, number: int, config: dict[str, Any], events: list[str]) -> None:
    """One that is there already, which somebody may have switched off or made for other events."""
    body = {"active": True, "events": _own(events), "config": config}
    client.post(f"/repos/{full_name}/hooks/{number}", body, method="PATCH")


def _own(events: list[str]) -> list[str]:
    return [event for event in events if event not in {"membership", "organization"}]
