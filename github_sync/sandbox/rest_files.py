"""The REST endpoints that read files: trees, blobs and contents.

A dataset tells the files of its newest commit; those of an older commit of the dataset are answered as not there.
"""

import base64
from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.branches import HEADS
from github_sync.sandbox.errors import not_found
from github_sync.sandbox.git import Files
from github_sync.sandbox.http import Call, json_response
from github_sync.sandbox.repo import Repo

LONGEST = 100_000
"""Entries that GitHub lists at once; what is beyond is left out and the answer says `truncated`."""


def tree(call: Call, owner: str, name: str, sha: str) -> Response:
    """One level, or with `recursive` all: files, and folders as trees."""
    repo = call.repo(owner, name)
    objects, url = repo.branches.objects, f"{call.shapes.api}/repos/{repo.full_name}/git"
    commit = repo.branches.resolve(sha)
    files = objects.trees.get(sha) or repo.branches.files(commit)
    if files is None:
        raise not_found()
    name_of_tree = objects.add_tree(files)
    is_whole = call.request.args.get("recursive") not in {None, ""}
    entries = [_tree_entry(repo, files, path, url) for path in _paths(files, is_whole=is_whole)]
    kept = {"tree": entries[:LONGEST], "truncated": len(entries) > LONGEST}
    return json_response({"sha": name_of_tree, "url": f"{url}/trees/{name_of_tree}", **kept})


def _paths(files: Files, *, is_whole: bool) -> list[str]:
    folders = {path.rpartition("/")[0] for path in files}
    folders |= {"/".join(f.split("/")[:depth]) for f in folders for depth in range(1, f.count("/") + 1)}
    found = {*files, *folders} - {""}
    return sorted(found if is_whole else (path for path in found if "/" not in path))


def _inside(files: Files, folder: str) -> Files:
    prefix = f"{folder}/" if folder else ""
    return {path.removeprefix(prefix): entry for path, entry in files.items() if path.startswith(prefix)}


def _tree_entry(repo: Repo, files: Files, path: str, url: str) -> dict[str, Any]:
    if path in files:
        mode, sha = files[path]
        size = len(repo.branches.objects.blobs[sha])
        return {"path": path, "mode": mode, "type": "blob", "sha": sha, "size": size, "url": f"{url}/blobs/{sha}"}
    sha = repo.branches.objects.add_tree(_inside(files, path))
    return {"path": path, "mode": "040000", "type": "tree", "sha": sha, "url": f"{url}/trees/{sha}"}


def blob(call: Call, owner: str, name: str, sha: str) -> Response:
    repo = call.repo(owner, name)
    repo.branches.files(repo.head_sha)
    content = repo.branches.objects.blobs.get(sha)
    if content is None:
        raise not_found()
    return json_response(
        {
            "sha": sha,
            "node_id": sha,
            "size": len(content),
            "url": f"{call.shapes.api}/repos/{repo.full_name}/git/blobs/{sha}",
            "content": base64.encodebytes(content).decode(),
            "encoding": "base64",
        }
    )


def contents(call: Call, owner: str, name: str, path: str = "") -> Response:
    repo = call.repo(owner, name)
    wanted = call.request.args.get("ref", "")
    commit = repo.branches.resolve(wanted)
    if commit is None and wanted:
        raise not_found(f"No commit found for the ref {wanted}")
    files, path = repo.branches.files(commit) or {}, path.strip("/")
    ref = wanted.removeprefix(HEADS) or repo.default_branch
    if path in files:
        return json_response(_file_content(call, repo, files, path, ref))
    prefix = f"{path}/" if path else ""
    names = sorted({p.removeprefix(prefix).split("/")[0] for p in files if p.startswith(prefix)})
    if not names:
        raise not_found()
    return json_response([content_entry(call, repo, files, prefix + name, ref) for name in names])


def _file_content(call: Call, repo: Repo, files: Files, path: str, ref: str) -> dict[str, Any]:
    content = base64.encodebytes(repo.branches.objects.blobs[files[path][1]]).decode()
    return {**content_entry(call, repo, files, path, ref), "content": content, "encoding": "base64"}


def content_entry(call: Call, repo: Repo, files: Files, path: str, branch: str) -> dict[str, Any]:
    is_file = path in files
    url = f"{call.shapes.api}/repos/{repo.full_name}/contents/{path}?ref={branch}"
    sha = files[path][1] if is_file else repo.branches.objects.add_tree(_inside(files, path))
    web = f"{call.shapes.web}/{repo.full_name}/{'blob' if is_file else 'tree'}/{branch}/{path}"
    git = f"{call.shapes.api}/repos/{repo.full_name}/git/{'blobs' if is_file else 'trees'}/{sha}"
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": sha,
        "size": len(repo.branches.objects.blobs[sha]) if is_file else 0,
        "type": "file" if is_file else "dir",
        "url": url,
        "html_url": web,
        "git_url": git,
        "download_url": f"{call.shapes.web}/{repo.full_name}/raw/{branch}/{path}" if is_file else None,
        "_links": {"self": url, "git": git, "html": web},
    }
