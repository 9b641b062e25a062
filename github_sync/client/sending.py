"""One change asked of GitHub, exactly once: nothing here sends it a second time."""

from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import requests
from django.conf import settings

from github_sync.client.errors import GitHubRefusedError

if TYPE_CHECKING:
    from github_sync.client.client import GitHubClient

MOVED_FOR_GOOD = 301
NOT_DONE_HERE = {307, 308}
Answer = tuple[dict[str, Any], Any]


def change(client: "GitHubClient", method: str, path: str, body: dict[str, Any] | None) -> Answer:
    """Headers and JSON; raises what PyGithub would.

    Not through PyGithub, which sends a change again after a failed connection and follows an issue that moved. A
    renamed repository answers 307 without doing anything, so there the change goes to the new address.
    """
    url = f"{client.api_url}{path}"
    for _ in range(2):
        answer = _send(client, method, url, body)
        if answer.status_code not in NOT_DONE_HERE:
            break
        url = _same_host(url, answer.headers.get("location", ""))
    return _checked(client, answer)


def _send(client: "GitHubClient", method: str, url: str, body: dict[str, Any] | None) -> requests.Response:
    headers = {"Accept": "application/vnd.github+json", "User-Agent": "mainstay", "X-GitHub-Api-Version": "2022-11-28"}
    auth = client._github.requester.auth
    if auth is not None:
        headers["Authorization"] = f"{auth.token_type} {auth.token}"
    return requests.request(
        method, url, json=body, headers=headers, timeout=settings.GITHUB_TIMEOUT, allow_redirects=False
    )


def _same_host(url: str, location: str) -> str:
    """Raises RuntimeError where GitHub names another host, which must not be given the token."""
    target = urljoin(url, location)
    if urlsplit(target)[:2] != urlsplit(url)[:2]:
        raise RuntimeError("redirected to another host")
    return target


def _checked(client: "GitHubClient", answer: requests.Response) -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    if answer.status_code == MOVED_FOR_GOOD:
        raise GitHubRefusedError(
            "It was moved on GitHub.", status=MOVED_FOR_GOOD, moved_to=str(headers.get("location", ""))
        )
    is_done = 200 <= answer.status_code < 300
    if not is_done:
        raise client._github.requester.createException(answer.status_code, headers, _json_or_text(answer))
    data = answer.json() if answer.content else {}
    if not isinstance(data, dict | list):
        raise ValueError("no JSON object")
    return headers, data


def _json_or_text(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except ValueError:
        return {"message": answer.text[:200]}
