"""The rows behind the figures: plain values that survive CSV and JSON, one type a family of facts.

Dates and times are ISO text; an empty text or None is "not known" or "not yet".
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class IncomeRow:
    """`counted_minor` is the part of the amount, in the report's currency, that falls in the window."""

    funder_key: str
    funder: str
    funding_class: str
    source: str
    description: str
    occurred_on: str
    period_start: str | None
    period_end: str | None
    recurrence: str
    is_restricted: bool
    amount_minor: int
    currency: str
    counted_minor: int


@dataclass(frozen=True)
class PositionRow:
    """`part`: recurring (a month), expense (of the last 12 months), reserve or restricted_reserve.

    `is_carried_forward`: a monthly payment that ended less than 31 days before the day, the next not booked yet.
    """

    part: str
    funder_key: str
    label: str
    funding_class: str
    on: str
    recurrence: str
    is_restricted: bool
    amount_minor: int
    currency: str
    counted_minor: int
    is_carried_forward: bool = False


@dataclass(frozen=True)
class RenewalRow:
    """Values a year. `state`: renewed, lapsed, or open while the grace time runs."""

    funder: str
    source: str
    period_end: str
    up_minor: int
    renewed_minor: int
    state: str


@dataclass(frozen=True)
class WorkRow:
    person: int
    organization: int | None
    kind: str
    contributions: int


@dataclass(frozen=True)
class NewcomerRow:
    """The first contribution of a person, of any kind (`kind` is "any") and of each kind."""

    person: int
    kind: str
    first_at: str


@dataclass(frozen=True)
class PersonRow:
    """First and last contribution until the end of the window, and the quarters with one.

    `second_at` may be up to 90 days after the end, for newcomers who came back.
    """

    person: int
    first_at: str
    last_at: str
    quarters: str
    second_at: str | None


@dataclass(frozen=True)
class ThreadRow:
    """`asked_at`: since when it waits for an answer, which is later than `created_at` for what began as a draft."""

    repository: str
    kind: str
    number: int
    created_at: str
    first_response_at: str | None
    closed_at: str | None = None
    asked_at: str | None = None


@dataclass(frozen=True)
class ChangeRow:
    """`first_review_at`: the first review by another person; one person's accounts are never "another".

    `landed_at`: closed without a merge, yet accepted, since a commit brought it in. `asked_at` as in `ThreadRow`.
    """

    repository: str
    number: int
    author: int | None
    created_at: str
    closed_at: str | None
    merged_at: str | None
    first_review_at: str | None
    is_self_merge: bool | None
    is_unreviewed_merge: bool | None = None
    landed_at: str | None = None
    asked_at: str | None = None


@dataclass(frozen=True)
class IssueRow:
    repository: str
    number: int
    created_at: str


@dataclass(frozen=True)
class ReleaseRow:
    repository: str
    tag: str
    published_at: str
    is_prerelease: bool


@dataclass(frozen=True)
class FunnelRow:
    """How far a person came in the window: D1 (issue, comment, review) and D2 (merged change).

    `account` where nobody is known behind the account, `person` else.
    """

    person: int | None
    account: int | None
    is_d1: bool
    is_d2: bool


ROW_TYPES: dict[str, type] = {
    "income": IncomeRow,
    "in_kind": IncomeRow,
    "position": PositionRow,
    "renewals": RenewalRow,
    "work": WorkRow,
    "newcomers": NewcomerRow,
    "people": PersonRow,
    "threads": ThreadRow,
    "changes": ChangeRow,
    "open_issues": IssueRow,
    "releases": ReleaseRow,
    "funnel": FunnelRow,
}
