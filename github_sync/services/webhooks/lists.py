"""Milestones made to be exactly what a complete listing says."""

from typing import Any

from github_sync.models import Repository
from github_sync.services.repositories import write_milestones

Node = dict[str, Any]


def settle_milestones(repository: Repository, nodes: list[Node]) -> int:
    changed = write_milestones(repository, nodes)
    gone, _ = repository.milestones.exclude(number__in=[node["number"] for node in nodes]).delete()
    return changed + gone
