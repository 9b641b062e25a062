"""Milestones of a repository, made to be what GitHub lists."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q

from github_sync.client.client import GitHubClient
from github_sync.models import Milestone, Repository
from github_sync.services import listings
from github_sync.services.gone import MARGIN
from github_sync.services.reading import moment, text
from github_sync.services.repositories import alone
from github_sync.services.rows import upsert
from github_sync.services.run import Run

Node = dict[str, Any]


def sync_milestones(run: Run) -> None:
    """A glance shows them unless they are many; then the whole list is asked for, if it changed."""
    nodes = run.glance.milestones
    if nodes is None:
        found = listings.read_if_changed(run.client, f"{run.path}/milestones", **_asked(run.repository))
        run.changed += _write(run.repository, found, run.client, run.writing) if found else 0
        return
    with run.writing():
        run.changed += _write_all(run.repository, nodes, asked_at=run.glance.asked_at)


def read_milestones(client: GitHubClient, repository: Repository) -> int:
    """All anew, whatever a webhook wrote meanwhile; returns how many rows changed. Raises GitHubError."""
    found = listings.read_whole(client, f"/repos/{repository}/milestones", **_asked(repository))
    return _write(repository, found, client, lambda: alone(repository))


def _asked(repository: Repository) -> dict[str, Any]:
    return {"key": "number", "held": set(repository.milestones.values_list("number", flat=True)), "state": "all"}


def _write(
    repository: Repository,
    found: listings.Listing,
    client: GitHubClient,
    writing: Callable[[], AbstractContextManager[None]],
) -> int:
    with writing():
        found.keep_tags()
        if not found.is_whole:
            return write_milestones(repository, found.nodes)
        there = found.asked_at + timedelta(seconds=client.clock_ahead)
        return _write_all(repository, found.nodes, asked_at=there)


def _write_all(repository: Repository, nodes: list[Node], *, asked_at: datetime) -> int:
    """`nodes` are all that there were at `asked_at` of GitHub's clock; what a webhook has told since stays, too."""
    changed = write_milestones(repository, nodes)
    return changed + _drop(repository, present=[node["number"] for node in nodes], before=asked_at - MARGIN)


@transaction.atomic
def write_milestones(repository: Repository, nodes: list[Node]) -> int:
    rows = [
        {
            "number": n["number"],
            "title": text(n["title"], 500),
            "description": text(n.get("description")),
            "state": text(n["state"], 10),
            "due_on": moment(n.get("due_on")),
        }
        for n in nodes
    ]
    return upsert(rows, model=Milestone, key=["number"], within={"repository": repository})[1]


def _drop(repository: Repository, *, present: list[int], before: datetime) -> int:
    """They carry nothing that was written, and a thread without its milestone is what GitHub shows then."""
    others = repository.milestones.exclude(number__in=present)
    left = others.filter(Q(updated_at=None) | Q(updated_at__lt=before)).delete()[1]
    return left.get(Milestone._meta.label, 0)
