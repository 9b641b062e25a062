"""The board as this process keeps it in memory: read anew when the board's version in the database has moved on.

2,000 tasks are about two megabytes; a page then costs one query for the version, whatever the number of tasks.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils import timezone

from contributors.domain.availability import Availability, claimed, reason_of, with_quiet
from contributors.domain.board_filter import FACETS, ages_of
from contributors.domain.kinds import kind_title
from contributors.domain.labels import effort_hours
from contributors.models import BoardVersion, Claim, Task
from contributors.queries.people import HIDDEN_NAME
from contributors.queries.visibility import shown

MAX_BODIES = 300
MAX_AGE = timedelta(minutes=10)  # ages in words move on
FIELDS = (
    "id", "owner", "name", "number", "title", "excerpt", "body_text", "kind", "skills", "language", "labels", "effort",
    "comment_count", "opened_at", "updated_at", "confirmed_at", "state", "reason", "mentor__name", "mentor__slug",
    "mentor__is_public", "review_touched_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TaskCard:
    id: int
    url: str
    title: str
    repository: str
    number: int
    excerpt: str
    kind: str
    kind_label: str
    skills: tuple[str, ...]
    language: str
    labels: tuple[str, ...]
    effort: str
    effort_hours: float
    comment_count: int
    opened_at: datetime
    updated_at: datetime
    confirmed_at: datetime | None
    fresh_at: datetime
    mentor_name: str
    state: str
    reason: str
    facets: dict[str, tuple[str, ...]] = field(repr=False)
    search_text: str = field(repr=False)

    @property
    def is_available(self) -> bool:
        return self.state == "available"


@dataclass(frozen=True, slots=True)
class Snapshot:
    version: str
    taken_at: datetime
    good_until: datetime
    tasks: list[TaskCard]
    by_id: dict[int, TaskCard]
    values: dict[str, set[str]]
    bodies: dict[Hashable, str] = field(default_factory=dict, repr=False)

    def kept_body(self, key: Hashable, make: Callable[[], str]) -> str:
        """The part of a page that depends on nothing but the board and `key`; made once for each, within bounds."""
        body = self.bodies.get(key)
        if body is None:
            if len(self.bodies) >= MAX_BODIES:
                self.bodies.clear()
            body = self.bodies[key] = make()
        return body


_kept: list[Snapshot] = []


def board_snapshot() -> Snapshot:
    """The board now: never older than its last change that was committed, nor than the end of a claim."""
    version = BoardVersion.objects.filter(pk=1).values_list("value", flat=True).first() or ""
    now = timezone.now()
    if _kept and version and _kept[0].version == version and now < _kept[0].good_until:
        return _kept[0]
    _kept[:] = [_take(version, now)]
    return _kept[0]


def live_claims(now: datetime) -> dict[int, tuple[str, datetime]]:
    """Name and end of the live claim of each claimed task."""
    rows = Claim.objects.filter(released_at=None, expires_at__gt=now)
    fields = ("task_id", "person__name", "person__is_public", "expires_at")
    return {row[0]: (row[1] if row[2] else HIDDEN_NAME, row[3]) for row in rows.values_list(*fields)}


def availability_of(state: str, reason: str, claim: tuple[str, datetime] | None) -> Availability:
    """What GitHub says, or the claim where GitHub says nothing against it; always with a reason."""
    if state == Task.State.AVAILABLE and claim is not None:
        return claimed(claim[0], claim[1].date())
    return Availability(state, reason_of(state, reason))


def _take(version: str, now: datetime) -> Snapshot:
    claims = live_claims(now)
    rows = Task.objects.filter(shown(), is_on_board=True).exclude(state=Task.State.CLOSED).order_by()
    tasks = [_card(row, claims.get(row[0]), now) for row in rows.values_list(*FIELDS).iterator(chunk_size=1000)]
    tasks.sort(key=lambda task: (task.fresh_at, task.id), reverse=True)
    ends = [end for _, end in claims.values()]
    values = {facet: {value for task in tasks for value in task.facets[facet]} for facet in FACETS}
    return Snapshot(version, now, min([now + MAX_AGE, *ends]), tasks, {task.id: task for task in tasks}, values)


def _card(row: tuple, claim: tuple[str, datetime] | None, now: datetime) -> TaskCard:
    (
        pk, owner, name, number, title, excerpt, body, kind, skills, language, labels, effort,
        comments, opened_at, updated_at, confirmed_at, state, reason, mentor, _slug, mentor_is_public, touched_at,
    ) = row  # fmt: skip
    found = with_quiet(availability_of(state, reason, claim), touched_at, now)
    repository = f"{owner}/{name}"
    return TaskCard(
        id=pk,
        url=f"/tasks/{repository}/{number}/",
        title=title,
        repository=repository,
        number=number,
        excerpt=excerpt,
        kind=kind,
        kind_label=kind_title(kind),
        skills=tuple(skills),
        language=language,
        labels=tuple(labels),
        effort=effort,
        effort_hours=effort_hours(effort),
        comment_count=comments,
        opened_at=opened_at,
        updated_at=updated_at,
        confirmed_at=confirmed_at,
        fresh_at=max(updated_at, confirmed_at) if confirmed_at else updated_at,
        mentor_name=mentor if mentor and mentor_is_public else "",
        state=found.state,
        reason=found.reason,
        facets={
            "repository": (repository,),
            "kind": (kind,),
            "skill": tuple(skills),
            "language": (language,) if language else (),
            "label": tuple(labels),
            "age": ages_of(opened_at, now),
        },
        search_text=f"{title} {repository} #{number} {kind} {language} {' '.join(labels)} {body}".lower(),
    )
