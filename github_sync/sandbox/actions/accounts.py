"""Accounts get another name, or go."""

from github_sync.sandbox.community import Community
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.repo import Repo


def rename_account(doer: Doer, login: str, to: str) -> None:
    """The id stays; the repositories go along and answer under their old names by a redirect."""
    community = doer.community
    record = community.account(login)
    if record is None or community.account(to) is not None:
        raise LookupError(f"There is no account {login}, or one called {to} already.")
    owned = community.owned_by(login)
    record["login"] = to
    community.users[to.lower()] = record
    for repo in owned:
        _follow(community, repo, to)
    for found in doer.apps.installations.values():
        if found.account.lower() == login.lower():
            found.account = to
    for repo in community.repos.values():
        repo.changed()
    if record.get("type") == "Organization":
        doer.tell_account("organization", "renamed", to, changes={"login": {"from": login}})


def set_member(doer: Doer, organization: str, login: str, role: str | None) -> None:
    """Of an organization; None: not any more."""
    members = doer.community.members.setdefault(organization.lower(), {})
    had = members.pop(login, None)
    if role is not None:
        members[login] = role
    membership = {
        "url": f"{doer.shapes.api}/orgs/{organization}/memberships/{login}",
        "organization_url": f"{doer.shapes.api}/orgs/{organization}",
        "state": "active",
        "role": role or had or "member",
        "user": doer.shapes.user(login),
    }
    action = "member_removed" if role is None else "member_added"
    doer.tell_account("organization", action, organization, membership=membership)


def _follow(community: Community, repo: Repo, owner: str) -> None:
    old = repo.full_name.lower()
    community.repos.pop(old, None)
    community.old_names[old] = repo.id
    repo.record |= {"owner": owner, "full_name": f"{owner}/{repo.record['name']}"}
    community.repos[repo.full_name.lower()] = repo


def delete_account(community: Community, login: str) -> None:
    """What it wrote stays; its repositories go."""
    record = community.account(login)
    if record is None:
        raise LookupError(f"There is no account {login}.")
    for name in [name for name, user in community.users.items() if user is record]:
        del community.users[name]
        community.deleted_logins.add(name)
    for repo in community.owned_by(login):
        del community.repos[repo.full_name.lower()]
    for repo in community.repos.values():
        for thread in (*repo.issues.values(), *repo.pulls.values()):
            if login in (thread.get("assignees") or ()):
                thread["assignees"].remove(login)
        repo.changed()
