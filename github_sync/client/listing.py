"""Pages of threads and commits as plain mappings, with long lists inside them followed to their end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from github_sync.client import documents
from github_sync.client.actors import rest_actor
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubHeavyError, GitHubMissingListError

THREADS_A_PAGE = 50
FEWEST_THREADS = 5
NESTED = {
    "issue": ("labels", "assignees", "comments"),
    "pullRequest": ("labels", "assignees", "comments", "files", "reviews", "closingIssuesReferences"),
}


@dataclass(frozen=True)
class Page:
    """`next_cursor` is None on the last page; `total` counts the whole listing."""

    nodes: list[dict[str, Any]]
    next_cursor: str | None
    total: int


def issue_pages(client: GitHubClient, full_name: str, *, since: str | None, after: str | None) -> Iterator[Page]:
    """Issues changed at or after `since`, the longest unchanged first."""
    yield from _pages(client, full_name, documents.ISSUES, "issue", "issues", after, since=since)


def pull_pages(client: GitHubClient, full_name: str, *, direction: str, after: str | None) -> Iterator[Page]:
    yield from _pages(client, full_name, documents.PULLS, "pullRequest", "pullRequests", after, direction=direction)


def history_pages(client: GitHubClient, full_name: str, *, oid: str, after: str | None) -> Iterator[Page]:
    """Commits reachable from `oid`, newest first; GitHubMissingListError where GitHub has no such commit."""
    owner, name = full_name.split("/")
    while True:
        data = client.graphql(documents.HISTORY, owner=owner, name=name, first=100, after=after, oid=oid)
        page = _page_of(
            (data["repository"]["object"] or {}).get("history"), f"the history of {full_name} from {oid[:10]}"
        )
        yield page
        after = page.next_cursor
        if after is None:
            return


def thread_numbers(client: GitHubClient, full_name: str, field: str) -> Iterator[Page]:
    """The numbers of all threads of one kind (`issues` or `pullRequests`), a hundred a page."""
    owner, name = full_name.split("/")
    after: str | None = None
    while True:
        data = client.graphql(documents.numbers(field), owner=owner, name=name, after=after)
        page = _page_of(data["repository"][field], f"{field} of {full_name}")
        yield page
        after = page.next_cursor
        if after is None:
            return


def _pages(
    client: GitHubClient, full_name: str, document: str, thread: str, field: str, after: str | None, **variables: Any
) -> Iterator[Page]:
    owner, name = full_name.split("/")
    size = THREADS_A_PAGE
    while True:
        asked_at = datetime.now(UTC)
        try:
            data = client.graphql(document, owner=owner, name=name, first=size, after=after, **variables)
        except GitHubHeavyError:
            if size <= FEWEST_THREADS:
                raise
            size //= 2
            continue
        page = _page_of(data["repository"][field], f"{field} of {full_name}")
        for node in page.nodes:
            _complete(client, owner, name, thread, node, asked_at)
        yield page
        after = page.next_cursor
        if after is None:
            return


def _page_of(connection: dict[str, Any] | None, what: str) -> Page:
    if connection is None:
        raise GitHubMissingListError(f"GitHub does not tell {what}. It is asked again later.", is_final=False)
    info = connection["pageInfo"]
    nodes = [node for node in connection["nodes"] or () if node]
    return Page(nodes, info["endCursor"] if info["hasNextPage"] else None, connection["totalCount"])


def _complete(
    client: GitHubClient, owner: str, name: str, thread: str, node: dict[str, Any], asked_at: datetime
) -> None:
    """Turn each inner connection into the list of all its nodes; the node was asked for at `asked_at` of our clock.

    `told`: that moment, and the same on GitHub's clock as `there`. `whole`: which lists are known to lack nothing.
    """
    node["told"] = {"asked_at": asked_at, "there": asked_at + timedelta(seconds=client.clock_ahead)}
    node["whole"] = set()
    for field in NESTED[thread]:
        connection = node[field] or {"nodes": None, "pageInfo": {"hasNextPage": False}}
        is_whole = connection["nodes"] is not None
        nodes = list(connection["nodes"] or ())
        info = connection["pageInfo"]
        while info["hasNextPage"]:
            data = client.graphql(
                documents.rest_of(thread, field), owner=owner, name=name, number=node["number"], after=info["endCursor"]
            )
            more = data["repository"]["thread"]["list"]
            is_whole = is_whole and more["nodes"] is not None
            nodes.extend(more["nodes"] or ())
            info = more["pageInfo"]
        node[field] = [item for item in nodes if item]
        if is_whole and len(node[field]) == len(nodes):
            node["whole"].add(field)
    _complete_review_comments(client, f"/repos/{owner}/{name}/pulls/{node['number']}/comments", node)


def _complete_review_comments(client: GitHubClient, path: str, node: dict[str, Any]) -> None:
    """Where a review has more comments than came along, one REST listing of the pull request brings all."""
    long = next((r for r in node.get("reviews") or () if r["comments"]["pageInfo"]["hasNextPage"]), None)
    if long is not None:
        pages = list(client.pages(path))
        found = [_rest_comment(comment) for page in pages for comment in page]
        long["comments"] = {**long["comments"], "nodes": found}
        if len(pages) > 1:  # one deleted meanwhile shifts the next page, which then lacks one
            node["whole"].discard("reviews")


def _rest_comment(comment: dict[str, Any]) -> dict[str, Any]:
    return {
        "fullDatabaseId": comment["id"],
        "body": comment["body"],
        "url": comment["html_url"],
        "createdAt": comment["created_at"],
        "updatedAt": comment["updated_at"],
        "author": rest_actor(comment["user"]),
        "path": comment["path"],
        "line": comment.get("line"),
        "startLine": comment.get("start_line"),
        "originalLine": comment.get("original_line"),
        "diffHunk": comment["diff_hunk"],
    }
