# ruff: noqa: E501 (tables of figures and sentences read best unbroken)
"""The sustainability page: four questions, each with figures, a chart, a table and what is not known."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from contributors.domain.kinds import kind_title
from sustainability.domain.catalog import METRICS
from sustainability.domain.windows import PERIODS
from sustainability.domain.wording import UNKNOWN, figure_parts, figure_text
from sustainability.models import Report, SustainabilitySettings
from sustainability.views.periods import Asked, asked_report


@dataclass(frozen=True)
class Section:
    slug: str
    question: str
    chart: str
    figures: tuple[str, ...]


SECTIONS = (
    Section("money", "Where does the money come from?", "income", ("total_income", "community_and_customer_funded_share", "monthly_recurring_income", "recurring_cover")),
    Section("work", "Who does the work?", "people", ("active_contributors", "new_contributors", "returning_newcomers", "time_to_first_response")),
    Section("loss", "How much would we lose if one left?", "largest", ("runway", "reserve_months", "top_1_share", "funder_absence_factor", "contributor_absence_factor", "elephant_factor")),
    Section("change", "What changed?", "share", ("release_frequency", "change_request_closure_ratio", "review_duration", "retention")),
)  # fmt: skip
SCENARIOS = {
    "as_it_is": "As it is",
    "without_largest_funder": "Without the largest funder",
    "without_largest_class": "Without the largest class",
    "recurring_minus_20_percent": "Recurring income 20 % lower",
    "without_two_people": "Without the two who do most",
}
SCENARIO_FIGURES = ("monthly_recurring_income", "recurring_cover", "reserve_months", "runway")


def show_overview(request: HttpRequest) -> HttpResponse:
    asked = asked_report(request)
    settings = SustainabilitySettings.load()
    context: dict[str, Any] = {
        "asked": asked,
        "report": asked.report,
        "settings": settings,
        "periods": [(slug, title, slug == asked.period) for slug, title in PERIODS.items()],
        "problem": asked.problem,
    }
    if asked.report is not None:
        report = asked.report
        # A function, so that the sections are made only where the template does not have them in its cache.
        context["sections"] = lambda: [_section(one, report, asked, settings) for one in SECTIONS]
        context["last_day"] = asked.report.last_day
    return render(request, "sustainability/overview.html", context, status=400 if asked.problem else 200)


def _section(section: Section, report: Report, asked: Asked, settings: SustainabilitySettings) -> dict[str, Any]:
    chart = report.charts[section.chart]
    return {
        "slug": section.slug,
        "question": section.question,
        "tiles": [tile(name, report, asked.query) for name in section.figures],
        "chart": {
            "id": f"chart-{section.chart}",
            "title": chart["title"],
            "svg": chart["svg"],
            "table": {"columns": chart["columns"], "rows": chart["rows"]},
            "csv_url": _with(reverse("sustainability:chart", args=[section.chart, "csv"]), asked.query),
            "json_url": _with(reverse("sustainability:chart", args=[section.chart, "json"]), asked.query),
        },
        "table": _table(section, report),
        "unknown": _unknown(section, report, settings),
    }


def tile(name: str, report: Report, query: str) -> dict[str, str]:
    figure, metric = report.figures[name], METRICS[name]
    value, unit = figure_parts(metric, figure)
    url = _with(reverse("sustainability:metric", args=[name]), query)
    note = figure["note"] if value == UNKNOWN or name == "runway" else ""
    p90 = figure["detail"].get("p90")
    if p90 is not None and value != UNKNOWN:
        note = f"median; 9 of 10 within {figure_text(metric, {**figure, 'value': p90})}"
    return {"label": metric.title, "value": value, "unit": unit, "note": note, "url": url}


def _table(section: Section, report: Report) -> dict[str, Any]:
    return {
        "money": _mix_table,
        "work": _kinds_table,
        "loss": _scenario_table,
        "change": _flow_table,
    }[section.slug](report)


def _mix_table(report: Report) -> dict[str, Any]:
    classes = report.figures["funding_mix"]["detail"].get("classes", {})
    columns = ["Class", "Total", "Recurring", "One time", "Restricted"]
    parts = ("total_minor", "recurring_minor", "one_time_minor", "restricted_minor")
    rows = [[report.class_label(name), *(report.money(one[part]) for part in parts)] for name, one in classes.items()]
    return {"title": "Cash income by class, and how firm it is", "columns": columns, "rows": rows}


def _kinds_table(report: Report) -> dict[str, Any]:
    half = report.figures["contributor_absence_factor"]["detail"].get("by_kind", {})
    new = report.figures["new_contributors"]["detail"].get("by_kind", {})
    rows = [[kind_title(kind), k, new.get(kind, 0)] for kind, k in half.items()]
    columns = ["Kind of work", "People who do half of it", "People new to it"]
    return {"title": "By kind of work", "columns": columns, "rows": rows}


def _scenario_table(report: Report) -> dict[str, Any]:
    cases = report.figures["scenarios"]["value"] or {}
    columns = ["If", *(METRICS[name].title for name in SCENARIO_FIGURES)]
    rows = [
        [title, *(_case(cases[slug][name], name, report) for name in SCENARIO_FIGURES)]
        for slug, title in SCENARIOS.items()
        if slug in cases and SCENARIO_FIGURES[0] in cases[slug]
    ]
    return {"title": "The same figures if one leg broke", "columns": columns, "rows": rows}


def _case(value: Any, name: str, report: Report) -> str:
    return figure_text(METRICS[name], {**report.figures[name], "value": value})


def _flow_table(report: Report) -> dict[str, Any]:
    names = ("time_to_first_response", "review_duration", "change_request_closure_ratio", "change_request_acceptance_ratio", "self_merge_rate", "issue_age", "drifting_contributors", "away_contributors", "renewal_rate")  # fmt: skip
    rows = [
        [METRICS[name].title, figure_text(METRICS[name], report.figures[name]), report.figures[name]["n"]]
        for name in names
    ]
    return {"title": "How work and money moved", "columns": ["Figure", "Value", "n"], "rows": rows}


def _unknown(section: Section, report: Report, settings: SustainabilitySettings) -> list[str]:
    """What a reader must know before believing the figures above."""
    figures = report.figures
    if section.slug == "money":
        missing = figures["total_income"]["coverage"].get("not_included", [])
        notes = [f"Not included: {', '.join(missing)}."] if missing else []
        in_kind = "In-kind help is recorded beside the money and is in none of these sums."
        return [*notes, in_kind, *([settings.class_note] if settings.class_note else [])]
    if section.slug == "work":
        coverage = figures["active_contributors"]["coverage"]
        return [
            f"{coverage['unattributed']} of {coverage['total']} accepted outcomes have no known author and count nowhere; "
            f"{coverage['bots_removed']} were made by bots. Work outside the mirrored repositories counts only where someone recorded it."
        ]
    if section.slug == "loss":
        share = figures["elephant_factor"]["coverage"].get("attributed_to_an_organization")
        known = "unknown" if share is None else f"{share * 100:.0f} %"
        return [
            f"For whom people work is known for this share of contributions: {known}. A runway is an estimate, not a promise."
        ]
    return ["Each point shows its part of the window alone. What is still unanswered counts with its present age."]


def _with(url: str, query: str) -> str:
    return f"{url}?{query}" if query else url
