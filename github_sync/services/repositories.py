"""Repositories that the mirror tracks, and the small listings that belong to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from common import audit
from common.errors import ConflictError, InvalidInputError
from common.models import User
from github_sync.client.actors import rest_actor
from github_sync.domain.names import is_full_name
from github_sync.models import ClosingReference, Release, Repository
from github_sync.services.accounts import AccountBook
from github_sync.services.reading import moment, number, text
from github_sync.services.rows import upsert
from github_sync.services.visibility import FIELDS, tell_visibility
from github_sync.signals import repository_renamed

Node = dict[str, Any]


class RenamedError(ConflictError):
    """GitHub answers under this name with a repository that the mirror holds as `known`, by its former name."""

    def __init__(self, known: Repository) -> None:
        super().__init__(f"The mirror holds this repository as {known}.")
        self.known = known


@contextmanager
def alone(repository: Repository) -> Iterator[None]:
    """A transaction in which nobody else writes rows of it; raises ConflictError where it is not there any more."""
    with transaction.atomic():
        if not Repository.objects.select_for_update().filter(pk=repository.pk).exists():
            raise ConflictError(f"{repository} was removed from this site.")
        yield


@transaction.atomic
def track_repository(*, full_name: str, actor: User | None) -> Repository:
    """Have OWNER/NAME synced on schedule; idempotent. Raises InvalidInputError for what is not such a name."""
    name = full_name.strip()
    if not is_full_name(name):
        raise InvalidInputError(f"“{full_name}” is not a repository's name; write it as OWNER/NAME.")
    found = Repository.objects.filter(full_name__iexact=name).first()
    if found is None:
        owner, _, short = name.partition("/")
        found, _ = Repository.objects.get_or_create(full_name=name, defaults={"owner": owner, "name": short})
        audit.record(actor=actor, action="github_sync.track_repository", subject=f"repository:{name}")
    elif not found.is_tracked:
        found.is_tracked = True
        found.save(update_fields=["is_tracked"])
    return found


@transaction.atomic
def write_repository(repository: Repository, node: Node, accounts: AccountBook) -> int:
    """Take over what GitHub says of the repository itself; one renamed meanwhile keeps its row by its id.

    Raises RenamedError where another row has that id, ConflictError where another repository has the name.
    """
    _settle_identity(repository, node)
    accounts.learn([rest_actor(node["owner"])])
    changes = differing(repository, node)
    former = repository.full_name
    for name, value in changes.items():
        setattr(repository, name, value)
    if changes:
        repository.save(update_fields=list(changes))
    follow_name(repository, former)
    if changes.keys() & FIELDS:
        tell_visibility(repository)
    return int(bool(changes))


def follow_name(repository: Repository, former: str) -> None:
    """In the transaction that wrote its new name: what names it is brought along, here and in other rooms."""
    if former == repository.full_name:
        return
    references = ClosingReference.objects.filter(issue_repository__iexact=former)
    known = references.values_list("pull_request", "issue_number")
    doubled = ClosingReference.objects.filter(issue_repository=repository.full_name)
    doubled.filter(pk__in=[one.pk for one in doubled if (one.pull_request_id, one.issue_number) in set(known)]).delete()
    references.update(issue_repository=repository.full_name)
    repository_renamed.send(sender=Repository, repository_id=repository.pk, former=former, name=repository.full_name)


def differing(repository: Repository, node: Node) -> Node:
    """What GitHub says of the repository otherwise than the mirror."""
    values = {
        "github_id": node["id"],
        "owner": node["owner"]["login"],
        "name": node["name"],
        "full_name": node["full_name"],
        "description": text(node.get("description")),
        "homepage": text(node.get("homepage"), 500),
        "html_url": text(node["html_url"], 500),
        "default_branch": text(node["default_branch"], 255),
        "language": text(node.get("language"), 80),
        "topics": node.get("topics") or [],
        "is_private": bool(node["private"]) or (node.get("visibility") or "public").lower() != "public",
        "is_archived": bool(node["archived"]),
        "is_fork": bool(node["fork"]),
        "stargazers": number(node.get("stargazers_count")),
        "forks": number(node.get("forks_count")),
        "watchers": number(node.get("subscribers_count")),
        "created_at": moment(node.get("created_at")),
        "pushed_at": moment(node.get("pushed_at")),
        "updated_at": moment(node.get("updated_at")),
    }
    return {name: value for name, value in values.items() if getattr(repository, name) != value}


def _settle_identity(repository: Repository, node: Node) -> None:
    others = Repository.objects.exclude(pk=repository.pk)
    if known := others.filter(github_id=node["id"]).first():
        raise RenamedError(known)
    if repository.github_id is not None and repository.github_id != node["id"]:
        raise ConflictError(
            f"{repository} is another repository on GitHub now than the one that this site mirrored under that name."
            " Its rows stay as they are, and the public sees nothing of them. If it has another name by now, add it"
            " under that one. Remove it here and add it again to follow the new one."
        )
    holder = others.filter(full_name__iexact=node["full_name"]).first()
    if holder is None:
        return
    if holder.github_id is not None:
        raise ConflictError(
            f"{repository} is called {node['full_name']} now, but the mirror holds another repository under that"
            " name. Sync or remove that one first."
        )
    holder.delete()


@transaction.atomic
def take_over_name(*, newcomer: Repository, known: Repository) -> Repository:
    """Give `known` the name under which `newcomer` was added; raises ConflictError where that one has rows."""
    if newcomer.github_id is not None:
        raise ConflictError(f"{newcomer} is what {known} is called now. Remove the older {newcomer} first.")
    audit.record(
        actor=None, action="github_sync.rename_repository", subject=f"repository:{known}", name=newcomer.full_name
    )
    newcomer.delete()
    former = known.full_name
    known.owner, known.name, known.full_name = newcomer.owner, newcomer.name, newcomer.full_name
    known.is_tracked = True
    known.save(update_fields=["owner", "name", "full_name", "is_tracked"])
    follow_name(known, former)
    return known


@transaction.atomic
def write_releases(repository: Repository, nodes: list[Node], accounts: AccountBook) -> int:
    accounts.learn(rest_actor(node["author"]) for node in nodes)
    rows = [
        {
            "github_id": n["id"],
            "tag_name": text(n["tag_name"], 255),
            "name": text(n.get("name"), 500),
            "body": text(n.get("body")),
            "author": accounts.find(rest_actor(n["author"])),
            "html_url": text(n["html_url"], 500),
            "is_prerelease": bool(n["prerelease"]),
            "published_at": moment(n.get("published_at")),
        }
        for n in nodes
        if not n.get("draft")
    ]
    return upsert(rows, model=Release, key=["github_id"], within={"repository": repository})[1]
