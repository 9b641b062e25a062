"""What a token may do with a repository. A repository without `collaborators` in its record trusts every account."""

from github_sync.sandbox.access import Grant
from github_sync.sandbox.community import Community
from github_sync.sandbox.repo import Repo

LEVELS = ("none", "read", "triage", "write", "maintain", "admin")


def level_of(community: Community, login: str | None, repo: Repo) -> str:
    """A person's permission, by GitHub's own words for it."""
    lowest = "none" if repo.record.get("private") else "read"
    if login is None:
        return lowest
    if community.is_same(login, repo.record["owner"]):
        return "admin"
    collaborators = repo.record.get("collaborators")
    if collaborators is None:
        return "admin"
    return next((level for name, level in collaborators.items() if community.is_same(name, login)), lowest)


def is_visible(community: Community, grant: Grant | None, repo: Repo) -> bool:
    if not repo.record.get("private"):
        return True
    if grant is None:
        return False
    if grant.is_app:
        return _is_installed(community, grant, repo)
    return "repo" in grant.scopes and level_of(community, grant.login, repo) != "none"


def may(community: Community, grant: Grant, repo: Repo, area: str, needed: str) -> bool:
    """Whether a change in one area (`issues`, `contents`, …) that asks a person for the level `needed` is allowed."""
    if grant.is_app:
        return _is_installed(community, grant, repo) and _app_may_write(grant, area)
    scopes = {"repo"} if repo.record.get("private") else {"repo", "public_repo"}
    if area == "repository_hooks":
        scopes |= {"admin:repo_hook", "write:repo_hook"}
    return bool(scopes & grant.scopes) and at_least(level_of(community, grant.login, repo), needed)


def at_least(level: str, needed: str) -> bool:
    return LEVELS.index(level) >= LEVELS.index(needed)


def _is_installed(community: Community, grant: Grant, repo: Repo) -> bool:
    is_chosen = grant.repositories is None or repo.id in grant.repositories
    return is_chosen and (not grant.account or community.is_same(grant.account, repo.record["owner"]))


def _app_may_write(grant: Grant, area: str) -> bool:
    """Comments and labels of a pull request are open to both permissions, as with GitHub."""
    areas = ("issues", "pull_requests") if area == "threads" else (area,)
    permissions = grant.permissions or {}
    return any(permissions.get(name) in {"write", "admin"} for name in areas)
