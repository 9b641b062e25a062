"""Issues, and what is said under them and under pull requests."""

from typing import Any

from github_sync.sandbox.actions import comments, threads
from github_sync.sandbox.changes.base import Changing, change
from github_sync.sandbox.records import touch


class ThreadChanges(Changing):
    @change
    def open_issue(self, repository: str, title: str, body: str = "", login: str = "", **more: Any) -> int:
        """`more`: labels, assignees, milestone. Returns the number."""
        doer, repo = self._at(repository, login)
        return int(threads.open_issue(doer, repo, title, body, **more)["number"])

    @change
    def edit_issue(self, repository: str, number: int, login: str = "", **new: Any) -> None:
        """`new`: title, body, milestone."""
        doer, repo, thread = self._on(repository, number, login)
        threads.edit(doer, repo, thread, new)

    @change
    def touch_issue(self, repository: str, number: int, at: str = "") -> None:
        """Only `updated_at` moves, to now or `at`; no webhook, as when GitHub changes what it tells nobody."""
        _, repo, thread = self._on(repository, number)
        touch(thread)
        thread["updated_at"] = at or thread["updated_at"]
        repo.changed()

    @change
    def close_issue(self, repository: str, number: int, reason: str = "completed", login: str = "") -> None:
        doer, repo, thread = self._on(repository, number, login)
        threads.close(doer, repo, thread, reason)

    @change
    def reopen_issue(self, repository: str, number: int, login: str = "") -> None:
        doer, repo, thread = self._on(repository, number, login)
        threads.reopen(doer, repo, thread)

    @change
    def lock_issue(self, repository: str, number: int, locked: bool = True, login: str = "") -> None:
        doer, repo, thread = self._on(repository, number, login)
        threads.set_locked(doer, repo, thread, locked)

    @change
    def label_issue(self, repository: str, number: int, add: Any = (), remove: Any = (), login: str = "") -> None:
        doer, repo, thread = self._on(repository, number, login)
        threads.add_labels(doer, repo, thread, list(add))
        for name in remove:
            threads.remove_label(doer, repo, thread, name)

    @change
    def assign_issue(self, repository: str, number: int, add: Any = (), remove: Any = (), login: str = "") -> None:
        doer, repo, thread = self._on(repository, number, login)
        threads.assign(doer, repo, thread, list(add))
        threads.unassign(doer, repo, thread, list(remove))

    @change
    def comment(self, repository: str, number: int, body: str, login: str = "") -> int:
        """Returns the comment's id."""
        doer, repo, thread = self._on(repository, number, login)
        return int(comments.add(doer, repo, thread, body)["id"])

    @change
    def edit_comment(self, repository: str, comment_id: int, body: str, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        comments.edit(doer, repo, repo.issue_comments[comment_id], body)

    @change
    def delete_comment(self, repository: str, comment_id: int, login: str = "") -> None:
        doer, repo = self._at(repository, login)
        comments.delete(doer, repo, repo.issue_comments[comment_id])

    @change
    def delete_issue(self, repository: str, number: int, login: str = "") -> None:
        doer, repo, thread = self._on(repository, number, login)
        threads.remove(doer, repo, thread)

    @change
    def convert_issue(self, repository: str, number: int, login: str = "") -> None:
        """To a discussion: the issue is gone from every listing, and asked for by number it is answered as deleted."""
        self.delete_issue(repository, number, login)

    @change
    def transfer_issue(self, repository: str, number: int, to: str, login: str = "") -> int:
        """Returns the new number in the repository `to`."""
        doer, repo, thread = self._on(repository, number, login)
        _, target = self._at(to)
        return int(threads.transfer(doer, repo, thread, target)["number"])
