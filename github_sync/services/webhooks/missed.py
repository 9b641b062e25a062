"""Deliveries that GitHub sent and this site never stored: found through GitHub's API, and taken in all the same."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from common import audit
from github_sync.client import hooks
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubError, GitHubLimitError, GitHubNotFoundError, GitHubRefusedError
from github_sync.models import Delivery, Repository
from github_sync.services.connection import open_app_client, open_client
from github_sync.services.webhooks.receive import Envelope, store_delivery
from github_sync.services.webhooks.secrets import webhook_secrets

KEPT = timedelta(days=3)
"""How long GitHub lists deliveries."""
ON_ITS_WAY = timedelta(minutes=2)
OVERLAP = timedelta(minutes=30)
A_RUN = 300
OF_REPOSITORY = re.compile(r"/repos/([^/]+/[^/]+)/hooks/\d+")


@dataclass
class Recovered:
    """`refused` says for each webhook that could not be looked at why."""

    listed: int = 0
    fetched: int = 0
    redelivered: int = 0
    refused: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Hook:
    """`path` as in GitHub's API; `target` as in the header that names whose webhook it is."""

    client: GitHubClient
    path: str
    target: str


def recover_missed_deliveries() -> Recovered:
    """Take in what the site does not have of the last three days, the oldest first, at most so many at a time.

    A payload that GitHub still shows is fetched and stored as if it had come; else GitHub is asked to send it again.
    Raises GitHubLimitError; a webhook that this credential may not look at is passed over.
    """
    result = Recovered()
    if not webhook_secrets():
        return result
    waiting = list(_hooks(result))
    looked_at = {hook.path for hook in waiting}
    while waiting:
        hook = waiting.pop(0)
        try:
            _recover(hook, result)
        except GitHubLimitError:
            raise
        except GitHubError as error:
            result.refused[hook.path] = str(error)
            fresh = [found for found in _instead(hook, error, result) if found.path not in looked_at]
            looked_at.update(found.path for found in fresh)
            waiting += fresh
    if result.fetched or result.redelivered:
        audit.record(
            actor=None,
            action="github_sync.recover_missed_deliveries",
            subject="deliveries",
            fetched=result.fetched,
            redelivered=result.redelivered,
        )
    return result


def _hooks(result: Recovered) -> Iterator[Hook]:
    if app := open_app_client():
        yield Hook(app, hooks.APP, "integration")
        return
    client = open_client()
    known = Delivery.objects.exclude(hook_id=None).exclude(repository="").order_by()
    heard = set(known.values_list("hook_target", "hook_id", "repository").distinct())
    paths = {_path(target, number, repository): target for target, number, repository in heard}
    silent = Repository.objects.filter(is_tracked=True).exclude(full_name__in={name for _, _, name in heard})
    for repository in silent:
        paths |= dict.fromkeys(_listed(client, repository.full_name, result), "repository")
    yield from (Hook(client, path, target) for path, target in sorted(paths.items()))


def _instead(hook: Hook, error: GitHubError, result: Recovered) -> list[Hook]:
    """Those that a repository has now in the place of one that was deleted there."""
    of_repository = OF_REPOSITORY.fullmatch(hook.path)
    if not of_repository or not isinstance(error, GitHubNotFoundError):
        return []
    return [Hook(hook.client, path, hook.target) for path in _listed(hook.client, of_repository[1], result)]


def _path(target: str, number: int | None, repository: str) -> str:
    if target == "organization":
        return f"/orgs/{repository.partition('/')[0]}/hooks/{number}"
    return f"/repos/{repository}/hooks/{number}"


def _listed(client: GitHubClient, repository: str, result: Recovered) -> list[str]:
    """Webhooks to this site of which nothing ever came; only those who administer the repository may see them."""
    ours = settings.SITE_URL + reverse("github_sync:webhooks")
    try:
        found = hooks.repository_hooks(client, repository)
    except GitHubLimitError:
        raise
    except GitHubError as error:
        result.refused[f"/repos/{repository}/hooks"] = str(error)
        return []
    return [f"/repos/{repository}/hooks/{h['id']}" for h in found if (h.get("config") or {}).get("url") == ours]


def _recover(hook: Hook, result: Recovered) -> None:
    now, key = timezone.now(), f"github_sync.hook-looked-at:{hook.path}"
    since = max(now - KEPT, cache.get(key) or now - KEPT)
    attempts = list(_attempts(hook, since, now - ON_ITS_WAY))
    result.listed += len(attempts)
    missing = _missing(attempts)
    is_whole = len(missing) <= A_RUN
    for attempt in missing[:A_RUN]:
        try:
            _take_in(hook, attempt, result)
        except GitHubLimitError:
            raise
        except GitHubError as error:  # the others are taken in all the same
            result.refused[f"{hook.path}/deliveries/{attempt['id']}"] = str(error)
            is_whole = is_whole and isinstance(error, GitHubRefusedError | GitHubNotFoundError)
    if is_whole:
        cache.set(key, now - OVERLAP, timeout=None)


def _attempts(hook: Hook, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
    for attempt in hooks.deliveries(hook.client, hook.path):
        delivered_at = datetime.fromisoformat(attempt["delivered_at"])
        if delivered_at < since:
            return
        if delivered_at < until:
            yield attempt


def _missing(attempts: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One attempt of each delivery that is not stored, the oldest first."""
    latest: dict[UUID, dict[str, Any]] = {}
    for attempt in attempts:
        latest.setdefault(UUID(attempt["guid"]), attempt)
    guids = list(latest)
    for start in range(0, len(guids), 500):
        for known in Delivery.objects.filter(guid__in=guids[start : start + 500]).values_list("guid", flat=True):
            del latest[known]
    return list(reversed(latest.values()))


def _take_in(hook: Hook, attempt: dict[str, Any], result: Recovered) -> None:
    """What comes through the API is GitHub's own word, as a signature would say."""
    found = hooks.delivery(hook.client, hook.path, attempt["id"])
    payload = (found.get("request") or {}).get("payload")
    if not isinstance(payload, dict):
        hooks.redeliver(hook.client, hook.path, attempt["id"])
        result.redelivered += 1
        return
    number = hook.path.rpartition("/")[2]
    envelope = Envelope(
        UUID(attempt["guid"]), attempt["event"], int(number) if number.isdecimal() else None, hook.target
    )
    store_delivery(envelope=envelope, body=json.dumps(payload).encode(), payload=payload)
    result.fetched += 1
