"""What repositories hold that the site does not follow yet: their labels, and the open issues that carry some."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import batched
from typing import Any

from github_sync.client import outlook_documents as documents
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubHeavyError

LABELS_A_REQUEST = 20
ISSUES_A_REQUEST = 50
Node = dict[str, Any]


@dataclass(frozen=True)
class LabelOutlook:
    """One label of one repository; `titles` are of its latest open issues."""

    name: str
    description: str
    open_issues: int
    titles: tuple[str, ...]


@dataclass(frozen=True)
class RepositoryLabels:
    full_name: str
    is_private: bool
    labels: tuple[LabelOutlook, ...]


@dataclass(frozen=True)
class IssueOutlook:
    """Moments as GitHub writes them."""

    repository: str
    number: int
    title: str
    language: str
    is_archived: bool
    is_locked: bool
    labels: tuple[str, ...]
    assignees: tuple[str, ...]
    created_at: str
    updated_at: str


def labels_of(client: GitHubClient, full_names: Iterable[str]) -> list[RepositoryLabels]:
    """Twenty repositories a request, and one for each further hundred labels; what GitHub does not show is left out.

    Raises GitHubError.
    """
    return [
        _with_labels(client, full_name, node)
        for full_name, node in _ask(client, list(full_names), LABELS_A_REQUEST, documents.labels, {})
    ]


def issues_with(
    client: GitHubClient, full_names: Iterable[str], labels: list[str], most: int
) -> tuple[int, list[IssueOutlook]]:
    """How many open issues of public repositories carry one of `labels`, and the `most` of them that changed last.

    Raises GitHubError.
    """
    if not labels:
        return 0, []
    total, found = 0, []
    wanted = {"labels": labels, "most": most}
    for full_name, node in _ask(client, list(full_names), ISSUES_A_REQUEST, documents.issues, wanted):
        if node["isPrivate"]:
            continue
        total += int(node["issues"]["totalCount"])
        found += [_issue(full_name, node, issue) for issue in node["issues"]["nodes"] or () if issue]
    found.sort(key=lambda issue: issue.updated_at, reverse=True)
    return total, found[:most]


def _ask(
    client: GitHubClient, names: list[str], size: int, document: Callable[[int], str], more: Node
) -> Iterator[tuple[str, Node]]:
    """A part that is too much for GitHub is asked for again in halves."""
    for some in batched(names, size, strict=False):
        variables: Node = dict(more)
        for position, full_name in enumerate(some):
            variables[f"owner{position}"], _, variables[f"name{position}"] = full_name.partition("/")
        try:
            data, _ = client.graphql_parts(document(len(some)), **variables)
        except GitHubHeavyError:
            if len(some) == 1:
                raise
            yield from _ask(client, list(some), (len(some) + 1) // 2, document, more)
            continue
        for position, full_name in enumerate(some):
            if node := data.get(f"r{position}"):
                yield full_name, node


def _with_labels(client: GitHubClient, full_name: str, node: Node) -> RepositoryLabels:
    page = node["labels"] or {"nodes": [], "pageInfo": {"hasNextPage": False}}
    nodes = list(page["nodes"] or ())
    owner, _, name = full_name.partition("/")
    while page["pageInfo"]["hasNextPage"]:
        after = page["pageInfo"]["endCursor"]
        page = client.graphql(documents.MORE_LABELS, owner=owner, name=name, after=after)["repository"]["labels"]
        nodes += page["nodes"] or ()
    return RepositoryLabels(full_name, bool(node["isPrivate"]), tuple(_label(label) for label in nodes if label))


def _label(node: Node) -> LabelOutlook:
    titles = tuple(str(issue["title"]) for issue in node["issues"]["nodes"] or () if issue)
    return LabelOutlook(
        str(node["name"]), str(node.get("description") or ""), int(node["issues"]["totalCount"]), titles
    )


def _issue(full_name: str, repository: Node, node: Node) -> IssueOutlook:
    return IssueOutlook(
        full_name,
        int(node["number"]),
        str(node["title"]),
        str((repository["primaryLanguage"] or {}).get("name") or ""),
        bool(repository["isArchived"]),
        bool(node["locked"]),
        tuple(str(label["name"]) for label in (node["labels"] or {}).get("nodes") or () if label),
        tuple(str(one["login"]) for one in node["assignees"]["nodes"] or () if one),
        str(node["createdAt"]),
        str(node["updatedAt"]),
    )
