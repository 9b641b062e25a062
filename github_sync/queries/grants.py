"""Who lets the site act on GitHub as themselves."""

from typing import Any

from github_sync.models import PersonalGrant


def granted_login(user: Any) -> str:
    """As whom the site acts for this user; empty where they did not allow it."""
    return PersonalGrant.objects.filter(user_id=user.pk).values_list("login", flat=True).first() or ""


def is_granted_by(user: Any, uid: str) -> bool:
    """Whether it is the GitHub account with this number that the user allowed."""
    return str(uid).isdecimal() and PersonalGrant.objects.filter(user_id=user.pk, github_id=int(uid)).exists()
