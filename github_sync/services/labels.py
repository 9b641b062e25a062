"""Labels, known by GitHub's own id, since a renamed label does not touch the issues that carry it."""

from typing import Any

from django.db import transaction

from github_sync.models import Label, Repository
from github_sync.services.reading import text
from github_sync.services.rows import Row, upsert

Node = dict[str, Any]


def label_row(node: Node) -> Row:
    """Of a REST label (`node_id`) or of a GraphQL one (`id`)."""
    return {
        "node_id": text(node.get("node_id") or node["id"], 100),
        "name": text(node["name"], 255),
        "color": text(node["color"], 6),
        "description": text(node.get("description")),
    }


@transaction.atomic
def write_all_labels(repository: Repository, nodes: list[Node]) -> int:
    """`nodes` are all labels that the repository has: renamed ones take their issues along, others are dropped.

    Returns how many rows changed.
    """
    rows = {row["name"]: row for row in map(label_row, nodes)}
    held = {label.name: label for label in Label.objects.filter(repository=repository)}
    changed = 0
    for label in [label for name, label in held.items() if name not in rows]:
        new_name = next((name for name, row in rows.items() if row["node_id"] == label.node_id != ""), None)
        if new_name is None or new_name in held:
            label.delete()
        else:
            Label.objects.filter(pk=label.pk).update(name=new_name)
        changed += 1
    return changed + write_labels(repository, rows.values())


def write_labels(repository: Repository, rows: Any) -> int:
    return upsert(rows, model=Label, key=["name"], within={"repository": repository})[1]
