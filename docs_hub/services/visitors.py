"""Tells visitors of one day apart without keeping who they are.

The mark is made of the address and the browser's name with a secret of the day, which is forgotten with the day: from
then on nobody, with whatever key, can find out whose mark it was.
"""

import hashlib
import hmac
from datetime import date

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from common.client_address import client_address
from docs_hub.models import DayKey


def visitor_mark(request: HttpRequest) -> str:
    """The same for the same visitor and day. Of whoever is signed in it is that of the account."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        who = f"user:{user.pk}"
    else:
        who = f"{client_address(request)}\n{request.META.get('HTTP_USER_AGENT', '')[:300]}"
    return hmac.new(_salt(timezone.localdate()).encode(), who.encode(), hashlib.sha256).hexdigest()


@transaction.atomic
def forget_days() -> int:
    """Drop the secrets of days that are over; returns how many."""
    return DayKey.objects.filter(day__lt=timezone.localdate()).delete()[0]


def _salt(day: date) -> str:
    return DayKey.objects.get_or_create(day=day)[0].salt
