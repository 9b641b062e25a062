"""Rows of the flow of work for one window, from the mirror; accounts of one person are one person."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from contributors.domain.humans import Actor, is_another_human
from contributors.queries.people import people_by_github_number
from github_sync.queries import activity
from github_sync.queries.activity import ChangeFact, ReviewFact
from sustainability.domain.rows import ChangeRow, FunnelRow, IssueRow, ReleaseRow, ThreadRow
from sustainability.queries.work_facts import as_text

Someone = tuple[str, int]


class Persons:
    """Who is behind each account of the mirror; an account of nobody known stands for itself. Three queries."""

    def __init__(self) -> None:
        people = people_by_github_number()
        known = {pk: people[number] for pk, number in activity.github_numbers().items() if number in people}
        self._people = {pk: person for pk, (person, _) in known.items()}
        self._bots = activity.robots() | {pk for pk, (_, is_bot) in known.items() if is_bot}

    def behind(self, account: int) -> Someone:
        person = self._people.get(account)
        return ("account", account) if person is None else ("person", person)

    def humans(self, accounts: Iterable[int]) -> set[Someone]:
        return {self.behind(account) for account in accounts if account not in self._bots}

    def is_another(self, account: int, author: int | None) -> bool:
        return is_another_human(self._actor(account), None if author is None else self._actor(author))

    def _actor(self, account: int) -> Actor:
        kind, number = self.behind(account)
        return Actor(f"{kind}:{number}", account in self._bots)


def threads(start: datetime, end: datetime, repository: str | None, persons: Persons) -> list[ThreadRow]:
    return [
        ThreadRow(
            one.repository,
            one.kind,
            one.number,
            as_text(one.created_at) or "",
            as_text(one.first_response_at),
            as_text(one.closed_at),
            as_text(one.asked_at),
        )
        for one in activity.threads(start, end, repository, persons.is_another)
    ]


def changes(start: datetime, end: datetime, repository: str | None, persons: Persons) -> list[ChangeRow]:
    reviews: dict[tuple[str, int], list[ReviewFact]] = defaultdict(list)
    for review in activity.reviews_of_changes(start, end, repository):
        reviews[review.repository, review.number].append(review)
    found = activity.changes(start, end, repository)
    return [_change_row(one, reviews[one.repository, one.number], persons) for one in found]


def _change_row(one: ChangeFact, reviews: list[ReviewFact], persons: Persons) -> ChangeRow:
    """Where the author is deleted nobody can say whether they merged or reviewed it themselves: left open."""
    author = one.author_id
    others = [] if author is None else [this for this in reviews if persons.is_another(this.account_id, author)]
    asked = [this for this in others if one.asked_at and this.submitted_at >= one.asked_at]
    first = asked[0].submitted_at if asked else one.first_review_at if author is None else None
    is_self_merge = is_unreviewed = None
    if one.merged_at is not None and author is not None:
        is_unreviewed = not any(this.submitted_at <= one.merged_at for this in others)
        if one.merged_by_id is not None:
            is_own = persons.behind(one.merged_by_id) == persons.behind(author)
            is_self_merge = is_own and not any(this.is_approval for this in others)
    return ChangeRow(
        one.repository,
        one.number,
        author,
        as_text(one.created_at) or "",
        as_text(one.closed_at),
        as_text(one.merged_at),
        as_text(first),
        is_self_merge,
        is_unreviewed,
        as_text(one.landed_at),
        as_text(one.asked_at),
    )


def open_issues(at: datetime, repository: str | None) -> list[IssueRow]:
    return [IssueRow(name, number, as_text(born) or "") for name, number, born in activity.open_issues(at, repository)]


def releases(start: datetime, end: datetime, repository: str | None) -> list[ReleaseRow]:
    found = activity.releases(start, end, repository)
    return [ReleaseRow(name, tag, as_text(at) or "", is_early) for name, tag, at, is_early in found]


def funnel(start: datetime, end: datetime, repository: str | None, persons: Persons) -> list[FunnelRow]:
    spoke, merged = (persons.humans(accounts) for accounts in activity.funnel(start, end, repository))
    return [
        FunnelRow(
            person=number if kind == "person" else None,
            account=number if kind == "account" else None,
            is_d1=(kind, number) in spoke,
            is_d2=(kind, number) in merged,
        )
        for kind, number in sorted(spoke | merged)
    ]


def coverage(start: datetime, end: datetime, repository: str | None) -> dict[str, float | int | str | None]:
    """What the figures of flow leave out: threads of bots; and what they cannot tell, whose author is deleted."""
    found = activity.left_out(start, end, repository)
    by_humans = found["total"] - found["bots"]
    return {
        "repository": repository or "all",
        "threads_opened": by_humans,
        "bots_removed": found["bots"],
        "attributed_share": 1 - found["unknown"] / by_humans if by_humans else None,
    }
