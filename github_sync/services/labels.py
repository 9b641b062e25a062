"""Labels, known by GitHub's own id, since a renamed label does not touch the issues that carry it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from github_sync.client.client import GitHubClient
from github_sync.models import Label, Repository
from github_sync.services import listings
from github_sync.services.gone import MARGIN
from github_sync.services.reading import text
from github_sync.services.repositories import alone
from github_sync.services.rows import Row, upsert
from github_sync.services.run import Run

Node = dict[str, Any]


def sync_labels(run: Run) -> None:
    """A glance shows them unless they are many; then the whole list is asked for, if it changed."""
    nodes = run.glance.labels
    if nodes is None:
        found = listings.read_if_changed(run.client, f"{run.path}/labels", **_held(run.repository))
        run.changed += _write(run.repository, found, run.writing) if found else 0
        return
    asked_at = run.glance.asked_at - timedelta(seconds=run.client.clock_ahead)
    with run.writing():
        run.changed += write_all_labels(run.repository, nodes, asked_at=asked_at)


def read_labels(client: GitHubClient, repository: Repository) -> int:
    """All anew, whatever a webhook wrote meanwhile; returns how many rows changed. Raises GitHubError."""
    found = listings.read_whole(client, f"/repos/{repository}/labels", **_held(repository))
    return _write(repository, found, lambda: alone(repository))


def _held(repository: Repository) -> dict[str, Any]:
    return {"key": "name", "held": set(repository.labels.values_list("name", flat=True))}


def _write(repository: Repository, found: listings.Listing, writing: Callable[[], AbstractContextManager[None]]) -> int:
    with writing():
        found.keep_tags()
        if found.is_whole:
            return write_all_labels(repository, found.nodes, asked_at=found.asked_at)
        return write_labels(repository, map(label_row, found.nodes))


def label_row(node: Node) -> Row:
    """Of a REST label (`node_id`) or of a GraphQL one (`id`)."""
    return {
        "node_id": text(node.get("node_id") or node["id"], 100),
        "name": text(node["name"], 255),
        "color": text(node["color"], 6),
        "description": text(node.get("description")),
    }


@transaction.atomic
def write_all_labels(repository: Repository, nodes: list[Node], *, asked_at: datetime) -> int:
    """`nodes` are all labels that the repository had at `asked_at` of our clock: renamed ones take their issues along.

    Others are dropped, but for those that a webhook has told since. Returns how many rows changed.
    """
    rows = {row["name"]: row for row in map(label_row, nodes)}
    held = {label.name: label for label in Label.objects.filter(repository=repository)}
    told_since = {name for name, label in held.items() if label.told_at and label.told_at >= asked_at - MARGIN}
    changed = 0
    for label in [label for name, label in held.items() if name not in rows]:
        new_name = next((name for name, row in rows.items() if row["node_id"] == label.node_id != ""), None)
        if new_name is not None and new_name not in held:
            Label.objects.filter(pk=label.pk).update(name=new_name)
        elif label.name in told_since:
            continue
        else:
            label.delete()
        changed += 1
    return changed + write_labels(repository, rows.values())


def write_labels(repository: Repository, rows: Any) -> int:
    return upsert(rows, model=Label, key=["name"], within={"repository": repository})[1]
