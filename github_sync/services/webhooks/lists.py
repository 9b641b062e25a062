"""Labels and milestones made to be exactly what a complete listing says."""

from typing import Any

from github_sync.models import Issue, Label, PullRequest, Repository
from github_sync.services.reading import text
from github_sync.services.repositories import write_milestones

Node = dict[str, Any]


def settle_labels(repository: Repository, nodes: list[Node]) -> int:
    """By id, so that a renamed label keeps its issues; returns how many rows changed."""
    stored = list(Label.objects.filter(repository=repository))
    by_id = {label.github_id: label for label in stored if label.github_id}
    by_name = {label.name: label for label in stored}
    kept, changed = set(), 0
    for node in nodes:
        row = {"github_id": node["id"], "name": text(node["name"], 255), "color": text(node["color"], 6),
               "description": text(node.get("description"))}  # fmt: skip
        named, known = by_name.get(row["name"]), by_id.get(node["id"])
        if known and named and named.pk != known.pk:
            _move_links(known, named)
            known.delete()
            known, changed = named, changed + 1
        label = known or named or Label(repository=repository)
        changed += _save(label, row)
        kept.add(label.pk)
    gone, _ = Label.objects.filter(repository=repository).exclude(pk__in=kept).delete()
    return changed + gone


def settle_milestones(repository: Repository, nodes: list[Node]) -> int:
    changed = write_milestones(repository, nodes)
    gone, _ = repository.milestones.exclude(number__in=[node["number"] for node in nodes]).delete()
    return changed + gone


def _save(label: Label, row: Node) -> int:
    if label.pk and all(getattr(label, name) == value for name, value in row.items()):
        return 0
    for name, value in row.items():
        setattr(label, name, value)
    label.save()
    return 1


def _move_links(source: Label, target: Label) -> None:
    for model in (Issue, PullRequest):
        for thread in model._default_manager.filter(labels=source):
            thread.labels.add(target)
