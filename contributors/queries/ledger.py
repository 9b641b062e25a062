"""The ledger as reports read it: counted work of humans only, of repositories that are shown."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min, QuerySet

from contributors.domain.credit import bare_title, verb_of
from contributors.domain.kinds import kind_title
from contributors.models import Affiliation, Contribution, Uncredited
from contributors.queries.people import HIDDEN_NAME
from contributors.queries.visibility import shown


@dataclass(frozen=True, slots=True)
class Credit:
    person_id: int
    organization_id: int | None
    kind: str
    occurred_at: datetime
    repository: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """`total` = `attributed` + `unattributed` + `bots_removed`; credits of a person and outcomes without one."""

    total: int
    attributed: int
    bots_removed: int
    unattributed: int


@dataclass(frozen=True, slots=True)
class LatestContribution:
    person_name: str
    person_url: str
    kind: str
    kind_label: str
    verb: str
    title: str
    evidence_url: str
    repository: str
    occurred_at: datetime


def credits(start: datetime, end: datetime, repository: str | None = None) -> list[Credit]:
    """Every counted contribution of a human in [start, end), the oldest first.

    The organization is that of the best-sourced affiliation on the day of the work.
    """
    rows = _counted(start, end, repository).order_by("occurred_at", "id")
    affiliations = _affiliations()
    fields = ("person_id", "kind", "occurred_at", "repository")
    return [
        Credit(person_id, _organization_at(affiliations.get(person_id, ()), at.date()), kind, at, of)
        for person_id, kind, at, of in rows.values_list(*fields).iterator(chunk_size=5000)
    ]


def coverage(start: datetime, end: datetime, repository: str | None = None, kind: str | None = None) -> Coverage:
    """How much of what was accepted in [start, end) is credited to a person."""
    attributed = _counted(start, end, repository)
    rest = _within(Uncredited.objects.filter(shown()), start, end, repository)
    if kind is not None:
        attributed, rest = attributed.filter(kind=kind), rest.filter(kind=kind)
    reasons = list(rest.values_list("reason", flat=True))
    people = attributed.count()
    bots = reasons.count(Uncredited.Reason.BOT)
    return Coverage(people + len(reasons), people, bots, len(reasons) - bots)


def first_contributions() -> dict[int, datetime]:
    """When each human first did work that counts."""
    rows = Contribution.objects.filter(shown(), status__in=Contribution.COUNTED, person__is_bot=False).order_by()
    return dict(rows.values_list("person_id").annotate(first=Min("occurred_at")))


def helpers_since(since: datetime) -> int:
    """Humans with counted work since then."""
    rows = Contribution.objects.filter(
        shown(), status__in=Contribution.COUNTED, person__is_bot=False, occurred_at__gte=since
    ).order_by()
    return rows.values("person_id").distinct().count()


def latest_contributions(limit: int = 10) -> list[LatestContribution]:
    rows = Contribution.objects.filter(shown(), status__in=Contribution.COUNTED, person__is_bot=False)
    newest = rows.select_related("person").order_by("-occurred_at", "-id")[:limit]
    return [_shown(row) for row in newest]


def _shown(row: Contribution) -> LatestContribution:
    is_public = row.person.is_public
    return LatestContribution(
        person_name=row.person.name if is_public else HIDDEN_NAME,
        person_url=row.person.get_absolute_url() if is_public else "",
        kind=row.kind,
        kind_label=kind_title(row.kind),
        verb=verb_of(row.external_id, row.kind),
        title=bare_title(row.title),
        evidence_url=row.evidence_url,
        repository=row.repository,
        occurred_at=row.occurred_at,
    )


def _counted(start: datetime, end: datetime, repository: str | None) -> QuerySet[Contribution]:
    rows = Contribution.objects.filter(shown(), status__in=Contribution.COUNTED, person__is_bot=False).order_by()
    return _within(rows, start, end, repository)


def _within[R: QuerySet](rows: R, start: datetime, end: datetime, repository: str | None) -> R:
    within = rows.filter(occurred_at__gte=start, occurred_at__lt=end)
    return within.filter(repository=repository) if repository else within


def _affiliations() -> dict[int, list[Affiliation]]:
    found: dict[int, list[Affiliation]] = defaultdict(list)
    for affiliation in Affiliation.objects.order_by("-source", "-starts_on", "id"):
        found[affiliation.person_id].append(affiliation)
    return found


def _organization_at(affiliations: Iterable[Affiliation], day: date) -> int | None:
    for one in affiliations:
        if (one.starts_on is None or one.starts_on <= day) and (one.ends_on is None or day < one.ends_on):
            return one.organization_id
    return None
