"""All that the page of one task shows, in a bounded number of queries."""

from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from common import roles
from common.models import User
from contributors.domain.availability import OFF_BOARD, Availability, reason_parts, with_quiet
from contributors.domain.kinds import kind_title
from contributors.domain.labels import parse_labels
from contributors.domain.lease import MAX_LIVE_CLAIMS
from contributors.models import BoardSettings, Claim, DoneReport, Task
from contributors.queries.people import HIDDEN_NAME, own_person
from contributors.queries.snapshot import availability_of
from contributors.queries.starting import HowToStart, how_to_start
from github_sync.queries.board import board_repository_named, numbers_on_board, similar_merged_pulls

SHOWN_CLAIMS = 50
CURATORS = (roles.MAINTAINERS, roles.OPERATORS)
PAST = {
    "released": "gave it back",
    "by_maintainer": "was freed of it by a maintainer",
    "expired": "ran out of time",
    "done": "held it until it was closed",
    Claim.JOINED: "gave it back, holding as many as one person may",
}


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Helper:
    """`url` is empty for who is not shown by name. `is_opener`: nobody is named who helps, so whoever opened it."""

    name: str
    url: str
    is_opener: bool = False


@dataclass(frozen=True, slots=True)
class SimilarWork:
    title: str
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class TaskPage:
    task: Task
    kind_label: str
    availability: Availability
    claim: Claim | None
    is_mine: bool
    can_claim: bool
    can_release: bool
    holds_most: bool
    default_branch: str
    repository_url: str
    reason: list[tuple[str, str]]
    start: HowToStart
    helper: Helper | None
    done: DoneReport | None
    may_answer: bool
    freed_because: str
    admin_url: str
    similar: list[SimilarWork] = field(default_factory=list)
    history: list[Event] = field(default_factory=list)


def task_at(owner: str, name: str, number: int) -> Task | None:
    """The task that has this address now; None where nobody may see it, and for what another repository left there."""
    own = Q(repository_number__isnull=True, source="site", owner=owner, name=name)
    mirrored = Q(repository_number__in=numbers_on_board(f"{owner}/{name}"))
    rows = Task.objects.filter(own | mirrored, number=number).select_related("mentor", "opened_by")
    return rows.order_by(F("repository_number").asc(nulls_first=True)).first()


def task_page(owner: str, name: str, number: int, user: User | AnonymousUser) -> TaskPage | None:
    task = task_at(owner, name, number)
    if task is None:
        return None
    repository = None if task.is_native else board_repository_named(f"{owner}/{name}")
    now = timezone.now()
    claims = list(task.claims.select_related("person").order_by("-claimed_at", "-id")[:SHOWN_CLAIMS])
    live = task.claims.filter(released_at=None, expires_at__gt=now).select_related("person").first()
    found = availability_of(task.state, task.reason, (_name(live), live.expires_at) if live else None)
    found = with_quiet(found, task.review_touched_at, now)
    if not task.is_on_board and found.state == Task.State.AVAILABLE:
        found = Availability("closed", OFF_BOARD)
    repository_url = (repository.html_url if repository else "") or f"{settings.GITHUB_WEB_URL}/{task.repository}"
    is_mine = live is not None and own_person(user).filter(pk=live.person_id).exists()
    can_claim = found.state == "available" and live is None
    is_maintainer = roles.has_role(user, roles.MAINTAINERS)
    done = live.done_reports.order_by("-said_at", "-id").first() if live and (is_mine or is_maintainer) else None
    return TaskPage(
        task=task,
        kind_label=kind_title(task.kind),
        availability=found,
        claim=live,
        is_mine=is_mine,
        can_claim=can_claim,
        can_release=live is not None and (is_mine or is_maintainer),
        holds_most=can_claim and live_claim_count(user) >= MAX_LIVE_CLAIMS,
        default_branch=repository.default_branch if repository else "main",
        repository_url=repository_url,
        reason=_reason(found, live, repository_url),
        start=how_to_start(task, user),
        helper=_helper(task),
        done=done,
        may_answer=done is not None and not done.answer and is_maintainer and not is_mine,
        freed_because=_freed_because(claims, user) if live is None else "",
        admin_url=reverse("contributors_tasks:edit", args=[task.pk]) if roles.has_role(user, *CURATORS) else "",
        similar=_similar(task),
        history=_history(task, claims),
    )


def _helper(task: Task) -> Helper | None:
    if task.mentor is not None and task.mentor.is_public:
        return Helper(task.mentor.name, task.mentor.get_absolute_url())
    if task.is_native and task.opened_by is not None and task.opened_by.is_public:
        return Helper(task.opened_by.name, task.opened_by.get_absolute_url(), is_opener=True)
    return None


def _freed_because(claims: list[Claim], user: User | AnonymousUser) -> str:
    """What a maintainer said when they freed `user` of it, where that was the last that became of it."""
    last = claims[0] if claims else None
    if last is None or not last.release_note or last.release_reason != "by_maintainer":
        return ""
    return last.release_note if own_person(user).filter(pk=last.person_id).exists() else ""


def live_claim_count(user: User | AnonymousUser) -> int:
    if not user.is_authenticated:
        return 0
    return Claim.objects.filter(
        person__in=own_person(user).values("pk"), released_at=None, expires_at__gt=timezone.now()
    ).count()


def _reason(found: Availability, claim: Claim | None, repository_url: str) -> list[tuple[str, str]]:
    if found.state != "claimed" or claim is None:
        return reason_parts(found.reason, repository_url, settings.GITHUB_WEB_URL)
    if not claim.person.is_public:
        return [(found.reason, "")]
    before, name, after = found.reason.partition(claim.person.name)
    return [(before, ""), (name, claim.person.get_absolute_url()), (after, "")]


def _name(claim: Claim) -> str:
    return claim.person.name if claim.person.is_public else HIDDEN_NAME


def _similar(task: Task) -> list[SimilarWork]:
    general = parse_labels(BoardSettings.load().labels)
    telling = [
        label for label in task.labels if label.lower() not in general and not label.lower().startswith("effort")
    ]
    if task.is_native or not telling:
        return []
    found = similar_merged_pulls(task.repository, telling)
    return [SimilarWork(title, url, at) for _number, title, url, at in found]


def _history(task: Task, claims: list[Claim]) -> list[Event]:
    events = [Event(task.opened_at, "Opened", task.evidence_url)]
    for claim in claims:
        who, url = _name(claim), claim.person.get_absolute_url() if claim.person.is_public else ""
        events.append(Event(claim.claimed_at, f"{who} claimed it", url))
        if claim.released_at:
            events.append(Event(claim.released_at, f"{who} {PAST.get(claim.release_reason, 'gave it back')}"))
        elif claim.expires_at <= timezone.now():
            events.append(Event(claim.expires_at, f"{who} {PAST['expired']}"))
    if task.confirmed_at:
        events.append(Event(task.confirmed_at, "A maintainer confirmed that it is still wanted"))
    if task.updated_at > task.opened_at:
        events.append(Event(task.updated_at, "Last change on GitHub" if not task.is_native else "Last change"))
    return sorted(events, key=lambda event: event.at, reverse=True)
