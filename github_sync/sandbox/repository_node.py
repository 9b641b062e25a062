"""What GraphQL tells of a repository itself, beside what lies in it."""

from collections.abc import Callable
from typing import Any

from github_sync.sandbox.dataset import Record, Repo
from github_sync.sandbox.shapes import node_id
from github_sync.sandbox.shapes.accounts import EPOCH

Node = dict[str, Any]


def about(repo: Repo, owner: Callable[[str], Node | None]) -> Node:
    """The plain fields; `owner` makes the node of an account."""
    record = repo.record
    return {
        "description": record.get("description"),
        "homepageUrl": record.get("homepage") or None,
        "isPrivate": bool(record.get("private")),
        "isFork": False,
        "stargazerCount": record.get("stargazers_count") or 0,
        "forkCount": record.get("forks_count") or 0,
        "createdAt": record.get("created_at") or EPOCH,
        "pushedAt": record.get("pushed_at") or EPOCH,
        "updatedAt": record.get("updated_at") or EPOCH,
        "watchers": {"totalCount": record.get("subscribers_count") or 0, "nodes": []},
        "owner": lambda _: owner(record["owner"]),
        "primaryLanguage": _language(record.get("language")),
    }


def topic(name: str) -> Node:
    return {"id": node_id("RepositoryTopic", name), "topic": {"id": node_id("Topic", name), "name": name}}


def milestone(repo: Repo, number: int) -> Node:
    record = repo.milestones[number]
    return {
        "id": node_id("Milestone", number),
        "number": number,
        "title": record["title"],
        "description": record.get("description"),
        "state": (record.get("state") or "open").upper(),
        "dueOn": record.get("due_on"),
    }


def release(record: Record) -> Node:
    return {
        "id": node_id("Release", record["id"]),
        "databaseId": record["id"],
        "tagName": record["tag_name"],
        "updatedAt": record.get("updated_at") or record.get("published_at") or EPOCH,
    }


def by_creation(releases: list[Record], order: dict[str, str] | None) -> list[Record]:
    is_descending = (order or {}).get("direction") == "DESC"
    return sorted(releases, key=lambda r: (r.get("published_at") or "", r["id"]), reverse=is_descending)


def _language(name: str | None) -> Node | None:
    return {"id": node_id("Language", name), "name": name} if name else None
