"""Accounts, and Apps installed on them."""

from typing import Any

from github_sync.sandbox.actions import installations
from github_sync.sandbox.actions.accounts import delete_account, rename_account, set_member
from github_sync.sandbox.changes.base import Changing, change


class AccountChanges(Changing):
    @change
    def rename_account(self, login: str, to: str) -> None:
        doer = self._doer(to)
        rename_account(doer, login, to)

    @change
    def set_organization_member(self, organization: str, member: str, role: str | None = "member") -> None:
        """None takes the member away."""
        set_member(self._doer(organization), organization, member, role)

    @change
    def delete_account(self, login: str) -> None:
        """Over GraphQL its author is null, over REST “ghost”."""
        doer = self._doer("")
        delete_account(doer.community, login)

    @change
    def install_app(self, app: int, account: str, repositories: Any = None) -> int:
        """`repositories`: names; None for all. Returns the installation's id."""
        doer = self._doer(account)
        chosen = None if repositories is None else [self._at(f"{account}/{name}")[1] for name in repositories]
        return installations.install(doer, doer.apps, doer.apps.apps[app], account, chosen).id

    @change
    def choose_repositories(self, installation: int, repositories: Any = None) -> None:
        found = self._doer("").apps.installations[installation]
        doer = self._doer(found.account)
        chosen = None if repositories is None else [self._at(f"{found.account}/{name}")[1] for name in repositories]
        installations.choose(doer, self._access, found, chosen)

    @change
    def uninstall_app(self, installation: int) -> None:
        found = self._doer("").apps.installations[installation]
        doer = self._doer(found.account)
        installations.uninstall(doer, doer.apps, self._access, found)

    @change
    def suspend_app(self, installation: int, suspended: bool = True) -> None:
        found = self._doer("").apps.installations[installation]
        installations.suspend(self._doer(found.account), self._access, found, is_suspended=suspended)
