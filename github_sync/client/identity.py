"""Who a credential is, as GitHub sees it, and what it may do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubError, GitHubLimitError

MOST_REPOSITORIES = 2_000
EXPIRY = "github-authentication-token-expiration"


@dataclass(frozen=True)
class TokenIdentity:
    """`scopes` is None where GitHub does not say: a fine-grained token has permissions that cannot be asked for."""

    github_id: int
    login: str
    name: str
    scopes: list[str] | None
    expires_at: datetime | None


@dataclass(frozen=True)
class AppIdentity:
    app_id: str
    slug: str
    name: str
    client_id: str
    owner: str
    permissions: dict[str, str]
    page_url: str


@dataclass(frozen=True)
class InstallationIdentity:
    installation_id: str
    account: str
    permissions: dict[str, str]
    is_suspended: bool


@dataclass(frozen=True)
class VisibleRepository:
    """One that the credential sees; `may_push` and the like decide what the site can do there."""

    full_name: str
    description: str
    is_private: bool
    is_archived: bool
    is_fork: bool
    stargazers: int
    open_issues: int
    language: str
    pushed_at: str
    may_push: bool


def token_identity(client: GitHubClient) -> TokenIdentity:
    """Raises GitHubError."""
    headers, user = client.answer("/user")
    scopes = headers.get("x-oauth-scopes")
    listed = None if scopes is None else [scope.strip() for scope in str(scopes).split(",") if scope.strip()]
    return TokenIdentity(
        int(user["id"]), str(user["login"]), str(user.get("name") or ""), listed, _expiry(str(headers.get(EXPIRY, "")))
    )


def _expiry(text: str) -> datetime | None:
    """GitHub writes `2026-11-25 12:00:00 UTC` or with an offset."""
    for form in ("%Y-%m-%d %H:%M:%S UTC", "%Y-%m-%d %H:%M:%S %z"):
        try:
            found = datetime.strptime(text, form)  # noqa: DTZ007 - the zone is in the form
        except ValueError:
            continue
        return found if found.tzinfo else found.replace(tzinfo=UTC)
    return None


def app_identity(client: GitHubClient) -> AppIdentity:
    """`client` speaks as the App itself; raises GitHubError."""
    return app_of(client.get("/app"))


def app_of(node: dict[str, Any]) -> AppIdentity:
    return AppIdentity(
        str(node["id"]),
        str(node.get("slug") or ""),
        str(node.get("name") or ""),
        str(node.get("client_id") or ""),
        str((node.get("owner") or {}).get("login") or ""),
        dict(node.get("permissions") or {}),
        str(node.get("html_url") or ""),
    )


def installations(client: GitHubClient) -> list[InstallationIdentity]:
    """`client` speaks as the App itself; raises GitHubError."""
    return [
        InstallationIdentity(
            str(node["id"]),
            str((node.get("account") or {}).get("login") or ""),
            dict(node.get("permissions") or {}),
            bool(node.get("suspended_at")),
        )
        for page in client.pages("/app/installations")
        for node in page
    ]


def visible_repositories(client: GitHubClient, *, owner: str = "", as_app: bool = False) -> list[VisibleRepository]:
    """What the credential has a part in, or all public ones of `owner`; the latest pushed first, at most 2,000.

    Raises GitHubError.
    """
    found = (_visible(node) for node in _nodes(client, owner, as_app=as_app))
    return sorted(islice(found, MOST_REPOSITORIES), key=lambda one: one.pushed_at, reverse=True)


def visible_repository(client: GitHubClient, full_name: str) -> VisibleRepository:
    """Raises GitHubError."""
    return _visible(client.get(f"/repos/{full_name}"))


def _nodes(client: GitHubClient, owner: str, *, as_app: bool) -> Iterator[dict[str, Any]]:
    if owner:
        yield from _owned(client, owner)
    elif as_app:
        for page in client.pages("/installation/repositories"):
            yield from page["repositories"]
    else:
        for page in client.pages("/user/repos", affiliation="owner,collaborator,organization_member", sort="pushed"):
            yield from page


def _owned(client: GitHubClient, owner: str) -> Iterator[dict[str, Any]]:
    """Of an organisation, else of a person."""
    try:
        pages = list(client.pages(f"/orgs/{owner}/repos", sort="pushed"))
    except GitHubLimitError:
        raise
    except GitHubError:
        pages = list(client.pages(f"/users/{owner}/repos", sort="pushed"))
    for page in pages:
        yield from page


def _visible(node: dict[str, Any]) -> VisibleRepository:
    return VisibleRepository(
        full_name=str(node["full_name"]),
        description=str(node.get("description") or ""),
        is_private=bool(node.get("private")),
        is_archived=bool(node.get("archived")),
        is_fork=bool(node.get("fork")),
        stargazers=int(node.get("stargazers_count") or 0),
        open_issues=int(node.get("open_issues_count") or 0),
        language=str(node.get("language") or ""),
        pushed_at=str(node.get("pushed_at") or ""),
        may_push=bool((node.get("permissions") or {}).get("push")),
    )
