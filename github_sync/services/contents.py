"""Files of a repository as they lie in a branch, read through the API."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from github_sync.client.blobs import blobs
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubError, GitHubNotFoundError
from github_sync.services.connection import open_client

EMPTY = "Git Repository is empty"
LINK = "120000"


@dataclass(frozen=True, slots=True)
class Listed:
    """`size` in bytes, of the blob; that of a symbolic link says where it leads."""

    sha: str
    size: int
    is_link: bool = False


def list_tree(full_name: str, paths: Sequence[str], ref: str | None = None) -> dict[str, Listed]:
    """Each file and symbolic link at or below one of `paths`, in one request unless the repository is huge.

    Raises GitHubError. Submodules are left out.
    """
    return dict(_files(open_client(), full_name, [path.strip("/") for path in paths], ref))


def read_blobs(full_name: str, shas: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Name and content of each; some fifty texts a request, other files in a request each. Raises GitHubError."""
    return blobs(open_client(), full_name, shas)


def commit_of(full_name: str, ref: str | None = None) -> str:
    """The commit that a branch or tag (None: the default branch) is at. Raises GitHubError."""
    try:
        found = open_client().get(f"/repos/{full_name}/commits/{quote(ref or 'HEAD')}")
    except GitHubNotFoundError as error:
        raise _unknown(full_name, ref) from error
    return str(found["sha"])


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


def _files(client: GitHubClient, full_name: str, paths: list[str], ref: str | None) -> Iterator[tuple[str, Listed]]:
    """By path, what lies at or below one of `paths`."""
    tree = _tree(client, full_name, ref or "HEAD", ref, recursive=1)
    if tree.get("truncated"):
        yield from _walk(client, full_name, paths, tree["sha"], "")
        return
    for entry in tree["tree"]:
        if entry["type"] == "blob" and _belongs(entry["path"], paths):
            yield entry["path"], _listed(entry)


def _walk(client: GitHubClient, full_name: str, paths: list[str], sha: str, above: str) -> Iterator[tuple[str, Listed]]:
    """Folder by folder, since GitHub lists no more than 100,000 entries at once; only those that lead to `paths`."""
    for entry in _tree(client, full_name, sha, None)["tree"]:
        name = f"{above}{entry['path']}"
        leads_there = _belongs(name, paths) or any(path.startswith(f"{name}/") for path in paths)
        if entry["type"] == "tree" and leads_there:
            yield from _walk(client, full_name, paths, entry["sha"], f"{name}/")
        elif entry["type"] == "blob" and _belongs(name, paths):
            yield name, _listed(entry)


def _tree(client: GitHubClient, full_name: str, sha: str, ref: str | None, **parameters: Any) -> dict[str, Any]:
    try:
        tree: dict[str, Any] = client.get(f"/repos/{full_name}/git/trees/{quote(sha)}", **parameters)
    except GitHubNotFoundError as error:
        raise _unknown(full_name, ref) from error
    return tree


def _unknown(full_name: str, ref: str | None) -> GitHubNotFoundError:
    what = f"branch or tag {ref} in {full_name}" if ref else full_name
    return GitHubNotFoundError(f"{what} was not found. Check the name, and that the token may read it.")


def _listed(entry: dict[str, Any]) -> Listed:
    return Listed(entry["sha"], int(entry.get("size") or 0), entry["mode"] == LINK)


def _is_file(entry: dict[str, Any]) -> bool:
    return bool(entry["type"] == "blob" and entry["mode"] != LINK)


def _belongs(name: str, paths: list[str]) -> bool:
    return any(not path or name == path or name.startswith(f"{path}/") for path in paths)
