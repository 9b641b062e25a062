"""The REST endpoints that read what lies in Git: commits, branches and refs."""

from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.branches import HEADS
from github_sync.sandbox.errors import SandboxError, not_found
from github_sync.sandbox.http import Call, json_response, paged
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes import node_id


def commits(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    found = repo.history
    if sha := call.request.args.get("sha"):
        found = repo.branches.history(_resolved(repo, sha))
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
    record = repo.commits.get(repo.branches.resolve(sha) or "")
    if record is None:
        raise SandboxError(422, f"No commit found for SHA: {sha}")
    return json_response(call.shapes.commit(repo, record, with_files=True))


def pulls_of_commit(call: Call, owner: str, name: str, sha: str) -> Response:
    repo = call.repo(owner, name)
    if sha not in repo.commits:
        raise SandboxError(422, f"No commit found for SHA: {sha}")
    pulls = [repo.pulls[number] for number in repo.pulls_of_commit.get(sha, ())]
    return paged(call, pulls, lambda record: call.shapes.pull(repo, record))


def compare(call: Call, owner: str, name: str, basehead: str) -> Response:
    """What `head` has that `base` has not, with the files that differ from where they parted."""
    repo = call.repo(owner, name)
    base_name, _, head_name = basehead.partition("...")
    base, head = _resolved(repo, base_name), _resolved(repo, head_name.rpartition(":")[2])
    origin = repo.branches.merge_base(base, head) or base
    ahead, behind = repo.branches.missing(base, head), repo.branches.missing(head, base)
    changes = repo.branches.objects.changes(repo.branches.files(origin), repo.branches.files(head) or {})
    status = {(0, 0): "identical", (0, 1): "behind", (1, 0): "ahead"}.get((bool(ahead), bool(behind)), "diverged")
    web = f"{call.shapes.web}/{repo.full_name}/compare/{basehead}"
    shape = {
        "url": f"{call.shapes.api}/repos/{repo.full_name}/compare/{basehead}",
        "html_url": web,
        "permalink_url": web,
        "diff_url": f"{web}.diff",
        "patch_url": f"{web}.patch",
        "base_commit": call.shapes.commit(repo, repo.commits[base]),
        "merge_base_commit": call.shapes.commit(repo, repo.commits[origin]),
        "status": status,
        "ahead_by": len(ahead),
        "behind_by": len(behind),
        "total_commits": len(ahead),
        "commits": [call.shapes.commit(repo, record) for record in ahead[:250]],
        "files": [call.shapes.file(repo, head, entry) for entry in changes[:300]],
    }
    return json_response(shape)


def contributors(call: Call, owner: str, name: str) -> Response:
    """Accounts by number of commits, the most first."""
    repo = call.repo(owner, name)
    return paged(call, repo.contributions, lambda pair: {**(call.shapes.user(pair[0]) or {}), "contributions": pair[1]})


def branches(call: Call, owner: str, name: str) -> Response:
    repo = call.repo(owner, name)
    known = sorted(ref.removeprefix(HEADS) for ref in repo.branches.refs if ref.startswith(HEADS))
    return paged(call, known, lambda branch: _branch(call, repo, branch))


def branch(call: Call, owner: str, name: str, branch: str) -> Response:
    repo = call.repo(owner, name)
    sha = repo.branch_of(branch)
    if not sha:
        raise not_found("Branch not found")
    url = f"{call.shapes.api}/repos/{repo.full_name}/branches/{branch}"
    return json_response(
        {
            **_branch(call, repo, branch),
            "commit": call.shapes.commit(repo, repo.commits[sha]) if sha in repo.commits else {},
            "_links": {"self": url, "html": f"{call.shapes.web}/{repo.full_name}/tree/{branch}"},
            "protection": {"enabled": False},
            "protection_url": f"{url}/protection",
        }
    )


def _branch(call: Call, repo: Repo, name: str) -> dict[str, Any]:
    sha = repo.branch_of(name)
    url = f"{call.shapes.api}/repos/{repo.full_name}/commits/{sha}"
    return {"name": name, "commit": {"sha": sha, "url": url}, "protected": False}


def ref(call: Call, owner: str, name: str, ref: str) -> Response:
    repo = call.repo(owner, name)
    if f"refs/{ref}" not in repo.branches.refs:
        raise not_found()
    return json_response(ref_shape(call, repo, f"refs/{ref}"))


def matching_refs(call: Call, owner: str, name: str, ref: str = "") -> Response:
    repo = call.repo(owner, name)
    found = sorted(known for known in repo.branches.refs if known.startswith(f"refs/{ref}"))
    return paged(call, found, lambda known: ref_shape(call, repo, known))


def ref_shape(call: Call, repo: Repo, ref: str) -> dict[str, Any]:
    sha, url = repo.branches.refs[ref], f"{call.shapes.api}/repos/{repo.full_name}/git"
    return {
        "ref": ref,
        "node_id": node_id("Ref", f"{repo.id}:{ref}"),
        "url": f"{url}/{ref}",
        "object": {"sha": sha, "type": "commit", "url": f"{url}/commits/{sha}"},
    }


def git_commit(call: Call, owner: str, name: str, sha: str) -> Response:
    repo = call.repo(owner, name)
    if sha not in repo.commits:
        raise not_found()
    repo.branches.files(sha)
    return json_response(call.shapes.git_commit(repo, repo.commits[sha]))


def _resolved(repo: Repo, name: str) -> str:
    sha = repo.branches.resolve(name)
    if sha is None or sha not in repo.commits:
        raise not_found()
    return sha
