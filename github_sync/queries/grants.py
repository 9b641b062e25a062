"""Who lets the site act on GitHub as themselves."""

from typing import Any

from github_sync.models import PersonalGrant
from github_sync.queries.accounts import present_logins


def granted_login(user: Any) -> str:
    """As whom the site acts for this user; empty where they did not allow it."""
    grant = PersonalGrant.objects.filter(user_id=user.pk).first()
    return (present_logins([grant.github_id]).get(grant.github_id) or grant.login) if grant is not None else ""


def is_granted_by(user: Any, uid: str) -> bool:
    """Whether it is the GitHub account with this number that the user allowed."""
    return str(uid).isdecimal() and PersonalGrant.objects.filter(user_id=user.pk, github_id=int(uid)).exists()
