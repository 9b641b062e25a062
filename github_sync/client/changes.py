"""Which paths commits changed, many at once: GraphQL does not tell it, but it tells trees, which are compared."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import batched
from typing import Any

from github_sync.client import documents
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubHeavyError

A_REQUEST = 100
MOST_FOLDERS = 60
"""A commit that changed more folders of one level is left to REST, which lists its files by the hundred."""
Entries = dict[str, tuple[str, str, int]]
"""Name -> type, oid, mode."""
Folder = tuple[str, str, str]
"""Path with its slash, and the tree before and after; empty where there was none."""


@dataclass
class _Change:
    paths: list[str] = field(default_factory=list)
    folders: list[Folder] = field(default_factory=list)

    def compare(self, above: str, before: Entries, after: Entries) -> None:
        for name in sorted(before.keys() | after.keys()):
            old, new = before.get(name), after.get(name)
            if old == new:
                continue
            old_tree, new_tree = _tree(old), _tree(new)
            if old_tree or new_tree:
                self.folders.append((f"{above}{name}/", old_tree, new_tree))
            if (old and not old_tree) or (new and not new_tree):
                self.paths.append(f"{above}{name}")


def changed_paths(client: GitHubClient, full_name: str, shas: list[str]) -> dict[str, list[str]]:
    """The paths that each commit changed against its first parent; of a moved file the old one and the new one.

    One request for a hundred commits and one for each hundred folders in them that differ. Left out are commits that
    are too large or whose trees GitHub does not tell.
    """
    owner, _, name = full_name.partition("/")
    told: dict[str, list[str]] = {}
    try:
        for some in batched(shas, A_REQUEST, strict=False):
            changes = _first_level(client, owner, name, some)
            while changes:
                changes = _next_level(client, owner, name, changes, told)
    except GitHubHeavyError:
        return told
    return told


def _first_level(client: GitHubClient, owner: str, name: str, shas: Iterable[str]) -> dict[str, _Change]:
    changes = {}
    for sha, node in _objects(client, owner, name, shas, documents.TREES_OF_COMMIT).items():
        parents = node["parents"]["nodes"]
        if parents and parents[0] is None:
            continue
        change = changes[sha] = _Change()
        change.compare("", _entries(parents[0]["tree"]) if parents else {}, _entries(node["tree"]))
    return changes


def _next_level(
    client: GitHubClient, owner: str, name: str, changes: dict[str, _Change], told: dict[str, list[str]]
) -> dict[str, _Change]:
    """Those that go on below; the others are in `told`."""
    for sha, change in changes.items():
        if not change.folders:
            told[sha] = change.paths
    changes = {sha: change for sha, change in changes.items() if 0 < len(change.folders) <= MOST_FOLDERS}
    wanted = {oid for change in changes.values() for _, *oids in change.folders for oid in oids if oid}
    trees: dict[str, Entries] = {"": {}}
    for some in batched(sorted(wanted), A_REQUEST, strict=False):
        nodes = _objects(client, owner, name, some, documents.TREE)
        trees |= {oid: _entries(node) for oid, node in nodes.items()}
    below = {}
    for sha, change in changes.items():
        if all(oid in trees for _, *oids in change.folders for oid in oids):
            below[sha] = _Change(change.paths)
            for above, before, after in change.folders:
                below[sha].compare(above, trees[before], trees[after])
    return below


def _objects(
    client: GitHubClient, owner: str, name: str, oids: Iterable[str], fields: str
) -> dict[str, dict[str, Any]]:
    """By their names; those that the repository does not have, or that are of another kind, are left out."""
    numbered = {f"o{number}": oid for number, oid in enumerate(oids)}
    data = client.graphql(documents.objects(len(numbered), fields), owner=owner, name=name, **numbered)
    found = data["repository"]
    return {oid: found[key] for key, oid in numbered.items() if found[key]}


def _entries(tree: dict[str, Any]) -> Entries:
    return {entry["name"]: (entry["type"], entry["oid"], entry["mode"]) for entry in tree["entries"] or ()}


def _tree(entry: tuple[str, str, int] | None) -> str:
    return entry[1] if entry and entry[0] == "tree" else ""
