"""Applies stored deliveries: claims some, groups them, and writes each group with its outcome in one transaction."""

import time
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.db import DatabaseError, transaction
from django.db.models import F, Q
from django.utils import timezone

from common.errors import MainstayError
from github_sync.domain.webhooks import Fields, PayloadError, next_try, parse
from github_sync.models import Delivery, Repository
from github_sync.services.hearing import note_heard
from github_sync.services.webhooks import issues, owners, pulls, repositories
from github_sync.services.webhooks.intake import move_in
from github_sync.services.webhooks.reads import mark_reads
from github_sync.services.webhooks.scope import Item, Scope
from github_sync.services.webhooks.turns import writing
from github_sync.signals import board_facts_changed

LEASE = timedelta(minutes=5)
A_BATCH = 50
A_BITE = 10
A_POUR, WITHIN = 20, timedelta(milliseconds=100)
"""So many deliveries in so short a time are a burst: answering goes first, and applying takes small bites."""
REST = 2.0
PATIENCE = timedelta(seconds=30)
"""What has waited so long is applied, whatever still comes in."""
NEWS_EVERY = 2.0
MANY = 500
A_RUN = 20.0
Writer = Callable[[Scope, list[Item]], None]
OF_REPOSITORIES: dict[str, Writer] = {
    "issues": issues.apply_issues,
    "issue_comment": issues.apply_issue_comments,
    "pull_request": pulls.apply_pull_requests,
    "pull_request_review": pulls.apply_reviews,
    "pull_request_review_comment": pulls.apply_review_comments,
    "push": repositories.apply_pushes,
    "release": repositories.apply_releases,
    "label": repositories.apply_labels,
    "milestone": repositories.apply_milestones,
    "repository": repositories.apply_repositories,
    "public": repositories.apply_repositories,
    "star": repositories.apply_repositories,
    "fork": repositories.apply_repositories,
}
OF_OWNERS: dict[str, Writer] = {
    "member": owners.apply_without_effect,
    "membership": owners.apply_without_effect,
    "organization": owners.apply_organizations,
    "installation": owners.apply_installations,
    "installation_repositories": owners.apply_installations,
    "ping": owners.apply_pings,
}
ALWAYS = {"repository"}
"""Taken of paused repositories too: that one was made private, renamed or deleted must be known at once."""
Group = tuple[str, int | None]
"""Event and the id of the repository's row."""


def apply_due() -> bool:
    """Apply what is due, for some seconds at most; True where more may be waiting. Two workers never get the same.

    Each group of deliveries (one event, one repository) is one transaction with its outcomes, so that a kill leaves
    both or neither. Idempotent, in any order. Sends `board_facts_changed` at the end, and now and then before.
    """
    until, news = time.monotonic() + A_RUN, News()
    while time.monotonic() < until:
        move_in()
        is_pouring = _is_pouring()
        claimed = _claim(A_BITE if is_pouring else A_BATCH)
        news.add(_apply(claimed))
        if not claimed:
            news.send()
            return False
        if is_pouring and timezone.now() - claimed[0].received_at < PATIENCE:
            time.sleep(REST)
        else:
            news.send_now_and_then()
    news.send()
    return True


def apply_one(delivery_id: int) -> None:
    """The same for one delivery, where it is due."""
    news = News()
    news.add(_apply(_claim(1, delivery_id)))
    news.send()


class News:
    """What the board is to look at anew; told now and then, for that costs more than applying."""

    def __init__(self) -> None:
        self._issues: dict[int, set[int] | None] = {}
        self._told = time.monotonic()

    def add(self, scopes: list[Scope]) -> None:
        for scope in scopes:
            if scope.repository and (scope.has_wide_news or scope.issues):
                known = self._issues.get(scope.repository.pk, set())
                is_wide = scope.has_wide_news or known is None
                self._issues[scope.repository.pk] = None if is_wide else (known or set()) | scope.issues

    def send_now_and_then(self) -> None:
        if time.monotonic() - self._told > NEWS_EVERY:
            self.send()

    def send(self) -> None:
        for repository_id, numbers in self._issues.items():
            told = None if numbers is None or len(numbers) > MANY else sorted(numbers)
            board_facts_changed.send(sender=Repository, repository_id=repository_id, numbers=told)
        self._issues.clear()
        self._told = time.monotonic()


def _is_pouring() -> bool:
    latest = Delivery.objects.order_by("-pk").values_list("received_at", flat=True)[A_POUR - 1 : A_POUR]
    return any(timezone.now() - received_at < WITHIN for received_at in latest)


def _apply(deliveries: list[Delivery]) -> list[Scope]:
    return [scope for key, items in _groups(deliveries).items() for scope in _apply_group(*key, items)]


def _claim(limit: int, only: int | None = None) -> list[Delivery]:
    """By compare-and-set; a claim runs out, so what a dead worker had is due again."""
    now, token = timezone.now(), uuid4().hex
    due = Delivery.objects.filter(state=Delivery.State.PENDING, due_at__lte=now)
    wanted = due.filter(pk=only) if only else due.order_by("due_at", "pk")
    ids = list(wanted.values_list("pk", flat=True)[:limit])
    if not ids:
        return []
    with writing():
        due.filter(pk__in=ids).update(claim=token, due_at=now + LEASE, attempts=F("attempts") + 1)
    return list(Delivery.objects.filter(pk__in=ids, claim=token).order_by("pk"))


