"""A commit, made of fixed parts so that making it twice gives the same one, and a branch moved forward to it.

What was made is written down before the branch moves. A retry finds it in the branch; where somebody else was faster,
it is made anew on their commit, as long as they left these files alone.
"""

from typing import Any

from django.conf import settings

from github_sync.client import git_writing
from github_sync.client.errors import GitHubRefusedError, GitHubUnreachableError
from github_sync.domain.outbox import blob_of, content_of
from github_sync.domain.refusals import Refusal
from github_sync.services.outbox.voices import author_of, site_author
from github_sync.services.outbox.work import Answer, RefusedError, Request, Work, request

ROUNDS = 3
FILE, LINK = "100644", "120000"


def commit(work: Work) -> Answer:
    for _ in range(ROUNDS):
        head = _head(work)
        made = work.action.progress.get("commit")
        if made and git_writing.contains(work.client, work.home, head, made):
            return _told(work, made)
        tree, here = git_writing.tree_of(work.client, work.home, head, _paths(work))
        _check_untouched(work, head, here)
        if _is_there_already(work, here):
            return {**_told(work, head), "is_unchanged": True}
        made = _make(work, head, tree, here)
        work.keep(commit=made, parent=head)
        if _moved(work, made):
            return _told(work, made)
    raise GitHubUnreachableError(f"{work.action.branch} of {work.full_name} is moving too fast. It is tried again.")


def preview(work: Work) -> list[Request]:
    base = f"/repos/{work.full_name}/git"
    files = [
        {
            "path": file["path"],
            "bytes": len(content_of(file)),
            **{k: file[k] for k in ("text", "is_removed") if k in file},
        }
        for file in work.action.payload["files"]
    ]
    body = {"message": _message(work), **_people(work)}
    ref = f"{base}/refs/heads/{work.action.branch}"
    return [
        request("POST", f"{base}/trees", {"tree": files}),
        request("POST", f"{base}/commits", body),
        request("PATCH", ref, {"sha": "(new)", "force": False}),
    ]


def _head(work: Work) -> str:
    head = git_writing.head_of(work.client, work.home, work.action.branch)
    if head is None:
        raise RefusedError(
            Refusal(
                "branch",
                f"{work.full_name} has no branch {work.action.branch} any more.",
                "Send the change anew, which makes a fresh branch.",
            )
        )
    if "first" not in work.action.progress:
        work.keep(first=head)
    return head


def _check_untouched(work: Work, head: str, here: git_writing.Entries) -> None:
    """Against the commit that the person started from, or else where the branch was at the first attempt."""
    start = work.action.payload.get("base_sha") or work.action.progress["first"]
    if start == head or _is_there_already(work, here):
        return
    _, before = git_writing.tree_of(work.client, work.home, start, _paths(work))
    wanted = {file["path"]: blob_of(file) for file in work.action.payload["files"]}
    now = {path: _blob(here, path) for path in _paths(work)}
    changed = [path for path, sha in now.items() if sha not in (_blob(before, path), wanted.get(path, ""))]
    if changed:
        raise RefusedError(
            Refusal(
                "changed_meanwhile",
                f"Somebody changed {', '.join(changed[:3])} on GitHub meanwhile.",
                "Open it again here, put your change into the new text, and send it once more.",
            )
        )


def _is_there_already(work: Work, here: git_writing.Entries) -> bool:
    files = work.action.payload["files"]
    return all(_blob(here, file["path"]) == blob_of(file) and file.get("moved_from", "") not in here for file in files)


def _make(work: Work, head: str, tree: str, here: git_writing.Entries) -> str:
    entries: list[dict[str, Any]] = []
    for file in work.action.payload["files"]:
        if file.get("is_removed"):
            entries += [_gone(file["path"], here[file["path"]][0])] if file["path"] in here else []
            continue
        mode = here.get(file.get("moved_from") or file["path"], here.get(file["path"], (FILE, "")))[0]
        if mode == LINK:
            raise RefusedError(Refusal("link", f"{file['path']} is a link to another file.", "Change it with Git."))
        work.still_mine()
        blob = git_writing.create_blob(work.client, work.home, content_of(file))
        entries.append({"path": file["path"], "mode": mode, "type": "blob", "sha": blob})
        if file.get("moved_from") in here:
            entries.append(_gone(file["moved_from"], mode))
    fresh = git_writing.create_tree(work.client, work.home, tree, entries)
    body = {"message": _message(work), "tree": fresh, "parents": [head], **_people(work)}
    return str(git_writing.create_commit(work.client, work.home, body)["sha"])


def _gone(path: str, mode: str) -> dict[str, Any]:
    return {"path": path, "mode": mode, "type": "blob", "sha": None}


def _moved(work: Work, sha: str) -> bool:
    """False where the branch has moved meanwhile."""
    try:
        git_writing.move_branch(work.client, work.home, work.action.branch, sha)
    except GitHubRefusedError as error:
        if error.status == 422 and "fast forward" in error.said.lower():
            return False
        raise
    return True


def _people(work: Work) -> dict[str, dict[str, str]]:
    when = work.action.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    author = {**author_of(work.action), "date": when}
    return {"author": author, "committer": author if work.voice.is_person else {**site_author(), "date": when}}


def _message(work: Work) -> str:
    return str(work.action.payload["message"])


def _paths(work: Work) -> list[str]:
    files = work.action.payload["files"]
    return [path for file in files for path in (file["path"], file.get("moved_from")) if path]


def _blob(entries: git_writing.Entries, path: str) -> str:
    return entries[path][1] if path in entries else ""


def _told(work: Work, sha: str) -> Answer:
    return {"sha": sha, "url": f"{settings.GITHUB_WEB_URL}/{work.home}/commit/{sha}"}
