"""Repositories, their branches, pull requests and releases."""

from typing import Any

from github_sync.sandbox.actions import comments, labels, pulls, refs, repositories
from github_sync.sandbox.branches import HEADS
from github_sync.sandbox.changes.base import Changing, change

ON = ("path", "body", "line", "side")


class RepositoryChanges(Changing):
    @change
    def create_repository(self, repository: str, **more: Any) -> None:
        owner, _, name = repository.partition("/")
        doer = self._doer(owner)
        repositories.create(doer, owner, name, **more)

    @change
    def rename_repository(self, repository: str, name: str, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        repositories.rename(doer, repo, name)

    @change
    def transfer_repository(self, repository: str, owner: str, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        repositories.transfer(doer, repo, owner)

    @change
    def archive_repository(self, repository: str, archived: bool = True, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        repositories.set_archived(doer, repo, archived)

    @change
    def privatize_repository(
        self, repository: str, private: bool = True, visible_to: Any = None, login: str = ""
    ) -> None:
        """`visible_to`: login -> permission, beside the owner."""
        doer, repo = self._at(repository, login)
        repositories.set_private(doer, repo, private, visible_to)

    @change
    def delete_repository(self, repository: str, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        repositories.delete(doer, repo)

    @change
    def set_member(self, repository: str, member: str, permission: str | None = "write", login: str = "") -> None:
        """None takes the collaborator away."""
        doer, repo = self._at(repository, login)
        repositories.set_member(doer, repo, member, permission)

    @change
    def star(self, repository: str, login: str, starred: bool = True) -> None:
        doer, repo = self._at(repository, login)
        repositories.star(doer, repo, login, starred)

    @change
    def fork(self, repository: str, login: str) -> str:
        doer, repo = self._at(repository, login)
        return repositories.fork(doer, repo, login).full_name

    @change
    def rename_label(self, repository: str, name: str, new_name: str, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        labels.edit_label(doer, repo, name, {"name": new_name})

    @change
    def delete_label(self, repository: str, name: str, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        labels.delete_label(doer, repo, name)

    @change
    def delete_milestone(self, repository: str, number: int, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        labels.delete_milestone(doer, repo, number)

    @change
    def release(self, repository: str, tag: str, name: str = "", body: str = "", login: str = "") -> None:
        doer, repo = self._at(repository, login)
        labels.publish_release(doer, repo, tag, name or tag, body)

    @change
    def delete_release(self, repository: str, id: int) -> None:
        """No webhook, as when its delivery was lost."""
        _, repo = self._at(repository)
        repo.releases[:] = [release for release in repo.releases if release["id"] != id]
        repo.changed()

    @change
    def push(self, repository: str, files: dict[str, str], message: str, branch: str = "", login: str = "") -> str:
        """One commit of text files (None deletes) on a branch, made where it does not exist. Returns its sha."""
        doer, repo = self._at(repository, login)
        name = branch or repo.default_branch
        if not repo.branch_of(name) and repo.head_sha:
            refs.create(doer, repo, HEADS + name, repo.head_sha)
        new: dict[str, bytes | None] = {path: None if text is None else text.encode() for path, text in files.items()}
        return str(refs.commit_files(doer, repo, name, message, new)["sha"])

    @change
    def open_pull(self, repository: str, head: str, title: str, body: str = "", base: str = "", login: str = "") -> int:
        doer, repo = self._at(repository, login)
        made = pulls.open_pull(doer, repo, repo, head, base or repo.default_branch, title=title, body=body)
        return int(made["number"])

    @change
    def review(
        self, repository: str, number: int, login: str, state: str = "APPROVED", body: str = "", on: Any = ()
    ) -> None:
        """`on`: path and body of each comment on a file, and its line and side (LEFT, RIGHT) where it is on one."""
        doer, repo, pull = self._on(repository, number, login)
        comments.review(doer, repo, pull, state, body, [dict(zip(ON, one, strict=False)) for one in on])

    @change
    def merge_pull(
        self, repository: str, number: int, method: str = "merge", login: str = "", message: str = ""
    ) -> None:
        """`message`: what is below the title of the commit, where GitHub asks for it."""
        doer, repo, pull = self._on(repository, number, login)
        title = f"Merge pull request #{number} from {repository.partition('/')[0]}/{pull.get('head_ref')}"
        if method == "squash":
            title = f"{pull['title']} (#{number})"
        pulls.merge(doer, repo, pull, method, title, message or ("" if method == "squash" else pull["title"]))
