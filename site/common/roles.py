"""The roles of the site, kept as Django groups, and what each may do."""

from django.contrib.auth.models import AnonymousUser, Group

from common.models import User

MAINTAINERS = "Maintainers"
WRITERS = "Writers"
SPONSORS = "Sponsors"
OPERATORS = "Operators"
TREASURERS = "Treasurers"
ROLES_KEPT = "_role_names"
ALL_ROLES = (MAINTAINERS, WRITERS, SPONSORS, OPERATORS, TREASURERS)


def has_role(user: User | AnonymousUser, *roles: str) -> bool:
    """True for a member of any of the roles and for superusers; one query at most, kept on the user object."""
    if not user.is_authenticated or not user.is_active:
        return False
    if user.is_superuser:
        return True
    kept = user.__dict__
    if ROLES_KEPT not in kept:
        kept[ROLES_KEPT] = set(user.groups.values_list("name", flat=True))
    return bool(kept[ROLES_KEPT] & set(roles))


def give_role(user: User, role: str) -> None:
    """Idempotent."""
    group, _ = Group.objects.get_or_create(name=role)
    user.groups.add(group)
