"""All accounts and repositories of the sandbox, with the names that they once had."""

import threading
from dataclasses import dataclass, field

from github_sync.sandbox.records import Record, small_id
from github_sync.sandbox.repo import Repo

GHOST = 10137
"""The id of the account that GitHub shows over REST for a deleted one."""


@dataclass
class Community:
    """`repos` by present name in lower case; whoever reads or writes holds `lock`."""

    users: dict[str, Record]
    repos: dict[str, Repo]
    old_names: dict[str, int] = field(default_factory=dict)
    deleted_logins: set[str] = field(default_factory=set)
    members: dict[str, dict[str, str]] = field(default_factory=dict)
    """Organization's login -> member's login -> role."""
    stars: dict[int, set[str]] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def repo(self, owner: str, name: str) -> Repo | None:
        return self.repos.get(f"{owner}/{name}".lower())

    def by_id(self, number: int) -> Repo | None:
        return next((repo for repo in self.repos.values() if repo.id == number), None)

    def moved(self, owner: str, name: str) -> Repo | None:
        """The repository that once had this name, unless another one has it now."""
        number = self.old_names.get(f"{owner}/{name}".lower())
        return self.by_id(number) if number is not None and self.repo(owner, name) is None else None

    def owned_by(self, login: str) -> list[Repo]:
        return [repo for repo in self.repos.values() if repo.record["owner"].lower() == login.lower()]

    def user(self, login: str | None) -> Record | None:
        """None for a deleted account; a login that the dataset does not describe gets a record of its own."""
        if not login:
            return None
        found = self.users.get(login.lower())
        if found is None and login.lower() not in self.deleted_logins:
            kind = "Bot" if login.endswith("[bot]") else "User"
            found = {"id": small_id("user", login), "login": login, "type": kind}
            self.users[login.lower()] = found
        return found

    def account(self, login: str) -> Record | None:
        """The account that has this login now; an old login is nobody's."""
        found = self.users.get(login.lower())
        return found if found and found["login"].lower() == login.lower() else None

    def is_same(self, login: str | None, other: str | None) -> bool:
        """Whether two logins, of now or before, are one account."""
        one, two = self.user(login), self.user(other)
        return one is not None and one is two
