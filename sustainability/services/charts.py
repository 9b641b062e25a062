"""What each section's chart shows, as numbers first and a drawing second."""

from collections.abc import Callable
from datetime import date
from typing import Any

from common import chart_drawing as drawing
from common.shares import whole_percents
from sustainability.domain.answers import Window
from sustainability.domain.catalog import METRICS
from sustainability.domain.classes import CLASS_LABELS, COMMUNITY_AND_CUSTOMER
from sustainability.domain.money import by_class, by_funder
from sustainability.domain.periods import slices
from sustainability.queries.facts import Facts
from sustainability.queries.givers import A_PERSON
from sustainability.queries.work_facts import midnight

LARGEST_SHOWN = 6
Chart = dict[str, Any]


def draw_all(facts: Facts) -> dict[str, Chart]:
    """Title, columns, rows and SVG by name; a chart without data has no rows and no SVG."""
    makers: dict[str, Callable[[Facts], Chart]] = {
        "income": _income,
        "people": _people,
        "largest": _largest,
        "share": _share,
    }
    return {name: make(facts) for name, make in makers.items()}


def _income(facts: Facts) -> Chart:
    totals = by_class(facts.rows["income"])
    whole = sum(totals.values())
    ordered = sorted(totals.items(), key=lambda one: -one[1])
    columns = ["Class", f"Income, {facts.currency}", "Share, %"]
    rows: list[Any] = [[CLASS_LABELS[n], _major(facts, minor), _percent(minor, whole)] for n, minor in ordered]
    if not rows:
        return _empty("Where the money came from", columns)
    percents = whole_percents([minor for _, minor in ordered])
    shares = [(CLASS_LABELS[name], float(percent)) for (name, _), percent in zip(ordered, percents, strict=True)]
    title = f"{shares[0][0]} gave the largest part of the cash income, {percents[0]} %"
    svg = drawing.bars(title, "Share of cash income by class.", shares, " %")
    return {"title": title, "columns": columns, "rows": rows, "svg": svg}


def _people(facts: Facts) -> Chart:
    columns = ["From", "Until before", "Contributors", "Newcomers"]
    parts = list(slices(facts.window.start, facts.window.end))
    first: dict[int, Any] = {}
    for one in facts.work.credits:
        first.setdefault(one.person_id, one.occurred_at)
    rows = []
    for start, end in parts:
        begin, until = midnight(start), midnight(end)
        active = {one.person_id for one in facts.work.credits if begin <= one.occurred_at < until}
        new = sum(begin <= at < until for at in first.values())
        rows.append([start.isoformat(), end.isoformat(), len(active), new])
    if not any(row[2] for row in rows):
        return _empty("Contributors and newcomers", columns)
    newcomers = sum(row[3] for row in rows)
    shown = _drawn(parts, facts.as_of.date())
    title = f"{_count(newcomers, 'newcomer')} made a first contribution in this window"
    series = [
        drawing.Line("Contributors", [rows[at][2] for at in shown]),
        drawing.Line("Newcomers", [rows[at][3] for at in shown], drawing.AMBER),
    ]
    svg = drawing.lines(title, "People with credited work over time.", _labels([parts[at] for at in shown]), series, "")
    return {"title": title, "columns": columns, "rows": rows, "svg": svg}


def _largest(facts: Facts) -> Chart:
    columns = ["Funder", f"Income, {facts.currency}", "Share, %"]
    totals = by_funder(facts.rows["income"])
    whole = sum(totals.values())
    if not whole:
        return _empty("The largest funders", columns)
    names = {row.funder_key: row.funder for row in facts.rows["income"]}
    people = {key for key in totals if names[key] == A_PERSON}
    named = sorted((key for key in totals if key not in people), key=lambda key: (-totals[key], names[key]))
    groups = [(names[key], totals[key]) for key in named[:LARGEST_SHOWN]]
    groups += _group("Individual donors", [totals[key] for key in people])
    groups += _group("Other funders", [totals[key] for key in named[LARGEST_SHOWN:]])
    unknown = sum(row.counted_minor for row in facts.rows["income"]) - whole
    groups += [("Funder not known", unknown)] if unknown else []
    all_income = whole + unknown
    rows = [[name, _major(facts, minor), _percent(minor, all_income)] for name, minor in groups]
    share = facts.answer(METRICS["top_1_share"])
    title = "How much the largest funder gave is not known" if share.value is None else ""
    of = "cash income with a known funder" if unknown else "cash income"
    title = title or f"The largest funder gave {share.value * 100:.0f} % of the {of}"
    shares = [(name, minor / all_income * 100) for name, minor in groups]
    svg = drawing.bars(title, "Share of cash income by funder.", shares, " %")
    return {"title": title, "columns": columns, "rows": rows, "svg": svg}


def _group(name: str, amounts: list[int]) -> list[tuple[str, int]]:
    return [(f"{name} ({len(amounts)})", sum(amounts))] if amounts else []


def _share(facts: Facts) -> Chart:
    columns = ["From", "Until before", f"Cash income, {facts.currency}", "From community and customers, %"]
    rows: list[Any] = []
    shares: list[float | None] = []
    parts = list(slices(facts.window.start, facts.window.end))
    for start, end in parts:
        totals = by_class(facts.money.income(Window(start, end)))
        whole = sum(totals.values())
        own = sum(totals.get(name, 0) for name in COMMUNITY_AND_CUSTOMER)
        rows.append([start.isoformat(), end.isoformat(), _major(facts, whole), _percent(own, whole) if whole else None])
        shares.append(own / whole * 100 if whole else None)
    shown = _drawn(parts, facts.as_of.date())
    shares = [shares[at] for at in shown]
    known = [share for share in shares if share is not None]
    if not known:
        return _empty("From community and customers over time", columns)
    labels = _labels([parts[at] for at in shown])
    ends = [label for label, share in zip(labels, shares, strict=True) if share is not None]
    title = f"Community and customers gave {known[0]:.0f} % of the cash income in {ends[0]}"
    title += f" and {known[-1]:.0f} % in {ends[-1]}" if len(known) > 1 else ""
    series = [drawing.Line("Community and customers", shares)]
    svg = drawing.lines(title, "Share of cash income over time.", labels, series, " %")
    return {"title": title, "columns": columns, "rows": rows, "svg": svg}


def _empty(title: str, columns: list[str]) -> Chart:
    return {"title": title, "columns": columns, "rows": [], "svg": ""}


def _drawn(parts: list[tuple[date, date]], today: date) -> list[int]:
    """Positions of the full months or quarters that are over; a part of one would look like a fall.

    All of them where few are full.
    """
    days = 28 if max((end - start).days for start, end in parts) <= 31 else 90
    full = [
        at
        for at, (start, end) in enumerate(parts)
        if start.day == end.day == 1 and (end - start).days >= days and end <= today
    ]
    return full if len(full) > 1 else list(range(len(parts)))


def _labels(parts: list[tuple[Any, Any]]) -> list[str]:
    """Unique, short: a month's name, with its year where the name is there already or the year begins."""
    labels: list[str] = []
    for start, end in parts:
        is_quarter = (end - start).days > 31
        label = f"Q{(start.month - 1) // 3 + 1} {start:%y}" if is_quarter else f"{start:%b}"
        labels.append(f"{start:%b} {start:%y}" if label in labels else label)
    return labels


def _major(facts: Facts, minor: int) -> float:
    return facts.contexts["money"].major(minor)


def _percent(part: int, whole: int) -> float:
    return round(part / whole * 100, 1) if whole else 0.0


def _count(n: int, word: str) -> str:
    return f"{n} {word}" if n == 1 else f"{n} {word}s"
