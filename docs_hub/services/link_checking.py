"""Checks links to other sites."""

import time
from datetime import datetime

from django.conf import settings
from django.utils import timezone

from docs_hub.client.asking import ask
from docs_hub.domain.outside import Answer, LinkState, after
from docs_hub.models import OutsideLink
from docs_hub.services.outside_hosts import hold_first, let_rest, robots_of

SECONDS = 50.0


def check_due_links(*, seconds: float = SECONDS) -> int:
    """Ask for what is due until the time is up or every host rests; returns how many were asked for."""
    until, done = time.monotonic() + seconds, 0
    while settings.LINK_CHECK and time.monotonic() < until:
        if (link := hold_first(OutsideLink.objects.all())) is None:
            break
        _check(link)
        done += 1
    return done


def _check(link: OutsideLink) -> None:
    robots = robots_of(link.host, link.url)
    answer = ask(link.url, robots)
    note_answer(link=link, answer=answer, now=timezone.now())
    let_rest(link.host, robots, answer)


def note_answer(*, link: OutsideLink, answer: Answer, now: datetime) -> None:
    """What the answer means after those before it."""
    before = LinkState(link.state, link.failures, link.failing_since, link.next_at)
    found = after(before, answer, now)
    link.state, link.failures = found.state, found.failures
    link.failing_since, link.next_at = found.failing_since, found.next_at or now
    link.status, link.error, link.moved_to, link.checked_at = answer.status, answer.error[:300], answer.moved_to, now
    link.save()
