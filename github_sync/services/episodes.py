"""Which failures last and which are over, kept as episodes, so that each is told once however often a task looks."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from github_sync.domain.failures import SHARED, lasts
from github_sync.models import FailureEpisode
from github_sync.queries.failures import Failing, failing_repositories


@transaction.atomic
def note_episodes() -> None:
    """Open an episode for what lasts, and with it for all that fails from the same shared cause; end those that are
    over. Idempotent; of two workers at once each row is opened by one."""
    now, failing = timezone.now(), failing_repositories()
    open_ones = {one.repository_id: one for one in FailureEpisode.objects.filter(over_at=None)}
    _end(open_ones.values(), {one.id for one in failing}, now)
    told_causes = {one.cause: one for one in open_ones.values() if one.cause in SHARED and one.told_at}
    rows = [
        FailureEpisode(repository_id=one.id, cause=one.cause, since=one.since, **_joining(told_causes.get(one.cause)))
        for one in _telling(failing, set(told_causes), now)
        if one.id not in open_ones
    ]
    FailureEpisode.objects.bulk_create(rows, ignore_conflicts=True)


def _telling(failing: list[Failing], told: set[str], now: datetime) -> list[Failing]:
    lasting = {
        one.id for one in failing if lasts(cause=one.cause, since=one.since, failures=one.failures, now=now)
    }  # fmt: skip
    causes = {one.cause for one in failing if one.id in lasting and one.cause in SHARED} | told
    return [one for one in failing if one.id in lasting or one.cause in causes]


def _joining(known: FailureEpisode | None) -> dict[str, object]:
    """Whoever was told of a shared cause knows of all that it meets."""
    return {"told_at": known.told_at, "told_to": known.told_to} if known else {}


def _end(episodes: Iterable[FailureEpisode], failing: set[int], now: datetime) -> None:
    """One that was never told is forgotten; a repository that was paused meanwhile does not work again either."""
    over = [one for one in episodes if one.repository_id not in failing]
    untold = FailureEpisode.objects.filter(pk__in=[one.pk for one in over if not one.told_at], told_at=None)
    untold.filter(Q(claimed_until=None) | Q(claimed_until__lt=now)).delete()  # a claimed one is being told just now
    told = FailureEpisode.objects.filter(pk__in=[one.pk for one in over if one.told_at], over_at=None)
    told.filter(repository__is_tracked=True).update(over_at=now)
    told.filter(repository__is_tracked=False).update(over_at=now, over_told_at=now)
