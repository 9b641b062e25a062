"""Rows of people for one window, from the ledger."""

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta

from contributors.queries import ledger
from contributors.queries.ledger import Credit
from contributors.queries.people import names_of
from sustainability.domain.answers import Window
from sustainability.domain.community import RETURN_DAYS
from sustainability.domain.periods import quarter_of
from sustainability.domain.rows import NewcomerRow, PersonRow, WorkRow

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def midnight(day: date) -> datetime:
    """Windows begin and end at midnight UTC, as GitHub's times are."""
    return datetime.combine(day, time.min, UTC)


def as_text(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None


class WorkReader:
    """The ledger, read once: up to the end of the window, and 90 days on for newcomers who came back."""

    def __init__(self, window: Window, repository: str | None, as_of: datetime) -> None:
        self.window, self.repository = window, repository
        self.start, self.end = midnight(window.start), midnight(window.end)
        until = max(self.end, min(as_of, self.end + timedelta(days=RETURN_DAYS)))
        found = ledger.credits(BEGINNING, until, repository)
        self.credits = [credit for credit in found if credit.occurred_at < self.end]
        self.later = [credit for credit in found if credit.occurred_at >= self.end]

    def in_window(self) -> list[Credit]:
        return [credit for credit in self.credits if credit.occurred_at >= self.start]

    def work(self) -> list[WorkRow]:
        """By name: a list of people is no ranking."""
        counts = Counter((one.person_id, one.organization_id, one.kind) for one in self.in_window())
        names = names_of({person for person, _, _ in counts})
        rows = [WorkRow(*key, n) for key, n in counts.items()]
        return sorted(
            rows,
            key=lambda row: (names[row.person].name.casefold(), row.person, row.kind, row.organization or 0),
        )

    def newcomers(self) -> list[NewcomerRow]:
        first: dict[tuple[int, str], datetime] = {}
        for one in self.credits:
            first.setdefault((one.person_id, "any"), one.occurred_at)
            first.setdefault((one.person_id, one.kind), one.occurred_at)
        found = sorted((at, person, kind) for (person, kind), at in first.items() if at >= self.start)
        return [NewcomerRow(person, kind, as_text(at) or "") for at, person, kind in found]

    def people(self) -> list[PersonRow]:
        times: dict[int, list[datetime]] = defaultdict(list)
        for one in self.credits:
            times[one.person_id].append(one.occurred_at)
        later: dict[int, datetime] = {}
        for one in self.later:
            later.setdefault(one.person_id, one.occurred_at)
        return [_person_row(person, found, later.get(person)) for person, found in sorted(times.items())]

    def coverage(self) -> dict[str, int]:
        found = ledger.coverage(self.start, self.end, self.repository)
        return {
            "total": found.total,
            "attributed": found.attributed,
            "bots_removed": found.bots_removed,
            "unattributed": found.unattributed,
        }


def _person_row(person: int, times: list[datetime], later: datetime | None) -> PersonRow:
    quarters = dict.fromkeys(quarter_of(at.astimezone(UTC).date()) for at in times)
    return PersonRow(
        person,
        as_text(times[0]) or "",
        as_text(times[-1]) or "",
        " ".join(quarters),
        as_text(times[1] if times[1:] else later),
    )
