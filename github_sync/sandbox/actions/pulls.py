"""Pull requests: opened, pushed to, merged."""

from typing import Any

from github_sync.sandbox.actions import refs, threads
from github_sync.sandbox.actions.heads import files_of, measure
from github_sync.sandbox.branches import HEADS
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.errors import SandboxError
from github_sync.sandbox.git import Files
from github_sync.sandbox.merging import merge_files
from github_sync.sandbox.records import Record, now, touch
from github_sync.sandbox.repo import Repo


def open_pull(doer: Doer, repo: Repo, head_repo: Repo, head: str, base: str, **more: Any) -> Record:
    """`head` and `base` are branches that exist; `more`: title, body, draft."""
    number, moment = repo.next_number, now()
    record: Record = {
        "id": 5_000_000_000 + repo.id * 100_000 + number,
        "number": number,
        "user": doer.login,
        "labels": [],
        "assignees": [],
        "requested_reviewers": [],
        "state": "open",
        "created_at": moment,
        "updated_at": moment,
        "head_ref": head,
        "head_repo": head_repo.id,
        "base_ref": base,
        **more,
    }
    repo.pulls[number] = record
    measure(repo, record, head_repo.branch_of(head))
    threads.refer(repo, record)
    repo.changed("pulls_of_commit")
    threads.tell(doer, repo, record, "opened")
    return record


def request_reviewers(doer: Doer, repo: Repo, pull: Record, logins: list[str]) -> None:
    asked = pull.setdefault("requested_reviewers", [])
    for login in logins:
        if login not in asked:
            asked.append(login)
            touch(pull)
            repo.changed()
            threads.tell(doer, repo, pull, "review_requested", requested_reviewer=doer.shapes.user(login))


def unrequest_reviewers(doer: Doer, repo: Repo, pull: Record, logins: list[str]) -> None:
    for login in [login for login in pull.get("requested_reviewers") or () if login in logins]:
        pull["requested_reviewers"].remove(login)
        touch(pull)
        repo.changed()
        threads.tell(doer, repo, pull, "review_request_removed", requested_reviewer=doer.shapes.user(login))


def set_draft(doer: Doer, repo: Repo, pull: Record, is_draft: bool) -> None:
    pull["draft"] = is_draft
    pull.setdefault("readiness", []).append(["draft" if is_draft else "ready", touch(pull), doer.login])
    repo.changed()
    threads.tell(doer, repo, pull, "converted_to_draft" if is_draft else "ready_for_review")


def merged_files(repo: Repo, pull: Record) -> Files | None:
    """The tree after a merge; None where both sides changed the same lines."""
    base, head = repo.branch_of(pull["base_ref"]), pull.get("head_sha") or ""
    ours, theirs = files_of(repo, base), files_of(repo, head)
    if ours is None or theirs is None:
        return ours or {}
    origin = files_of(repo, repo.branches.merge_base(base, head)) or {}
    return merge_files(repo.branches.objects, origin, ours, theirs)


def merge(doer: Doer, repo: Repo, pull: Record, method: str, title: str, message: str) -> str:
    """The sha of the commit that brought it in; raises SandboxError where it cannot be merged."""
    files = merged_files(repo, pull)
    if files is None or pull["state"] != "open" or pull.get("draft"):
        raise SandboxError(405, "Pull Request is not mergeable")
    sha = _rebased(doer, repo, pull) if method == "rebase" else _joined(doer, repo, pull, method, files, title, message)
    moment = touch(pull)
    pull |= {"state": "closed", "merged_at": moment, "closed_at": moment, "merged_by": doer.login,
             "closed_by": doer.login, "merge_commit_sha": sha}  # fmt: skip
    refs.move(doer, repo, HEADS + pull["base_ref"], sha)
    threads.tell(doer, repo, pull, "closed")
    if pull["base_ref"] == repo.default_branch:
        for number in repo.closes.get(pull["number"], ()):
            if number in repo.issues:
                threads.close(doer, repo, repo.issues[number])
    return sha


def _joined(doer: Doer, repo: Repo, pull: Record, method: str, files: Files, title: str, message: str) -> str:
    """One commit: of two parents, or squashed with the first author's name."""
    base, head = repo.branch_of(pull["base_ref"]), pull.get("head_sha") or (pull.get("commits") or [""])[-1]
    tree = repo.branches.objects.add_tree(files)
    parents = [base] if method == "squash" else [base, head]
    text = f"{title}\n\n{message}".strip()
    author = _author(repo, pull) if method == "squash" else doer.person()
    record = refs.commit_tree(doer, repo, tree, parents, text, author=author, committer=doer.person())
    return str(record["sha"])


def _rebased(doer: Doer, repo: Repo, pull: Record) -> str:
    """Each commit once more on top of the base; raises SandboxError where one does not fit."""
    tip = repo.branch_of(pull["base_ref"])
    for sha in pull.get("commits") or ():
        record = repo.commits[sha]
        before = files_of(repo, (record.get("parents") or [None])[0]) or {}
        files = merge_files(repo.branches.objects, before, files_of(repo, tip) or {}, files_of(repo, sha) or {})
        if files is None:
            raise SandboxError(405, "This branch can't be rebased")
        tree = repo.branches.objects.add_tree(files)
        who = {"author": record["author"], "committer": doer.person()}
        tip = refs.commit_tree(doer, repo, tree, [tip], record["message"], **who)["sha"]
    return tip


def _author(repo: Repo, pull: Record) -> Record:
    commits = pull.get("commits") or ()
    first = repo.commits.get(commits[0]) if commits else None
    return {**(first["author"] if first else {"name": pull.get("user"), "email": ""}), "date": now()}
