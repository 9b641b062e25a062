"""Moments in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince, timeuntil

A_MINUTE = 60


def ago(moment: datetime) -> str:
    """`3 minutes ago`; what is less than a minute old, or ahead of a clock that is wrong, is `just now`."""
    if (timezone.now() - moment).total_seconds() < A_MINUTE:
        return "just now"
    return f"{timesince(moment, depth=1)} ago".replace("\xa0", " ")


def within(moment: datetime) -> str:
    """`in 3 minutes`; what is due is `within a minute`, since the schedule looks each minute."""
    if (moment - timezone.now()).total_seconds() < A_MINUTE:
        return "within a minute"
    return f"in {timeuntil(moment, depth=1)}".replace("\xa0", " ")


def absolute(moment: datetime) -> str:
    """`25 Nov 2026, 14:05 UTC`, in the site's time zone."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j M Y, H:i')} {local:%Z}"


def clock(moment: datetime) -> str:
    """`14:05 UTC`, in the site's time zone."""
    local = timezone.localtime(moment)
    return f"{local:%H:%M %Z}"


def day(moment: datetime) -> str:
    """`25 Nov 2026`, in the site's time zone."""
    return date_format(timezone.localtime(moment), "j M Y")
