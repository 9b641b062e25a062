"""Tells owners by mail which of their pages are due, at most once a week.

A mail is claimed by compare-and-set before it goes out and noted after it: a process that dies in between leaves a
claim that runs out, and the owner hears of it then.
"""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from common.models import User
from common.roles import has_role
from docs_hub.domain.care_mail import care_mail
from docs_hub.domain.freshness import DUE, OVERDUE
from docs_hub.models import CareMail
from docs_hub.queries.care_queue import CareItem, CareItems, Wanted
from docs_hub.queries.page_care import CHECKERS

logger = logging.getLogger(__name__)
A_WEEK = timedelta(days=7)
CLAIM = timedelta(minutes=10)


def tell_owners() -> int:
    """Mail everyone who owns what is due or overdue and heard nothing for a week; returns how many mails went out."""
    due = CareItems(Wanted((OVERDUE, DUE)))[:]
    return sum(_tell(user, items) for user, items in _by_user(due).items())


def _by_user(items: list[CareItem]) -> dict[User, list[CareItem]]:
    """Of a team everyone in it. Whoever has no address sees the queue in the admin."""
    people = {item.owner_id for item in items if item.owner_id}
    teams = {item.team_id for item in items if item.team_id}
    users = User.objects.filter(Q(person__in=people) | Q(groups__in=teams), is_active=True).exclude(email="")
    found: dict[User, list[CareItem]] = {}
    for user in users.distinct().select_related("person").prefetch_related("groups"):
        person = getattr(user, "person", None)
        own_teams = {group.pk for group in user.groups.all()}
        found[user] = [item for item in items if (person and item.owner_id == person.pk) or item.team_id in own_teams]
    return found


def _tell(user: User, items: list[CareItem]) -> bool:
    if not items or not _claim(user):
        return False
    subject, text = care_mail(
        site=settings.SITE_NAME,
        pages=[(item.title, f"{settings.SITE_URL}{item.url}", item.freshness) for item in items],
        queue=f"{settings.SITE_URL}{reverse('docs_care:index')}?mine=on" if has_role(user, *CHECKERS) else "",
    )
    try:
        EmailMessage(subject, text, to=[user.email]).send()
    except (OSError, SMTPException):
        logger.exception("The mail about pages that are due could not be sent; it is tried again")
        return False
    CareMail.objects.filter(user=user).update(sent_at=timezone.now(), claimed_until=None)
    return True


def _claim(user: User) -> bool:
    now = timezone.now()
    CareMail.objects.get_or_create(user=user)
    free = Q(claimed_until=None) | Q(claimed_until__lt=now)
    quiet = Q(sent_at=None) | Q(sent_at__lte=now - A_WEEK)
    return CareMail.objects.filter(free, quiet, user=user).update(claimed_until=now + CLAIM) == 1