def _groups(deliveries: list[Delivery]) -> dict[Group, list[Item]]:
    """Deliveries to apply together; those that end without being applied are ended here."""
    items = [_item(delivery) for delivery in deliveries]
    known = _repositories(items)
    groups: dict[Group, list[Item]] = defaultdict(list)
    done = []
    for item in items:
        event = item.delivery.event
        repository = _repository(item, known) if event in OF_REPOSITORIES else None
        if item.state == Delivery.State.APPLIED and event not in OF_REPOSITORIES and event not in OF_OWNERS:
            item.ignore(f"This site does nothing with the event “{event}”.")
        if item.state != Delivery.State.APPLIED:
            done.append(item)
        else:
            groups[event, repository.pk if repository else None].append(item)
    with writing(), transaction.atomic():
        _finish(done)
    return groups


def _item(delivery: Delivery) -> Item:
    item = Item(delivery, Fields({}))
    if delivery.payload is None:
        item.fail("The payload was dropped after its time, so it cannot be applied again.")
        return item
    try:
        item.fields = Fields(parse(zlib.decompress(bytes(delivery.payload))))
    except (PayloadError, zlib.error) as error:
        item.fail(f"The payload cannot be read: {error}")
    return item


def _repositories(items: Iterable[Item]) -> dict[int | str, Repository]:
    """Those that the payloads name, by GitHub's id and by name."""
    ids, names = set(), set()
    for item in items:
        data = item.fields.data.get("repository")
        if isinstance(data, dict) and isinstance(data.get("id"), int) and abs(data["id"]) < 2**63:
            ids.add(data["id"])
            names.add(item.delivery.repository)
    found = Repository.objects.filter(Q(github_id__in=ids) | Q(full_name__in=names, github_id=None))
    return {key: row for row in found for key in (row.github_id, row.full_name) if key}


def _repository(item: Item, known: dict[int | str, Repository]) -> Repository | None:
    if item.state != Delivery.State.APPLIED:
        return None
    try:
        fields = item.fields.part("repository")
        found = known.get(fields.id("id")) or known.get(fields.text("full_name"))
    except PayloadError as error:
        item.fail(f"The payload cannot be used: {error}")
        return None
    if found is None or found.github_id not in {None, fields.data["id"]}:
        item.ignore(f"{item.delivery.repository or 'This repository'} is not among the repositories of this site.")
    elif not found.is_tracked and item.delivery.event not in ALWAYS:
        item.ignore(f"{found} is not tracked at present.")
    return found


def _apply_group(event: str, repository_id: int | None, items: list[Item]) -> list[Scope]:
    """Together; where that fails, each by itself, so that one cannot hold up the others."""
    try:
        with writing(), transaction.atomic():
            scope = _write(event, repository_id, items)
            _finish(items)
            return [scope]
    except Exception as error:
        if len(items) == 1:
            _postpone(items[0].delivery, error)
            return []
        return [s for item in items for s in _apply_group(event, repository_id, [_item(item.delivery)])]


def _write(event: str, repository_id: int | None, items: list[Item]) -> Scope:
    repository = Repository.objects.select_for_update().get(pk=repository_id) if repository_id else None
    scope = Scope(repository)
    (OF_REPOSITORIES.get(event) or OF_OWNERS[event])(scope, items)
    if repository is not None:
        mark_reads(repository, scope.reads)
        note_heard(repository)
    return scope


def _finish(items: list[Item]) -> None:
    """One statement for each outcome; what another worker has claimed meanwhile is left alone."""
    outcomes: dict[tuple[str, str], list[Delivery]] = defaultdict(list)
    for item in items:
        outcomes[item.state, item.reason].append(item.delivery)
    for (state, reason), deliveries in outcomes.items():
        mine = Delivery.objects.filter(pk__in=[d.pk for d in deliveries], claim=deliveries[0].claim)
        mine.update(state=state, reason=reason, due_at=None, claim="", applied_at=timezone.now())


def _postpone(delivery: Delivery, error: Exception) -> None:
    """What may pass is tried again, later each time; the last failure stays to be seen and replayed."""
    may_pass = isinstance(error, DatabaseError | MainstayError)
    wait = next_try(delivery.attempts) if may_pass else None
    outcome: dict[str, Any] = {"state": Delivery.State.FAILED, "due_at": None}
    if wait is not None:
        outcome = {"due_at": timezone.now() + wait}
    mine = Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim)
    with writing():
        mine.update(reason=_in_words(error), claim="", **outcome)


def _in_words(error: Exception) -> str:
    if isinstance(error, MainstayError):
        return str(error)
    what = str(error).replace("\0", "")[:300]
    return f"It could not be applied ({type(error).__name__}: {what}). Replay it once the cause is gone."
