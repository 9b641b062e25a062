"""Trees over GraphQL.

Where the dataset does not say what the tree of a commit was, it is made of what the commit changed: compared with the
tree of its parent it gives just that.
"""

from github_sync.sandbox.git import FILE, Files, Objects, blob_sha
from github_sync.sandbox.nodes.base import Node
from github_sync.sandbox.records import Record
from github_sync.sandbox.shapes import node_id

REMOVED = "removed"


def tree_of(objects: Objects, record: Record) -> Node:
    return tree(objects, record.get("tree") or objects.add_tree(_changed(record)))


def tree_before(objects: Objects, record: Record, parent: Record) -> Node:
    """The tree of `parent` as `record` found it."""
    if record.get("tree") and parent.get("tree"):
        return tree(objects, parent["tree"])
    return tree(objects, objects.add_tree(_unchanged(record)))


def tree(objects: Objects, oid: str) -> Node:
    return {
        "__typename": "Tree",
        "id": node_id("Tree", oid),
        "oid": oid,
        "entries": lambda _: _entries(objects, objects.trees[oid]),
    }


def _entries(objects: Objects, files: Files) -> list[Node]:
    inside: dict[str, Files] = {}
    found = []
    for path, (mode, oid) in files.items():
        name, slash, rest = path.partition("/")
        if slash:
            inside.setdefault(name, {})[rest] = (mode, oid)
        else:
            found.append({"name": name, "path": name, "type": "blob", "oid": oid, "mode": int(mode, 8)})
    for name, below in inside.items():
        found.append({"name": name, "path": name, "type": "tree", "oid": objects.add_tree(below), "mode": 0o40000})
    return sorted(found, key=lambda entry: str(entry["name"]))


def _changed(record: Record) -> Files:
    sha, files = record["sha"], record.get("files") or ()
    return {entry[0]: (FILE, blob_sha(f"{entry[0]} of {sha}".encode())) for entry in files if entry[3:] != [REMOVED]}


def _unchanged(record: Record) -> Files:
    sha, files = record["sha"], record.get("files") or ()
    return {entry[0]: (FILE, blob_sha(f"{entry[0]} before {sha}".encode())) for entry in files}
