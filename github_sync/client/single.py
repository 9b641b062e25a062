"""One issue or pull request by its number, in the same shape as the listings give."""

from datetime import UTC, datetime
from typing import Any

from github_sync.client import documents
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubNotFoundError
from github_sync.client.listing import _complete

FIELDS = {
    "issue": f"{documents.THREAD} stateReason",
    "pullRequest": f"{documents.THREAD} {documents.PULL}",
}


def thread(client: GitHubClient, full_name: str, kind: str, number: int) -> dict[str, Any]:
    """`kind` is `issue` or `pullRequest`; long lists inside are complete. GitHubNotFoundError where there is none."""
    owner, name = full_name.split("/")
    asked_at = datetime.now(UTC)
    data = client.graphql(document(kind), owner=owner, name=name, number=number)
    node: dict[str, Any] | None = data["repository"]["thread"]
    if node is None:
        raise GitHubNotFoundError(f"GitHub knows no {full_name}#{number}.")
    _complete(client, owner, name, kind, node, asked_at)
    return node


def document(kind: str) -> str:
    return f"""
query thread($owner: String!, $name: String!, $number: Int!) {{
  rateLimit {{ cost }}
  repository(owner: $owner, name: $name) {{ thread: {kind}(number: $number) {{ {FIELDS[kind]} }} }}
}}
{documents.ACTOR}
"""
