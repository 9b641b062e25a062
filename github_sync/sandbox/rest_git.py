"""The REST endpoints that read what lies in Git: commits, branches, trees and files.

A dataset without a `git/` folder knows the default branch only; another ref is answered as one that does not exist.
"""

import base64
from collections import Counter
from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.dataset import Repo, blob_sha
from github_sync.sandbox.http import Call, SandboxError, json_response, paged


def commits(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    found = repo.history
    if path := call.request.args.get("path"):
        found = [c for c in found if any(entry[0].startswith(path) for entry in c.get("files") or ())]
    if since := call.request.args.get("since"):
        found = [c for c in found if c["committer"]["date"] >= since]
    if until := call.request.args.get("until"):
        found = [c for c in found if c["committer"]["date"] <= until]
    if author := call.request.args.get("author"):
        found = [c for c in found if author in (c["author"].get("login"), c["author"].get("email"))]
    return paged(call, found, lambda record: call.shapes.commit(repo, record))


def commit(call: Call, owner: str, name: str, sha: str) -> Response:
    repo = call.repo(owner, name)
    wanted = repo.head_sha if sha in {"HEAD", repo.record.get("default_branch") or "main"} else sha
    record = repo.commits.get(wanted)
    if record is None:
        raise SandboxError(422, f"No commit found for SHA: {sha}")
    return json_response(call.shapes.commit(repo, record, with_files=True))


def pulls_of_commit(call: Call, owner: str, name: str, sha: str) -> Response:
    repo = call.repo(owner, name)
    if sha not in repo.commits:
        raise SandboxError(422, f"No commit found for SHA: {sha}")
    pulls = [repo.pulls[number] for number in repo.pulls_of_commit.get(sha, ())]
    return paged(call, pulls, lambda record: call.shapes.pull(repo, record))


def contributors(call: Call, owner: str, name: str) -> Response:
    """Accounts by number of commits, the most first."""
    repo = call.repo(owner, name)
    counts = Counter(login for c in repo.commits.values() if (login := c["author"].get("login")))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return paged(call, ranked, lambda pair: {**(call.shapes.user(pair[0]) or {}), "contributions": pair[1]})


def branches(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    return paged(call, [_branch(call, repo)], lambda shape: shape)


def branch(call: Call, owner: str, name: str, branch: str) -> Response:
    repo = call.repo(owner, name)
    if branch != _default_branch(repo):
        raise SandboxError(404, "Branch not found", status="404")
    url = f"{call.shapes.api}/repos/{repo.full_name}/branches/{branch}"
    return json_response(
        {
            **_branch(call, repo),
            "commit": call.shapes.commit(repo, repo.commits[repo.head_sha]) if repo.head_sha in repo.commits else {},
            "_links": {"self": url, "html": f"{call.shapes.web}/{repo.full_name}/tree/{branch}"},
            "protection": {"enabled": False},
            "protection_url": f"{url}/protection",
        }
    )


def _branch(call: Call, repo: Repo) -> dict[str, Any]:
    sha = repo.head_sha
    url = f"{call.shapes.api}/repos/{repo.full_name}/commits/{sha}"
    return {"name": _default_branch(repo), "commit": {"sha": sha, "url": url}, "protected": False}


def _default_branch(repo: Repo) -> str:
    return str(repo.record.get("default_branch") or "main")


def _only_default_branch(call: Call, repo: Repo) -> None:
    ref = call.request.args.get("ref", "").removeprefix("refs/heads/")
    if ref and ref not in {"HEAD", _default_branch(repo), repo.head_sha}:
        raise SandboxError(404, f"No commit found for the ref {ref}", status="404")


def blob(call: Call, owner: str, name: str, sha: str) -> Response:
    repo = call.repo(owner, name)
    content = next((c for c in repo.contents.values() if blob_sha(c) == sha), None)
    if content is None:
        raise SandboxError(404, "Not Found", status="404")
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
    _only_default_branch(call, repo)
    path = path.strip("/")
    if path in repo.contents:
        return json_response(_file_content(call, repo, path))
    prefix = f"{path}/" if path else ""
    names = sorted({p.removeprefix(prefix).split("/")[0] for p in repo.contents if p.startswith(prefix)})
    if not names:
        raise SandboxError(404, "Not Found", status="404")
    return json_response([_entry(call, repo, prefix + name) for name in names])


def _file_content(call: Call, repo: Repo, path: str) -> dict[str, Any]:
    content = base64.encodebytes(repo.contents[path]).decode()
    return {**_entry(call, repo, path), "content": content, "encoding": "base64"}


def _entry(call: Call, repo: Repo, path: str) -> dict[str, Any]:
    content = repo.contents.get(path)
    branch = repo.record.get("default_branch") or "main"
    url = f"{call.shapes.api}/repos/{repo.full_name}/contents/{path}?ref={branch}"
    sha = blob_sha(content if content is not None else path.encode())
    kind = "file" if content is not None else "dir"
    web = f"{call.shapes.web}/{repo.full_name}/{'blob' if kind == 'file' else 'tree'}/{branch}/{path}"
    git = f"{call.shapes.api}/repos/{repo.full_name}/git/{'blobs' if kind == 'file' else 'trees'}/{sha}"
    return {
        "name": path.rpartition("/")[2],
        "path": path,
        "sha": sha,
        "size": len(content or b""),
        "type": kind,
        "url": url,
        "html_url": web,
        "git_url": git,
        "download_url": f"{call.shapes.web}/{repo.full_name}/raw/{branch}/{path}" if kind == "file" else None,
        "_links": {"self": url, "git": git, "html": web},
    }
