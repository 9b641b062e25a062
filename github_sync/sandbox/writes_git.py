"""The REST endpoints that write Git: refs, files, and the objects below them."""

import base64
import binascii
from typing import Any

from werkzeug.wrappers import Response

from github_sync.sandbox.actions import refs
from github_sync.sandbox.branches import HEADS
from github_sync.sandbox.errors import SandboxError, invalid, not_found
from github_sync.sandbox.git import FILE, Files
from github_sync.sandbox.http import Call, json_response
from github_sync.sandbox.records import Record
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.rest_files import content_entry
from github_sync.sandbox.rest_git import ref_shape
from github_sync.sandbox.writes import text


def create_ref(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    ref, sha = text(data, "ref", "Reference"), text(data, "sha", "Reference")
    if not ref.startswith(("refs/heads/", "refs/tags/")) or ref.endswith("/") or " " in ref:
        raise _refused(
            "Reference name is invalid" if ref.startswith("refs/") else "Reference name must start with 'refs/'"
        )
    if ref in repo.branches.refs:
        raise _refused("Reference already exists")
    if sha not in repo.commits:
        raise _refused("Object does not exist")
    refs.create(call, repo, ref, sha)
    return json_response(ref_shape(call, repo, ref), 201)


def update_ref(call: Call, owner: str, name: str, ref: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    full, sha = f"refs/{ref}", text(data, "sha", "Reference")
    if full not in repo.branches.refs:
        raise _refused("Reference does not exist")
    if sha not in repo.commits:
        raise _refused("Object does not exist")
    if not data.get("force") and not repo.branches.is_ancestor(repo.branches.refs[full], sha):
        raise _refused("Update is not a fast forward")
    refs.move(call, repo, full, sha)
    return json_response(ref_shape(call, repo, full))


def delete_ref(call: Call, owner: str, name: str, ref: str) -> Response:
    repo, full = call.repo(owner, name), f"refs/{ref}"
    if full not in repo.branches.refs:
        raise _refused("Reference does not exist")
    if full == HEADS + repo.default_branch:
        raise _refused("Cannot delete the default branch")
    refs.delete(call, repo, full)
    return Response(status=204)


def put_file(call: Call, owner: str, name: str, path: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    branch, old = _target(repo, data, path)
    content = _decoded(data.get("content"))
    commit = refs.commit_files(
        call, repo, branch, text(data, "message", "Commit"), {path: content}, **_people(call, data)
    )
    entry = content_entry(call, repo, repo.branches.files(commit["sha"]) or {}, path, branch)
    shape = {"content": entry, "commit": call.shapes.git_commit(repo, commit)}
    return json_response(shape, 200 if old else 201)


def delete_file(call: Call, owner: str, name: str, path: str) -> Response:
    repo = call.repo(owner, name)
    data = call.body() or call.request.args.to_dict()
    branch, old = _target(repo, data, path)
    if old is None:
        raise not_found()
    commit = refs.commit_files(call, repo, branch, text(data, "message", "Commit"), {path: None}, **_people(call, data))
    return json_response({"content": None, "commit": call.shapes.git_commit(repo, commit)})


def _target(repo: Repo, data: dict[str, Any], path: str) -> tuple[str, str | None]:
    """The branch, and the file's present sha, which the caller must have named."""
    branch = str(data.get("branch") or repo.default_branch).removeprefix(HEADS)
    if not repo.branch_of(branch) and repo.head_sha:
        raise not_found(f"Branch {branch} not found")
    entry = (repo.branches.files(repo.branch_of(branch)) or {}).get(path)
    sha = data.get("sha")
    if entry and not sha:
        raise SandboxError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.', status="422")
    if sha and (entry is None or entry[1] != sha):
        raise SandboxError(409, f"{path} does not match {sha}", status="409")
    return branch, entry[1] if entry else None


def create_blob(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    given = data.get("content")
    is_text = data.get("encoding", "utf-8") == "utf-8"
    content = given.encode() if is_text and isinstance(given, str) else _decoded(given)
    sha = repo.branches.objects.add_blob(content)
    url = f"{call.shapes.api}/repos/{repo.full_name}/git/blobs/{sha}"
    return json_response({"sha": sha, "url": url}, 201)


def create_tree(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    objects = repo.branches.objects
    files = dict(_base_tree(repo, data.get("base_tree")))
    for entry in data.get("tree") or ():
        _put_entry(repo, files, entry)
    sha = objects.add_tree(files)
    url = f"{call.shapes.api}/repos/{repo.full_name}/git"
    shape = [
        {"path": path, "mode": mode, "type": "blob", "sha": blob, "size": len(objects.blobs[blob]),
         "url": f"{url}/blobs/{blob}"} for path, (mode, blob) in sorted(files.items())
    ]  # fmt: skip
    return json_response({"sha": sha, "url": f"{url}/trees/{sha}", "tree": shape, "truncated": False}, 201)


def _base_tree(repo: Repo, base: str | None) -> Files:
    if not base:
        return {}
    found = repo.branches.objects.trees.get(base) or repo.branches.files(base)
    if found is None:
        raise not_found()
    return found


def _put_entry(repo: Repo, files: Files, entry: dict[str, Any]) -> None:
    objects, path = repo.branches.objects, entry.get("path")
    if not isinstance(path, str) or not path or path.startswith("/"):
        raise SandboxError(422, "tree.path contains a malformed path component", status="422")
    if "content" in entry:
        files[path] = (entry.get("mode") or FILE, objects.add_blob(str(entry["content"]).encode()))
    elif entry.get("sha") is None:
        files.pop(path, None)
    elif entry["sha"] in objects.blobs:
        files[path] = (entry.get("mode") or FILE, entry["sha"])
    elif entry["sha"] in objects.trees:
        files |= {f"{path}/{inner}": found for inner, found in objects.trees[entry["sha"]].items()}
    else:
        raise SandboxError(422, f"tree.sha {entry['sha']} is not a valid blob", status="422")


def create_commit(call: Call, owner: str, name: str) -> Response:
    repo, data = call.repo(owner, name), call.body()
    tree, parents = text(data, "tree", "Commit"), data.get("parents") or []
    if tree not in repo.branches.objects.trees:
        raise _refused("Tree SHA does not exist")
    if any(parent not in repo.commits for parent in parents):
        raise _refused("Parent SHA does not exist or is not a commit object")
    record = refs.commit_tree(call, repo, tree, parents, text(data, "message", "Commit"), **_people(call, data))
    return json_response(call.shapes.git_commit(repo, record), 201)


def _people(call: Call, data: dict[str, Any]) -> dict[str, Record]:
    """Author and committer where the caller names them; who has that address is the account."""
    found = {}
    for role in ("author", "committer"):
        if given := data.get(role):
            if not given.get("name") or not given.get("email"):
                raise invalid("Commit", role, "missing_field")
            found[role] = {
                **call.person(),
                "login": None,
                **{k: given[k] for k in ("name", "email", "date") if k in given},
            }
            found[role]["login"] = _login_of(call, given["email"])
    return found


def _login_of(call: Call, email: str) -> str | None:
    if email.endswith("@users.noreply.github.com"):
        return email.partition("@")[0].rpartition("+")[2]
    return next((u["login"] for u in call.community.users.values() if u.get("email") == email), None)


def _decoded(content: Any) -> bytes:
    try:
        return base64.b64decode(content, validate=False) if isinstance(content, str) else _bad_content()
    except (binascii.Error, ValueError):
        return _bad_content()


def _bad_content() -> bytes:
    raise SandboxError(422, "content is not valid Base64", status="422")


def _refused(message: str) -> SandboxError:
    return SandboxError(422, message, status="422")
