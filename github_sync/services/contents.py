"""Files of a repository as they lie in a branch, read through the API."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubError, GitHubNotFoundError
from github_sync.services.connection import open_client

EMPTY = "Git Repository is empty"


@dataclass(frozen=True)
class ContentFile:
    """`path` from the repository's root; `content` exact."""

    path: str
    blob_sha: str
    content: bytes


def read_tree(
    full_name: str, path: str, ref: str | None = None, *, known: frozenset[str] = frozenset()
) -> Iterator[ContentFile]:
    """Every file under `path` (empty: all), each blob asked once; blobs in `known` come with empty content.

    Raises GitHubError. Symbolic links and submodules are left out.
    """
    client = open_client()
    path = path.strip("/")
    blobs: dict[str, bytes] = {}
    for name, sha in _files(client, full_name, path, ref):
        if sha not in known and sha not in blobs:
            blob = client.get(f"/repos/{full_name}/git/blobs/{sha}")
            blobs[sha] = base64.b64decode(blob["content"])
        yield ContentFile(name, sha, blobs.get(sha, b""))


def list_files(full_name: str) -> tuple[list[str], bool]:
    """Paths of the default branch in one request, and whether they are all: GitHub lists 100,000 entries at most.

    An empty repository has none. Raises GitHubError.
    """
    client = open_client(is_personal=True)
    try:
        tree = _tree(client, full_name, "HEAD", None, recursive=1)
    except GitHubError as error:
        if EMPTY not in str(error):
            raise
        return [], True
    return [entry["path"] for entry in tree["tree"] if _is_file(entry)], not tree.get("truncated")


def _files(client: GitHubClient, full_name: str, path: str, ref: str | None) -> Iterator[tuple[str, str]]:
    """Path and blob of each file at or below `path`."""
    tree = _tree(client, full_name, ref or "HEAD", ref, recursive=1)
    if tree.get("truncated"):
        yield from _walk(client, full_name, path, tree["sha"], "")
        return
    for entry in tree["tree"]:
        if _is_file(entry) and _belongs(entry["path"], path):
            yield entry["path"], entry["sha"]


def _walk(client: GitHubClient, full_name: str, path: str, sha: str, above: str) -> Iterator[tuple[str, str]]:
    """Folder by folder, since GitHub lists no more than 100,000 entries at once; only those that lead to `path`."""
    for entry in _tree(client, full_name, sha, None)["tree"]:
        name = f"{above}{entry['path']}"
        if entry["type"] == "tree" and (_belongs(name, path) or path.startswith(f"{name}/")):
            yield from _walk(client, full_name, path, entry["sha"], f"{name}/")
        elif _is_file(entry) and _belongs(name, path):
            yield name, entry["sha"]


def _tree(client: GitHubClient, full_name: str, sha: str, ref: str | None, **parameters: Any) -> dict[str, Any]:
    try:
        tree: dict[str, Any] = client.get(f"/repos/{full_name}/git/trees/{quote(sha)}", **parameters)
    except GitHubNotFoundError as error:
        what = f"branch or tag {ref} in {full_name}" if ref else full_name
        raise GitHubNotFoundError(f"{what} was not found. Check the name, and that the token may read it.") from error
    return tree


def _is_file(entry: dict[str, Any]) -> bool:
    return bool(entry["type"] == "blob" and entry["mode"] != "120000")


def _belongs(name: str, path: str) -> bool:
    return not path or name == path or name.startswith(f"{path}/")
