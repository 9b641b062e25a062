"""Owners and intervals as the forms of the desk name them."""

from typing import Any

from django.contrib.auth.models import Group

from common.errors import InvalidInputError
from common.models import User
from docs_hub.desk.screens import WRITING


def possible_owners() -> list[User]:
    """Whoever writes here, and whoever owns something already."""
    writing = User.objects.filter(is_active=True, groups__name__in=WRITING)
    owning = User.objects.filter(is_active=True, person__cares_for__isnull=False)
    running = User.objects.filter(is_active=True, is_superuser=True)
    return list((writing | owning | running).distinct().order_by("username")[:500])


def chosen_owner(value: str) -> dict[str, Any]:
    """`person:12`, `team:3`, or empty for nobody. Raises InvalidInputError."""
    kind, _, number = value.partition(":")
    if not value:
        return {"owner": None}
    if kind == "person" and (owner := User.objects.filter(pk=number_of(number), is_active=True).first()):
        return {"owner": owner}
    if kind == "team" and (team := Group.objects.filter(pk=number_of(number)).first()):
        return {"team": team}
    raise InvalidInputError("Choose an owner from the list.")


def chosen_days(value: str) -> int | None:
    value = value.strip()
    if value and not number_of(value):
        raise InvalidInputError("Write the interval in days, as a number.")
    return number_of(value) or None


def number_of(value: str) -> int:
    """0 for what is none."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else 0
