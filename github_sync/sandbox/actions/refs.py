"""Branches and what is committed to them."""

from typing import Any

from github_sync.sandbox.actions.heads import synchronize
from github_sync.sandbox.branches import HEADS
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.git import FILE, Files
from github_sync.sandbox.records import Record, now, touch
from github_sync.sandbox.repo import Repo

NOTHING = "0" * 40
MOST_COMMITS = 2048
"""GitHub lists no more in one push."""


def create(doer: Doer, repo: Repo, ref: str, sha: str) -> None:
    repo.branches.refs[ref] = sha
    _pushed(doer, repo, ref, NOTHING, sha)
    _tell_named(
        doer, repo, "create", ref, master_branch=repo.default_branch, description=repo.record.get("description")
    )


def move(doer: Doer, repo: Repo, ref: str, sha: str) -> None:
    before, repo.branches.refs[ref] = repo.branches.refs.get(ref, NOTHING), sha
    _pushed(doer, repo, ref, before, sha)


def delete(doer: Doer, repo: Repo, ref: str) -> None:
    before = repo.branches.refs.pop(ref)
    _pushed(doer, repo, ref, before, NOTHING)
    _tell_named(doer, repo, "delete", ref)


def commit_files(
    doer: Doer, repo: Repo, branch: str, message: str, new: dict[str, bytes | None], **who: Record
) -> Record:
    """One commit on `branch`: `new` gives each path its content, None takes it away; `who`: author, committer."""
    files: Files = dict(repo.branches.files(repo.branch_of(branch)) or {})
    for path, content in new.items():
        if content is None:
            files.pop(path, None)
        else:
            files[path] = (files.get(path, (FILE, ""))[0], repo.branches.objects.add_blob(content))
    tree = repo.branches.objects.add_tree(files)
    record = commit_tree(doer, repo, tree, [repo.branch_of(branch)], message, **who)
    move(doer, repo, HEADS + branch, record["sha"])
    return record


def commit_tree(doer: Doer, repo: Repo, tree: str, parents: list[str], message: str, **who: Record) -> Record:
    author = who.get("author") or doer.person()
    for parent in parents:
        repo.branches.files(parent)
    parents = [parent for parent in parents if parent]
    return repo.branches.objects.add_commit(tree, parents, message, author, who.get("committer") or author)


def _pushed(doer: Doer, repo: Repo, ref: str, before: str, after: str) -> None:
    repo.changed("git")
    repo.record["pushed_at"] = now()
    touch(repo.record)
    _update_pulls(doer, repo, ref, after)
    doer.tell("push", repo, **_push(doer, repo, ref, before, after))


def _push(doer: Doer, repo: Repo, ref: str, before: str, after: str) -> dict[str, Any]:
    is_new, is_gone = before == NOTHING, after == NOTHING
    base = repo.head_sha if is_new else before
    added = [] if is_gone else repo.branches.missing(base, after)[-MOST_COMMITS:]
    commits = [doer.shapes.pushed_commit(repo, record) for record in added]
    person = doer.person()
    return {
        "ref": ref,
        "before": before,
        "after": after,
        "base_ref": None,
        "created": is_new,
        "deleted": is_gone,
        "forced": not (is_new or is_gone) and not repo.branches.is_ancestor(before, after),
        "compare": f"{doer.shapes.web}/{repo.full_name}/compare/{before[:12]}...{after[:12]}",
        "commits": commits,
        "head_commit": None if is_gone else doer.shapes.pushed_commit(repo, repo.commits[after]),
        "pusher": {"name": person["login"], "email": person["email"]},
    }


def _update_pulls(doer: Doer, repo: Repo, ref: str, after: str) -> None:
    for target in list(doer.community.repos.values()):
        for pull in list(target.pulls.values()):
            is_head = pull.get("head_repo", target.id) == repo.id and HEADS + str(pull.get("head_ref")) == ref
            if is_head and pull["state"] == "open" and after != NOTHING:
                synchronize(doer, target, pull, after)


def _tell_named(doer: Doer, repo: Repo, event: str, ref: str, **parts: Any) -> None:
    kind = "branch" if ref.startswith(HEADS) else "tag"
    name = ref.removeprefix(HEADS).removeprefix("refs/tags/")
    doer.tell(event, repo, ref=name, ref_type=kind, pusher_type="user", **parts)
