"""Files of a repository as they lie in a branch, read through the API."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass

from github_sync.services.connection import open_client


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
    tree = client.get(f"/repos/{full_name}/git/trees/{ref or 'HEAD'}", recursive=1)
    prefix = f"{path.strip('/')}/" if path.strip("/") else ""
    blobs: dict[str, bytes] = {}
    for entry in tree["tree"]:
        is_file = entry["type"] == "blob" and entry["mode"] != "120000"
        if not is_file or not (entry["path"].startswith(prefix) or entry["path"] == prefix.rstrip("/")):
            continue
        sha = entry["sha"]
        if sha not in known and sha not in blobs:
            blob = client.get(f"/repos/{full_name}/git/blobs/{sha}")
            blobs[sha] = base64.b64decode(blob["content"])
        yield ContentFile(entry["path"], sha, blobs.get(sha, b""))
