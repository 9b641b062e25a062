"""The very first account of a site, made in the browser by whoever holds the one-time key."""

import hashlib
import secrets

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from common import audit, roles
from common.errors import ConflictError
from common.models import User
from home.models import SetupProgress


def first_address() -> str:
    """Where the first account can be made, with a new key that takes the place of any former; empty once there is a
    superuser."""
    if _has_superuser():
        return ""
    key = secrets.token_urlsafe(32)
    SetupProgress.objects.update_or_create(pk=1, defaults={"first_key": _hash(key)})
    return f"{settings.SITE_URL}{reverse('first_account')}?key={key}"


def is_first_key(key: str) -> bool:
    """Compared in constant time; never once there is a superuser."""
    kept = SetupProgress.objects.filter(pk=1).values_list("first_key", flat=True).first() or ""
    return bool(kept) and constant_time_compare(kept, _hash(key)) and not _has_superuser()


@transaction.atomic
def make_first_account(*, key: str, username: str, email: str, password: str) -> User:
    """A superuser and operator; the key is gone. Raises ConflictError for a key that does not hold (any more): of two
    at once, one is made."""
    taken = is_first_key(key) and SetupProgress.objects.filter(pk=1, first_key=_hash(key)).update(first_key="")
    if not taken:
        raise ConflictError("The first account was made already. Sign in with it.")
    user = User.objects.create_superuser(username, email, password)
    roles.give_role(user, roles.OPERATORS)
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    audit.record(actor=user, action="home.make_first_account", subject=f"user:{user.pk}")
    return user


def _has_superuser() -> bool:
    return User.objects.filter(is_superuser=True).exists()


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
