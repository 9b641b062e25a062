"""Git trees of the default branch: all of it at once, or one folder, as GitHub gives them."""

from collections.abc import Iterator
from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.dataset import Repo, blob_sha
from github_sync.sandbox.http import Call, SandboxError, json_response

LONGEST = 100_000
"""Entries that GitHub lists at once; what is beyond is left out and the answer says `truncated`."""


def tree(call: Call, owner: str, name: str, sha: str) -> Response:
    repo = call.repo(owner, name)
    folder = _folder_of(repo, sha)
    if folder is None:
        raise SandboxError(404, "Not Found", status="404")
    url = f"{call.shapes.api}/repos/{repo.full_name}/git"
    entries = list(_entries(repo, folder, is_recursive="recursive" in call.request.args))
    tree_sha = _tree_sha(repo, folder)
    kept = [{**entry, "url": f"{url}/{entry['type']}s/{entry['sha']}"} for entry in entries[:LONGEST]]
    answer = {"sha": tree_sha, "url": f"{url}/trees/{tree_sha}", "tree": kept, "truncated": len(entries) > LONGEST}
    return json_response(answer)


def _folder_of(repo: Repo, sha: str) -> str | None:
    """The folder (empty: the whole tree) that a branch, commit or tree names; None where nothing has this name."""
    branch = repo.record.get("default_branch") or "main"
    if sha in {"HEAD", branch, f"refs/heads/{branch}", repo.head_sha}:
        return ""
    return next((folder for folder in ("", *_folders(repo)) if _tree_sha(repo, folder) == sha), None)


def _folders(repo: Repo) -> list[str]:
    parts = (path.split("/")[:-1] for path in repo.contents)
    return sorted({"/".join(above[:end]) for above in parts for end in range(1, len(above) + 1)})


def _tree_sha(repo: Repo, folder: str) -> str:
    if not folder and repo.head_sha:
        return repo.head_sha
    return blob_sha(f"{repo.full_name} {folder}".encode())


def _entries(repo: Repo, folder: str, *, is_recursive: bool) -> Iterator[dict[str, Any]]:
    prefix = f"{folder}/" if folder else ""
    below = [(path.removeprefix(prefix), content) for path, content in repo.contents.items() if path.startswith(prefix)]
    for path, content in below:
        if is_recursive or "/" not in path:
            yield {"path": path, "mode": "100644", "type": "blob", "sha": blob_sha(content), "size": len(content)}
    for inner in _folders(repo):
        path = inner.removeprefix(prefix)
        if inner.startswith(prefix) and inner != folder and "/" not in path and not is_recursive:
            yield {"path": path, "mode": "040000", "type": "tree", "sha": _tree_sha(repo, inner)}
