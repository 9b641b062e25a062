"""An App is installed, sees other repositories, is removed."""

from typing import Any

from github_sync.sandbox.access import Access
from github_sync.sandbox.apps import App, Apps, Installation, covers
from github_sync.sandbox.apps_api import installation_shape
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.records import now
from github_sync.sandbox.repo import Repo
from github_sync.sandbox.shapes import node_id


def install(doer: Doer, apps: Apps, app: App, account: str, repositories: list[Repo] | None = None) -> Installation:
    """`repositories` None: all of the account."""
    found = apps.install(app, account, None if repositories is None else {repo.id for repo in repositories})
    _tell(doer, found, "installation", "created", repositories=_brief(_covered(doer, found)), requester=None)
    return found


def uninstall(doer: Doer, apps: Apps, access: Access, found: Installation) -> None:
    """Its tokens are refused from now on."""
    _tell(doer, found, "installation", "deleted", repositories=_brief(_covered(doer, found)), requester=None)
    del apps.installations[found.id]
    access.revoke(found.id)


def suspend(doer: Doer, access: Access, found: Installation, *, is_suspended: bool) -> None:
    """Its tokens are refused until it is let in again."""
    found.suspended_at = now() if is_suspended else None
    if is_suspended:
        access.revoke(found.id)
    parts = {"repositories": _brief(_covered(doer, found)), "requester": None}
    _tell(doer, found, "installation", "suspend" if is_suspended else "unsuspend", **parts)


def choose(doer: Doer, access: Access, found: Installation, repositories: list[Repo] | None) -> None:
    before = {repo.id: repo for repo in _covered(doer, found)}
    found.repositories = None if repositories is None else {repo.id for repo in repositories}
    after = {repo.id: repo for repo in _covered(doer, found)}
    access.narrow(found.id, found.repositories)
    selection = "all" if repositories is None else "selected"
    added = [repo for number, repo in after.items() if number not in before]
    removed = [repo for number, repo in before.items() if number not in after]
    for action, changed in (("added", added), ("removed", removed)):
        if changed:
            parts = {"repositories_added": _brief(added), "repositories_removed": _brief(removed), "requester": None}
            _tell(doer, found, "installation_repositories", action, repository_selection=selection, **parts)


def _covered(doer: Doer, found: Installation) -> list[Repo]:
    return [repo for repo in doer.community.repos.values() if covers(found, repo)]


def _brief(repositories: list[Repo]) -> list[dict[str, Any]]:
    return [
        {"id": repo.id, "node_id": node_id("Repository", repo.id), "name": repo.record["name"],
         "full_name": repo.full_name, "private": bool(repo.record.get("private"))} for repo in repositories
    ]  # fmt: skip


def _tell(doer: Doer, found: Installation, event: str, action: str, **parts: Any) -> None:
    shape = {**installation_shape(doer, found), "client_id": found.app.client_id}
    payload = {"action": action, "installation": shape, **parts, "sender": doer.shapes.sender(doer.login)}
    for hook in list(doer.hooks.hooks.values()):
        if hook.app == found.app.id or (hook.app is None and hook.repository is None):
            doer.hooks.send_to(hook, event, payload)
