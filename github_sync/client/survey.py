"""What many repositories hold and when it last changed, asked of GitHub in one request."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any

from github_sync.client import documents
from github_sync.client.client import FORBIDDEN, MISSING, GitHubClient
from github_sync.client.errors import GitHubError, GitHubUnreachableError

A_REQUEST = 100


@dataclass(frozen=True)
class Glance:
    """`node` is the repository in the form of REST; moments are GitHub's own text, None where there is nothing yet.

    `labels` and `milestones` are None where there are too many for a glance, or none were told. It was asked for at
    `asked_at` of GitHub's clock.
    """

    node: dict[str, Any]
    head: str
    labels: list[dict[str, Any]] | None
    milestones: list[dict[str, Any]] | None
    issues: int
    issues_changed_at: str | None
    pulls: int
    pulls_changed_at: str | None
    releases: int
    releases_changed_at: str | None
    asked_at: datetime


def glances(client: GitHubClient, full_names: list[str]) -> dict[str, Glance | GitHubError]:
    """A glance at each repository, a hundred a request; in the place of one that did not come, why.

    GitHubNotFoundError where GitHub says that it knows none of that name, and only there. GitHubRefusedError where it
    does not let this credential read it, as where a single sign-on is missing: then it is there all the same.
    """
    found: dict[str, Glance | GitHubError] = {}
    for names in batched(full_names, A_REQUEST, strict=False):
        variables = {}
        for position, full_name in enumerate(names):
            variables[f"owner{position}"], _, variables[f"name{position}"] = full_name.partition("/")
        asked_at = datetime.now(UTC)
        data, faults = client.graphql_parts(documents.survey(len(names)), **variables)
        asked_at += timedelta(seconds=client.clock_ahead)
        for position, full_name in enumerate(names):
            part = f"r{position}"
            found[full_name] = _why_not(client, full_name, faults.get(part), data.get(part)) or _glance(
                data[part], asked_at
            )
    return found


def _why_not(
    client: GitHubClient, full_name: str, fault: dict[str, Any] | None, node: dict[str, Any] | None
) -> GitHubError | None:
    kind = (fault or {}).get("type")
    if fault and kind == FORBIDDEN:
        return client.forbidden(full_name, fault)
    if node:
        return None
    if kind == MISSING:
        return client.not_found(full_name)
    return GitHubUnreachableError(f"GitHub says nothing of {full_name}. It is asked again later.", is_final=False)


def _glance(node: dict[str, Any], asked_at: datetime) -> Glance:
    branch = node["defaultBranchRef"]
    return Glance(
        node=_rest_shape(node),
        head=branch["target"]["oid"] if branch else "",
        labels=_whole(node["labels"]),
        milestones=_milestones(node["milestones"]),
        issues=node["issues"]["totalCount"],
        issues_changed_at=_newest(node["issues"]),
        pulls=node["pullRequests"]["totalCount"],
        pulls_changed_at=_newest(node["pullRequests"]),
        releases=node["releases"]["totalCount"],
        releases_changed_at=_newest(node["releases"]),
        asked_at=asked_at,
    )


def _newest(connection: dict[str, Any]) -> str | None:
    return max((str(node["updatedAt"]) for node in connection["nodes"] or () if node), default=None)


def _whole(connection: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    nodes = [node for node in (connection or {}).get("nodes") or () if node]
    return nodes if connection is not None and connection["totalCount"] == len(nodes) else None


def _milestones(connection: dict[str, Any] | None) -> list[dict[str, Any]] | None:
    nodes = _whole(connection)
    return nodes and [{**node, "state": node["state"].lower(), "due_on": node["dueOn"]} for node in nodes]


def _rest_shape(node: dict[str, Any]) -> dict[str, Any]:
    branch, owner = node["defaultBranchRef"], node["owner"]
    topics = (node["repositoryTopics"] or {}).get("nodes") or ()
    return {
        "id": node["databaseId"],
        "name": node["name"],
        "full_name": node["nameWithOwner"],
        "owner": {"type": owner["__typename"], "id": owner.get("databaseId"), "login": owner["login"]},
        "description": node["description"],
        "homepage": node["homepageUrl"],
        "html_url": node["url"],
        "default_branch": branch["name"] if branch else "main",
        "language": (node["primaryLanguage"] or {}).get("name"),
        "topics": [topic["topic"]["name"] for topic in topics if topic],
        "private": node["isPrivate"],
        "archived": node["isArchived"],
        "fork": node["isFork"],
        "stargazers_count": node["stargazerCount"],
        "forks_count": node["forkCount"],
        "subscribers_count": node["watchers"]["totalCount"],
        "created_at": node["createdAt"],
        "pushed_at": node["pushedAt"],
        "updated_at": node["updatedAt"],
    }
