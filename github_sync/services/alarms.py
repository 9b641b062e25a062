"""Mails operators once about a failure that lasts, and once when it is over.

Rows are claimed by compare-and-set before a mail and marked after it. A process that is killed in between leaves a
claim that runs out, and another one mails then: people may in that case hear of it twice, but never not at all.
"""

import logging
from collections import defaultdict
from datetime import timedelta
from smtplib import SMTPException
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from common import roles
from common.models import User
from github_sync.domain.failures import SHARED, cause_named
from github_sync.domain.mails import failure_mail, recovery_mail
from github_sync.models import FailureEpisode, SyncRun
from github_sync.services.episodes import note_episodes

logger = logging.getLogger(__name__)
CLAIM = timedelta(minutes=10)


def tell_operators() -> int:
    """Find what lasts and what is over, and mail; returns how many mails went out. A mail that cannot be sent is tried
    again once its claim has run out."""
    note_episodes()
    return _tell_failures() + _tell_recoveries()


def addresses() -> list[str]:
    """Of operators; of superusers where no operator has one."""
    active = User.objects.filter(is_active=True).exclude(email="").order_by("email")
    found = active.filter(groups__name=roles.OPERATORS).values_list("email", flat=True).distinct()
    return list(found) or list(active.filter(is_superuser=True).values_list("email", flat=True).distinct())


def _tell_failures() -> int:
    people = addresses()
    if not people:
        return 0
    by_cause: dict[str, list[FailureEpisode]] = defaultdict(list)
    for one in _claim(FailureEpisode.objects.filter(told_at=None, over_at=None)):
        by_cause[one.cause].append(one)
    return sum(_tell(cause, episodes, people) for cause, episodes in by_cause.items())


def _tell(cause: str, episodes: list[FailureEpisode], people: list[str]) -> bool:
    names = sorted(one.repository.full_name for one in episodes)
    failed = SyncRun.objects.filter(repository=episodes[0].repository, status=SyncRun.Status.FAILED)
    error = failed.order_by("-started_at", "-pk").values_list("error", flat=True).first() or ""
    url = settings.SITE_URL + reverse("mirror_failures:index")
    site, named = settings.SITE_NAME, cause_named(cause)
    is_sent = _send(failure_mail(site=site, cause=named, repositories=names, error=error, url=url), people)
    if is_sent:
        _mine(episodes).update(told_at=timezone.now(), told_to=people, claim="", claimed_until=None)
    return is_sent


def _tell_recoveries() -> int:
    """One mail to each circle of people; of a shared cause only once nothing fails from it any more."""
    over = FailureEpisode.objects.filter(over_at__isnull=False, over_told_at=None, told_at__isnull=False)
    still = FailureEpisode.objects.filter(over_at=None, cause__in=SHARED).values_list("cause", flat=True)
    circles: dict[tuple[str, ...], list[FailureEpisode]] = defaultdict(list)
    for one in _claim(over.exclude(cause__in=set(still))):
        circles[tuple(one.told_to)].append(one)
    sent = 0
    for people, episodes in circles.items():
        names = sorted({one.repository.full_name for one in episodes})
        if _send(recovery_mail(site=settings.SITE_NAME, repositories=names), list(people)):
            _mine(episodes).update(over_told_at=timezone.now(), claim="", claimed_until=None)
            sent += 1
    return sent


@transaction.atomic
def _claim(rows: QuerySet[FailureEpisode]) -> list[FailureEpisode]:
    """All of them or, where another worker came first, none: locked in the order of their keys."""
    now, token = timezone.now(), uuid4().hex
    free = rows.filter(Q(claimed_until=None) | Q(claimed_until__lt=now)).order_by("pk")
    ids = [one.pk for one in free.select_for_update()]
    FailureEpisode.objects.filter(pk__in=ids).update(claim=token, claimed_until=now + CLAIM)
    return list(FailureEpisode.objects.filter(pk__in=ids).select_related("repository"))


def _mine(episodes: list[FailureEpisode]) -> QuerySet[FailureEpisode]:
    return FailureEpisode.objects.filter(pk__in=[one.pk for one in episodes], claim=episodes[0].claim)


def _send(mail: tuple[str, str], people: list[str]) -> bool:
    """Nobody sees the others' addresses."""
    subject, text = mail
    try:
        EmailMessage(subject, text, to=[], bcc=people).send()
    except (OSError, SMTPException):
        logger.exception("The mail about syncs that fail could not be sent; it is tried again")
        return False
    return True
