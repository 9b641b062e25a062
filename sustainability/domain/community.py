"""Metrics of people and their work. Names and definitions follow CHAOSS unless the reference says otherwise."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sustainability.domain.answers import Answer
from sustainability.domain.concentration import fewest_for_share
from sustainability.domain.context import Context
from sustainability.domain.periods import add_months, quarter_of
from sustainability.domain.rows import NewcomerRow, PersonRow, WorkRow

NO_WORK = "No credited contribution falls in this window."
RETURN_DAYS = 90
HOURS_BY_KIND = {
    "code": 6.0,
    "doc": 3.0,
    "test": 4.0,
    "infra": 4.0,
    "translation": 2.0,
    "design": 6.0,
    "review": 1.0,
    "bug": 1.0,
    "ideas": 0.5,
    "question": 0.5,
    "triage": 0.25,
    "mentoring": 2.0,
    "talk": 8.0,
    "tutorial": 6.0,
    "security": 8.0,
}
HOURS_OF_OTHER_KINDS = 1.0


def _totals(rows: Iterable[WorkRow], key: Callable[[WorkRow], Any]) -> dict[Any, int]:
    totals: dict[Any, int] = defaultdict(int)
    for row in rows:
        totals[key(row)] += row.contributions
    return dict(totals)


def _of_kind(rows: Sequence[WorkRow], kind: str) -> list[WorkRow]:
    return [row for row in rows if row.kind == kind]


def _kinds(rows: Iterable[WorkRow]) -> list[str]:
    return sorted({row.kind for row in rows})


def contributor_absence_factor(rows: Sequence[WorkRow], context: Context) -> Answer:
    """Smallest number of people whose contributions make at least the threshold of all. `n`: contributions."""
    people = _totals(rows, lambda row: row.person)
    if not people:
        return context.unknown("people", NO_WORK)
    if missing := context.too_little_credit("people", sum(people.values())):
        return missing
    kinds = {
        kind: fewest_for_share(_totals(_of_kind(rows, kind), lambda row: row.person).values(), context.threshold)
        for kind in _kinds(rows)
    }
    return context.answer(
        fewest_for_share(people.values(), context.threshold),
        "people",
        sum(people.values()),
        {"threshold": float(context.threshold)},
        {"people": len(people)},
        detail={"by_kind": kinds},
    )


def _organizations(
    rows: Sequence[WorkRow], context: Context, unit: str
) -> tuple[dict[int, int], dict[str, Any], Answer | None]:
    """Work without a known author is work without a known organization."""
    totals = _totals(rows, lambda row: row.organization)
    unattributed = totals.pop(None, 0) + context.credit_coverage.get("unattributed", 0)
    whole = unattributed + sum(totals.values())
    coverage = {
        "organizations": len(totals),
        "attributed_to_an_organization": (whole - unattributed) / whole if whole else None,
    }
    if not rows:
        return totals, coverage, context.unknown(unit, NO_WORK)
    if context.is_insufficient(unattributed, whole):
        return totals, coverage, context.insufficient(unit, whole, coverage)
    return totals, coverage, None


def elephant_factor(rows: Sequence[WorkRow], context: Context) -> Answer:
    """The absence factor over organizations; work without one leaves numerator and denominator."""
    totals, coverage, missing = _organizations(rows, context, "organizations")
    return missing or context.answer(
        fewest_for_share(totals.values(), context.threshold),
        "organizations",
        sum(totals.values()),
        {"threshold": float(context.threshold)},
        coverage,
    )


def organizational_diversity(rows: Sequence[WorkRow], context: Context) -> Answer:
    """Share of the largest organization; the number of organizations is in the coverage."""
    totals, coverage, missing = _organizations(rows, context, "share of the largest organization")
    return missing or context.answer(
        max(totals.values()) / sum(totals.values()),
        "share of the largest organization",
        sum(totals.values()),
        {},
        coverage,
    )


def active_contributors(rows: Sequence[WorkRow], context: Context) -> Answer:
    people = {row.person for row in rows}
    n = sum(row.contributions for row in rows)
    return context.too_little_credit("people", n) or context.answer(len(people), "people", n)


def new_contributors(rows: Sequence[NewcomerRow], context: Context) -> Answer:
    """People whose first contribution of any kind falls in the window; each kind for itself in the detail."""
    kinds: dict[str, int] = defaultdict(int)
    for row in rows:
        kinds[row.kind] += 1
    anyone = kinds.pop("any", 0)
    return context.too_little_credit("people", anyone) or context.answer(
        anyone, "people", anyone, detail={"by_kind": dict(sorted(kinds.items()))}
    )


def retention(rows: Sequence[PersonRow], context: Context) -> Answer:
    """R(1) over all cohorts whose next quarter is over by the end of the window; R(0…7) of each in the detail.

    `cohorts`, among the parameters, names the first and last one that counts. A quarter that the window's end cuts is
    in the detail as far as it went, never in the share.
    """
    unit = "share of newcomers"
    if missing := context.too_little_credit(unit, len(rows)):
        return missing
    last = quarter_of(context.window.end - timedelta(days=1))
    quarters = _quarters_until(min((quarter_of(_day(row.first_at)) for row in rows), default=last), last)
    active = {row.person: set(row.quarters.split()) for row in rows}
    cohorts: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        cohorts[quarter_of(_day(row.first_at))].append(row.person)
    table, stayed, asked, covered = [], 0, 0, []
    over = len(quarters) if quarter_of(context.window.end) != last else len(quarters) - 1
    for position, quarter in enumerate(quarters):
        people = cohorts.get(quarter, [])
        counts = [sum(later in active[person] for person in people) for later in quarters[position : position + 8]]
        table.append({"quarter": quarter, "people": len(people), "active": counts})
        if people and position + 1 < over:
            stayed, asked = stayed + counts[1], asked + len(people)
            covered.append(quarter)
    detail = {"cohorts": table[-12:], "stayed": stayed}
    if not asked:
        note = "No cohort of newcomers has a full next quarter yet."
        return context.answer(None, unit, 0, {"quarters_later": 1}, note=note, detail=detail)
    parameters = {"quarters_later": 1, "cohorts": f"{covered[0]} to {covered[-1]}"}
    note = f"Newcomers of {covered[0]} to {covered[-1]}: {stayed} of {asked} were there a quarter later."
    return context.answer(stayed / asked, unit, asked, parameters, note=note, detail=detail)


def returning_newcomers(rows: Sequence[PersonRow], context: Context) -> Answer:
    """Newcomers of the window with a second contribution within 90 days, also after the window's end.

    Those still inside their 90 days wait.
    """
    newcomers = [row for row in rows if context.window.start <= _day(row.first_at) < context.window.end]
    known = [row for row in newcomers if _at(row.first_at) + timedelta(days=RETURN_DAYS) <= context.as_of]
    coverage = {"too_new_to_tell": len(newcomers) - len(known)}
    if missing := context.too_little_credit("share of newcomers", len(newcomers)):
        return missing
    if not known:
        return context.unknown("share of newcomers", "No newcomer of this window has had 90 days yet.", coverage)
    returned = sum(
        row.second_at is not None and _at(row.second_at) < _at(row.first_at) + timedelta(days=RETURN_DAYS)
        for row in known
    )
    return context.answer(returned / len(known), "share of newcomers", len(known), {"days": RETURN_DAYS}, coverage)


def drifting_contributors(rows: Sequence[PersonRow], context: Context) -> Answer:
    """Last contribution at least 6 but not yet 18 months before the end of the window."""
    drifting = add_months(context.window.end, -context.drifting_months)
    away = add_months(context.window.end, -context.away_months)
    people = sum(away <= _day(row.last_at) < drifting for row in rows)
    months = {"drifting_months": context.drifting_months, "away_months": context.away_months}
    return context.too_little_credit("people", len(rows)) or context.answer(people, "people", len(rows), months)


def away_contributors(rows: Sequence[PersonRow], context: Context) -> Answer:
    """Last contribution 18 months or longer before the end of the window."""
    away = add_months(context.window.end, -context.away_months)
    people = sum(_day(row.last_at) < away for row in rows)
    return context.too_little_credit("people", len(rows)) or context.answer(
        people, "people", len(rows), {"away_months": context.away_months}
    )


def labor_investment(rows: Sequence[WorkRow], context: Context) -> Answer:
    """Σ count × hours of the kind × hourly rate: an estimate in kind, never added to cash."""
    counts = _totals(rows, lambda row: row.kind)
    if missing := context.too_little_credit(f"{context.currency}, in kind", sum(counts.values())):
        return missing
    hours = {kind: count * HOURS_BY_KIND.get(kind, HOURS_OF_OTHER_KINDS) for kind, count in sorted(counts.items())}
    rate = context.hourly_rate_minor
    table = {"hours_by_kind": {**HOURS_BY_KIND, "other": HOURS_OF_OTHER_KINDS}, "hourly_rate_minor": rate}
    detail = {"hours": sum(hours.values()), "hours_by_kind": hours}
    note = "" if rate else "The project has not set what an hour is worth; the hours are in the detail."
    value = context.major(round(sum(hours.values()) * rate)) if rate else None
    return context.answer(value, f"{context.currency}, in kind", sum(counts.values()), table, note=note, detail=detail)


def without_top_people(rows: Sequence[WorkRow], n: int = 2) -> list[WorkRow]:
    people = _totals(rows, lambda row: row.person)
    gone = set(sorted(people, key=lambda person: (-people[person], person))[:n])
    return [row for row in rows if row.person not in gone]


def _day(text: str) -> date:
    return datetime.fromisoformat(text).date()


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _quarters_until(first: str, last: str) -> list[str]:
    found, (year, quarter) = [first], (int(first[:4]), int(first[-1]))
    while found[-1] < last:
        year, quarter = (year + 1, 1) if quarter == 4 else (year, quarter + 1)
        found.append(f"{year}-Q{quarter}")
    return found
