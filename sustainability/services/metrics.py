"""Computes every metric of a window from the rows; METRICS by name, each with n, parameters and coverage."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.utils import timezone

from contributors.queries import ledger
from github_sync.queries import activity
from sustainability.domain import community, concentration, funding
from sustainability.domain.answer import INSUFFICIENT, Answer, Window
from sustainability.domain.community import Response
from sustainability.queries.money import Money, money_in

MAX_UNATTRIBUTED = 0.5


@dataclass(frozen=True)
class Facts:
    """All rows that one window's metrics look at."""

    window: Window
    repository: str | None
    credits: list[ledger.Credit]
    coverage: ledger.Coverage
    first: dict[int, datetime]
    every: list[ledger.Credit]
    threads: list[activity.ThreadFact]
    releases: list[tuple[str, str, datetime, str]]
    money: Money
    now: datetime


def moment_of(day) -> datetime:  # type: ignore[no-untyped-def]
    return datetime.combine(day, time.min, tzinfo=UTC)


def gather(window: Window, repository: str | None = None) -> Facts:
    """A fixed number of queries."""
    start, end = moment_of(window.start), moment_of(window.end)
    long_ago = datetime(1990, 1, 1, tzinfo=UTC)
    return Facts(
        window=window,
        repository=repository,
        credits=ledger.credits(start, end, repository),
        coverage=ledger.coverage(start, end, repository),
        first=ledger.first_contributions(),
        every=ledger.credits(long_ago, end, repository),
        threads=activity.threads(start, end, repository),
        releases=activity.releases(start, end, repository),
        money=money_in(window),
        now=min(timezone.now(), end),
    )


def compute(facts: Facts) -> dict[str, Answer]:
    """Every metric by its name."""
    return {**_community(facts), **_responses(facts), **_money(facts)}


def _cover(facts: Facts) -> dict[str, int]:
    c = facts.coverage
    return {
        "total": c.total, "attributed": c.attributed, "bots_removed": c.bots_removed, "unattributed": c.unattributed,
    }  # fmt: skip


def _community(facts: Facts) -> dict[str, Answer]:
    cover, n = _cover(facts), len(facts.credits)
    per_person = _count(c.person_id for c in facts.credits)
    organizations = [c.organization_id for c in facts.credits if c.organization_id]
    total = facts.coverage.attributed + facts.coverage.unattributed
    is_covered = not total or facts.coverage.unattributed / total <= MAX_UNATTRIBUTED
    is_affiliated = not n or len(organizations) / n >= 1 - MAX_UNATTRIBUTED
    dates: dict[int, list[datetime]] = {}
    for credit in facts.every:
        dates.setdefault(credit.person_id, []).append(credit.occurred_at)
    first = {person: min(seen) for person, seen in dates.items()}
    last = {person: max(seen) for person, seen in dates.items()}
    fresh = community.newcomers(first if facts.repository else facts.first, facts.window.start, facts.window.end)
    drifting, away = community.months_since(last, facts.now)
    affiliation = {**cover, "with_organization": len(organizations)}
    return {
        "contributor_absence_factor": Answer(
            concentration.absence_factor(per_person.values()) if is_covered else INSUFFICIENT,
            n, "people", threshold=0.5, coverage=cover,
        ),
        "elephant_factor": Answer(
            concentration.absence_factor(_count(organizations).values()) if is_affiliated and organizations else INSUFFICIENT,
            len(organizations), "organizations", threshold=0.5, coverage=affiliation,
            note="" if is_affiliated and organizations else "Too few contributions name the organization they were made for.",
        ),
        "contributors": Answer(len(per_person), n, "people", coverage=cover),
        "new_contributors": Answer(len(fresh), len(per_person), "people", coverage=cover),
        "newcomer_retention": Answer(
            community.retention(dates, facts.window.start, facts.window.end), len(fresh), "share",
            parameters={"days": 90, "contributions": 2}, coverage=cover,
        ),
        "drifting": Answer(drifting, len(last), "people", parameters={"months": [6, 18]}, coverage=cover),
        "away": Answer(away, len(last), "people", parameters={"months": 18}, coverage=cover),
        "organizational_diversity": Answer(
            community.largest_share(organizations), len(organizations), "share of the largest",
            parameters={"organizations": len(set(organizations))}, coverage=affiliation,
        ),
        "release_frequency": Answer(len(facts.releases), len(facts.releases), "releases"),
    }  # fmt: skip


