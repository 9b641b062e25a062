"""Other sites are asked one request at a time: whoever holds a host's row asks it once, then lets it rest."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from common.locks import share
from docs_hub.client.asking import pause_of, read_robots
from docs_hub.domain.outside import BUSY, Answer
from docs_hub.models import OutsideHost, OutsideLink, OutsidePicture

LEASE = timedelta(minutes=5)
ROBOTS_KEPT = timedelta(days=1)
TRIED = 20
IN_USE = "docs_hub.outside rows"
"""A lock: shared by who notes where hosts, links and pictures are used, held by who drops those that are not."""


def outside_rows[T: (OutsideLink, OutsidePicture)](model: type[T], urls: list[str]) -> dict[str, T]:
    """The row of each address, made where there is none; none is dropped before the caller's transaction ends."""
    share(IN_USE)
    hashes = {hashlib.sha256(url.encode()).hexdigest(): url for url in urls}
    hosts = {url: urlsplit(url).netloc.lower()[:300] for url in urls}
    OutsideHost.objects.bulk_create((OutsideHost(name=name) for name in set(hosts.values())), ignore_conflicts=True)
    ids = dict(OutsideHost.objects.filter(name__in=set(hosts.values())).values_list("name", "pk"))
    model._default_manager.bulk_create(
        (model(url=url, url_hash=key, host_id=ids[hosts[url]]) for key, url in hashes.items()),
        ignore_conflicts=True,
    )
    return {row.url: row for row in model._default_manager.filter(url_hash__in=hashes)}


def hold_first[T: (OutsideLink, OutsidePicture)](rows: QuerySet[T]) -> T | None:
    """A due one whose host nobody asks now; the host is then held. A worker that dies gives it back after LEASE."""
    now = timezone.now()
    due = rows.filter(next_at__lte=now, host__free_at__lte=now).select_related("host")
    for row in due.order_by("next_at", "pk")[:TRIED]:
        free = OutsideHost.objects.filter(pk=row.host_id, free_at=row.host.free_at)
        if free.update(free_at=now + LEASE):
            return row
    return None


def robots_of(host: OutsideHost, url: str) -> str:
    """The rules of its site, asked for once a day."""
    now = timezone.now()
    if host.robots_at is None or now - host.robots_at > ROBOTS_KEPT:
        host.robots, host.robots_at = read_robots(url), now
        host.save(update_fields=["robots", "robots_at"])
    return host.robots


def let_rest(host: OutsideHost, robots: str, answer: Answer) -> None:
    wait = max(settings.LINK_CHECK_PAUSE, pause_of(robots), answer.wait if answer.status in BUSY else 0)
    OutsideHost.objects.filter(pk=host.pk).update(free_at=timezone.now() + timedelta(seconds=wait))


def drop_unused_hosts() -> None:
    OutsideHost.objects.filter(links=None, pictures=None).delete()
