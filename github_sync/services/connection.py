"""The conversation with GitHub that this site holds, with its allowance shared by all workers."""

import hashlib

from django.conf import settings

from github_sync.client.client import GitHubClient
from github_sync.services.budget import SharedBudget


def open_client(*, is_personal: bool = False) -> GitHubClient:
    """For the site's own credential; raises GitHubError where it cannot be used. `is_personal`: for what a person
    does now, which may use what the sync leaves."""
    return GitHubClient(keeper=SharedBudget(fingerprint(), is_personal=is_personal))


def fingerprint() -> str:
    """Names the credential without telling it; another one at another GitHub has another name."""
    who = settings.GITHUB_APP_ID and f"app:{settings.GITHUB_APP_ID}:{settings.GITHUB_APP_INSTALLATION_ID}"
    named = f"{settings.GITHUB_API_URL} {who or settings.GITHUB_TOKEN}"
    return hashlib.sha256(named.encode()).hexdigest()[:32]