def _responses(facts: Facts) -> dict[str, Answer]:
    start, end = moment_of(facts.window.start), moment_of(facts.window.end)
    opened = [t for t in facts.threads if t.created_at >= start]
    answers = [_response(t.created_at, t.responded_at, facts.now) for t in opened]
    pulls = [t for t in facts.threads if t.is_pull_request]
    closed = [t for t in pulls if t.closed_at and start <= t.closed_at < end]
    merged = [t for t in closed if t.merged_at]
    reviews = [_response(t.created_at, t.reviewed_at, facts.now) for t in pulls if t.created_at >= start]
    open_issues = [t for t in facts.threads if not t.is_pull_request and (not t.closed_at or t.closed_at >= end)]
    ages = [(facts.now - t.created_at).total_seconds() / 86400 for t in open_issues]
    censored = sum(a.is_censored for a in answers)
    return {
        "time_to_first_response": Answer(
            community.response_quantile(answers, 0.5), len(answers), "hours (median)",
            parameters={"p90": community.response_quantile(answers, 0.9), "unanswered": censored},
        ),
        "change_request_closure_ratio": Answer(_ratio(len(closed), len(pulls)), len(pulls), "share"),
        "change_request_acceptance_ratio": Answer(_ratio(len(merged), len(closed)), len(closed), "share"),
        "review_duration": Answer(
            community.response_quantile(reviews, 0.5), len(reviews), "hours to first review (median)",
            parameters={
                "p90": community.response_quantile(reviews, 0.9), "unreviewed": sum(r.is_censored for r in reviews),
                "hours_to_close_median": community.quantile([_hours(t.created_at, t.closed_at) for t in closed], 0.5),
            },
        ),
        "self_merge_rate": Answer(_ratio(sum(t.is_self_merged for t in merged), len(merged)), len(merged), "share"),
        "issue_age": Answer(
            community.quantile(ages, 0.5), len(ages), "days (median)", parameters={"p90": community.quantile(ages, 0.9)}
        ),
    }  # fmt: skip


def _money(facts: Facts) -> dict[str, Answer]:
    money, window = facts.money, facts.window
    by_funder = funding.income_by(money.income, window, "funder")
    by_class = funding.income_by(money.income, window, "funding_class")
    year = Window(window.end - timedelta(days=365), window.end)
    yearly = money if year == window else money_in(year)
    expense = funding.mean_monthly_expense(yearly.expenses, year)
    recurring = funding.monthly_recurring_income(money.income, window.end - timedelta(days=1))
    reserve = money.reserve.unrestricted_minor if money.reserve else None
    cover = {"currency": money.currency, "left_out_other_currencies": money.left_out}
    n = len(money.income)
    return {
        "funding_mix": Answer(_shares(by_class), n, "share by class", coverage=cover),
        "community_customer_share": Answer(
            funding.community_customer_share(by_class), n, "share", parameters={"classes": ["customer", "community"]},
            coverage=cover,
        ),
        "funder_concentration": Answer(
            concentration.herfindahl(by_funder.values()), len(by_funder), "index from 0 to 1",
            parameters={
                "normalized": concentration.normalized_herfindahl(by_funder.values()),
                "effective_funders": concentration.effective_number(by_funder.values()),
                "per_class": concentration.herfindahl(by_class.values()),
            },
            coverage=cover,
        ),
        "top_funder_share": Answer(
            concentration.top_share(by_funder.values(), 1), len(by_funder), "share",
            parameters={"top_3": concentration.top_share(by_funder.values(), 3)}, coverage=cover,
        ),
        "funder_absence_factor": Answer(
            concentration.absence_factor(by_funder.values()), len(by_funder), "funders", threshold=0.5, coverage=cover
        ),
        "monthly_recurring_income": Answer(round(recurring) if n else None, n, "minor units a month", coverage=cover),
        "mean_monthly_expense": Answer(expense and round(expense), len(yearly.expenses), "minor units a month", coverage=cover),
        "recurring_cover": Answer(recurring / expense if expense else None, n, "share of expense", coverage=cover),
        "reserve_months": Answer(
            None if reserve is None else funding.reserve_months(reserve, expense), len(yearly.expenses), "months",
            coverage=cover, note="" if money.reserve else "No reserve is recorded.",
        ),
        "runway": Answer(
            None if reserve is None else funding.runway_months(reserve, expense, recurring), len(yearly.expenses),
            "months", coverage=cover, note="" if money.reserve else "No reserve is recorded.",
        ),
        "runway_without_largest_funder": Answer(
            _runway_without(money, by_funder, "funder", reserve, expense, window), n, "months",
            parameters={"scenario": "the largest funder leaves"}, coverage=cover,
        ),
        "runway_without_largest_class": Answer(
            _runway_without(money, by_class, "funding_class", reserve, expense, window), n, "months",
            parameters={"scenario": "the largest class of income ends"}, coverage=cover,
        ),
        "runway_recurring_down_20": Answer(
            None if reserve is None else funding.runway_months(reserve, expense, recurring * 0.8), n, "months",
            parameters={"scenario": "recurring income falls by a fifth"}, coverage=cover,
        ),
    }  # fmt: skip


def _runway_without(money, groups, key, reserve, expense, window):  # type: ignore[no-untyped-def]
    if reserve is None or not groups:
        return None
    largest = max(groups, key=lambda name: groups[name])
    left = [item for item in money.income if getattr(item, key) != largest]
    recurring = funding.monthly_recurring_income(left, window.end - timedelta(days=1))
    return funding.runway_months(reserve, expense, recurring)


def _response(created: datetime, answered: datetime | None, now: datetime) -> Response:
    if answered is None or answered > now:
        return Response(max(0.0, _hours(created, now)), is_censored=True)
    return Response(max(0.0, _hours(created, answered)), is_censored=False)


def _hours(start: datetime, end: datetime | None) -> float:
    return (end - start).total_seconds() / 3600 if end else 0.0


def _count(keys) -> dict[int, int]:  # type: ignore[no-untyped-def]
    found: dict[int, int] = {}
    for key in keys:
        found[key] = found.get(key, 0) + 1
    return found


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _shares(groups: dict[str, float]) -> dict[str, float] | None:
    total = sum(groups.values())
    return {name: amount / total for name, amount in groups.items()} if total else None
