"""Rows of people and repositories for one window, from the ledger and the mirror."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time

from contributors.queries import ledger
from contributors.queries.ledger import Credit
from github_sync.queries import activity
from sustainability.domain.answers import Window
from sustainability.domain.periods import quarter_of
from sustainability.domain.rows import (
    ChangeRow,
    FunnelRow,
    IssueRow,
    NewcomerRow,
    PersonRow,
    ReleaseRow,
    ThreadRow,
    WorkRow,
)

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def midnight(day: date) -> datetime:
    """Windows begin and end at midnight UTC, as GitHub's times are."""
    return datetime.combine(day, time.min, UTC)


def _text(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


class WorkReader:
    """The ledger up to the end of the window, read once."""

    def __init__(self, window: Window, repository: str | None) -> None:
        self.window, self.repository = window, repository
        self.start, self.end = midnight(window.start), midnight(window.end)
        self.credits = ledger.credits(BEGINNING, self.end, repository)

    def in_window(self) -> list[Credit]:
        return [credit for credit in self.credits if credit.occurred_at >= self.start]

    def work(self) -> list[WorkRow]:
        counts = Counter((one.person_id, one.organization_id, one.kind) for one in self.in_window())
        rows = [WorkRow(*key, n) for key, n in counts.items()]
        return sorted(rows, key=lambda row: (-row.contributions, row.person, row.kind, row.organization or 0))

    def newcomers(self) -> list[NewcomerRow]:
        first: dict[tuple[int, str], datetime] = {}
        for one in self.credits:
            first.setdefault((one.person_id, "any"), one.occurred_at)
            first.setdefault((one.person_id, one.kind), one.occurred_at)
        found = sorted((at, person, kind) for (person, kind), at in first.items() if at >= self.start)
        return [NewcomerRow(person, kind, _text(at) or "") for at, person, kind in found]

    def people(self) -> list[PersonRow]:
        times: dict[int, list[datetime]] = defaultdict(list)
        for one in self.credits:
            times[one.person_id].append(one.occurred_at)
        return [_person_row(person, found) for person, found in sorted(times.items())]

    def coverage(self) -> dict[str, int]:
        found = ledger.coverage(self.start, self.end, self.repository)
        return {
            "total": found.total,
            "attributed": found.attributed,
            "bots_removed": found.bots_removed,
            "unattributed": found.unattributed,
        }


def _person_row(person: int, times: list[datetime]) -> PersonRow:
    quarters = dict.fromkeys(quarter_of(at.astimezone(UTC).date()) for at in times)
    return PersonRow(
        person,
        _text(times[0]) or "",
        _text(times[-1]) or "",
        " ".join(quarters),
        _text(times[1]) if times[1:] else None,
    )


def threads(start: datetime, end: datetime, repository: str | None) -> list[ThreadRow]:
    return [
        ThreadRow(one.repository, one.kind, one.number, _text(one.created_at) or "", _text(one.first_response_at))
        for one in activity.threads(start, end, repository)
    ]


def changes(start: datetime, end: datetime, repository: str | None) -> list[ChangeRow]:
    return [
        ChangeRow(
            one.repository,
            one.number,
            one.author_id,
            _text(one.created_at) or "",
            _text(one.closed_at),
            _text(one.merged_at),
            _text(one.first_review_at),
            one.is_self_merge,
        )
        for one in activity.changes(start, end, repository)
    ]


def open_issues(at: datetime, repository: str | None) -> list[IssueRow]:
    return [IssueRow(name, number, _text(born) or "") for name, number, born in activity.open_issues(at, repository)]


def releases(start: datetime, end: datetime, repository: str | None) -> list[ReleaseRow]:
    found = activity.releases(start, end, repository)
    return [ReleaseRow(name, tag, _text(at) or "", is_early) for name, tag, at, is_early in found]


def funnel(start: datetime, end: datetime, repository: str | None) -> list[FunnelRow]:
    spoke, merged = activity.funnel(start, end, repository)
    return [FunnelRow(account, account in spoke, account in merged) for account in sorted(spoke | merged)]
