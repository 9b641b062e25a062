"""What a credential must be allowed so that the site can do all it offers, and what is lost without it.

Source: GitHub's documentation of the scopes of OAuth apps and of the permissions of GitHub Apps.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

INCLUDED = {
    "repo": {"public_repo", "repo:status", "repo_deployment", "repo:invite", "security_events"},
    "admin:org": {"write:org", "read:org"},
    "write:org": {"read:org"},
    "admin:repo_hook": {"write:repo_hook", "read:repo_hook"},
    "write:repo_hook": {"read:repo_hook"},
    "user": {"read:user", "user:email", "user:follow"},
}
WRITES = "public_repo"
SIGN_IN = ("read:user", "user:email")


@dataclass(frozen=True)
class Wish:
    """`needed`: a scope, or an App's permission with its level; `for_what` completes “Without it the site cannot …”."""

    needed: str
    for_what: str


TOKEN_WISHES = (
    Wish("public_repo", "comment, set labels or send documentation back"),
    Wish("admin:repo_hook", "set up webhooks by itself, nor ask for deliveries that were lost"),
    Wish("read:org", "see who belongs to your organisation"),
)
APP_PERMISSIONS = {
    "metadata": "read",
    "contents": "write",
    "issues": "write",
    "pull_requests": "write",
    "members": "read",
}
APP_WISHES = (
    Wish("metadata: read", "see any repository"),
    Wish("contents: write", "read files, nor send documentation back"),
    Wish("issues: write", "read issues, comment or set labels"),
    Wish("pull_requests: write", "read pull requests, nor open one for a writer"),
    Wish("members: read", "hear who joins or leaves your organisation"),
)
APP_EVENTS = (
    "issues", "issue_comment", "pull_request", "pull_request_review", "pull_request_review_comment", "push", "release",
    "label", "milestone", "member", "membership", "organization", "repository", "star", "fork",
)  # fmt: skip
LEVELS = ("", "read", "write", "admin")


def scopes_with_included(scopes: Collection[str]) -> set[str]:
    """`scopes` and those that they include, as GitHub grants them."""
    found = set(scopes)
    for scope in scopes:
        found |= INCLUDED.get(scope, set())
    return found


def may_write(scopes: Collection[str]) -> bool:
    """To public repositories, at least."""
    return WRITES in scopes_with_included(scopes)


def missing_scopes(scopes: Collection[str]) -> list[Wish]:
    had = scopes_with_included(scopes)
    return [wish for wish in TOKEN_WISHES if wish.needed not in had]


def missing_permissions(permissions: Mapping[str, str]) -> list[Wish]:
    """Of an App's installation, by the name and the level that was granted."""
    return [wish for wish in APP_WISHES if not _is_granted(permissions, wish.needed)]


def _is_granted(permissions: Mapping[str, str], needed: str) -> bool:
    name, _, level = needed.partition(": ")
    had = permissions.get(name, "")
    return had in LEVELS and LEVELS.index(had) >= LEVELS.index(level)
