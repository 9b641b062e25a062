"""Moments in words with the exact time beside them."""

from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from common import moments

register = template.Library()


@register.simple_tag
def ago(moment: datetime | None, otherwise: str = "never") -> str | SafeString:
    """A `<time>` that says how long ago it was, and on hover when."""
    return otherwise if moment is None else _time(moment, moments.ago(moment))


@register.simple_tag
def within(moment: datetime | None, otherwise: str = "–") -> str | SafeString:
    return otherwise if moment is None else _time(moment, moments.within(moment))


def _time(moment: datetime, words: str) -> SafeString:
    exact = moments.absolute(moment)
    return format_html('<time datetime="{}" title="{}">{}</time>', moment.isoformat(timespec="seconds"), exact, words)


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """A `<time>` that says when."""
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), moments.absolute(at))


@register.simple_tag
def moment_day(at: datetime) -> SafeString:
    """A `<time>` that says on which day."""
    day = moments.day(at)
    return format_html('<time datetime="{}">{}</time>', at.isoformat(timespec="seconds"), day)
