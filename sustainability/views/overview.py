# ruff: noqa: E501 (tables of figures and sentences read best unbroken)
"""The sustainability page: four questions, each with figures, a chart, a table and what is not known."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sustainability.domain.catalog import METRICS, Metric
from sustainability.domain.windows import PERIODS
from sustainability.domain.wording import UNKNOWN, figure_parts, figure_text
from sustainability.models import Report, SustainabilitySettings
from sustainability.views.periods import Asked, asked_report
from sustainability.views.tables import TABLES, metric_url, with_query


@dataclass(frozen=True)
class Section:
    slug: str
    question: str
    chart: str
    figures: tuple[str, ...]


SECTIONS = (
    Section("money", "Where does the money come from?", "income", ("total_income", "community_and_customer_funded_share", "monthly_recurring_income", "recurring_cover", "in_kind_help")),
    Section("work", "Who does the work?", "people", ("active_contributors", "new_contributors", "returning_newcomers", "time_to_first_response")),
    Section("loss", "How much would we lose if one left?", "largest", ("runway", "reserve_months", "top_1_share", "funder_absence_factor", "herfindahl_hirschman_index", "herfindahl_hirschman_index_by_class", "contributor_absence_factor", "elephant_factor")),
    Section("change", "What changed?", "share", ("release_frequency", "change_request_closure_ratio", "review_duration", "retention")),
)  # fmt: skip


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
    return render(request, "sustainability/overview.html", context, status=asked.status)


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
            "csv_url": with_query(reverse("sustainability:chart", args=[section.chart, "csv"]), asked.query),
            "json_url": with_query(reverse("sustainability:chart", args=[section.chart, "json"]), asked.query),
        },
        "table": _table(section.slug, report, asked.query),
        "unknown": _unknown(section, report, settings),
    }


def _table(slug: str, report: Report, query: str) -> dict[str, Any]:
    table = TABLES[slug](report, query)
    csv_url, json_url = (
        with_query(reverse("sustainability:table", args=[slug, form]), query) for form in ("csv", "json")
    )
    return {"title": table.title, "columns": table.columns, "rows": table.rows, "csv": csv_url, "json": json_url}


def tile(name: str, report: Report, query: str) -> dict[str, str]:
    figure, metric = report.figures[name], METRICS[name]
    value, unit = figure_parts(metric, figure)
    note = figure["note"] if value == UNKNOWN or name == "runway" else ""
    if figure["detail"].get("p90") is not None and value != UNKNOWN:
        note = _slowest(metric, figure)
    return {
        "label": metric.title,
        "value": value,
        "unit": unit,
        "change": _change(metric, figure, report),
        "note": note,
        "url": metric_url(name, query),
    }


def _change(metric: Metric, figure: dict[str, Any], report: Report) -> str:
    """What it was in the window before; nothing where it was not known then."""
    before = report.before.get(metric.name)
    if before is None or metric.style in ("mix", "table"):
        return ""
    return f"was {figure_text(metric, {**figure, 'value': before})}"


def _slowest(metric: Metric, figure: dict[str, Any]) -> str:
    detail = figure["detail"]
    within = f"median; 9 of 10 within {figure_text(metric, {**figure, 'value': detail['p90']})}"
    if not detail.get("p90_is_lower_bound"):
        return within
    return f"{within} at best: {figure['coverage']['unanswered']} of {figure['n']} got no answer"


def _unknown(section: Section, report: Report, settings: SustainabilitySettings) -> list[str]:
    """What a reader must know before believing the figures above."""
    figures = report.figures
    if section.slug == "money":
        missing = figures["total_income"]["coverage"].get("not_included", [])
        notes = [f"Not included: {', '.join(missing)}."] if missing else []
        in_kind = "Help in kind stands beside the money and is in none of the cash sums."
        return [*notes, in_kind, *([settings.class_note] if settings.class_note else [])]
    if section.slug == "work":
        coverage = figures["active_contributors"]["coverage"]
        unknown, bots = coverage["unattributed"], coverage["bots_removed"]
        return [
            f"{unknown} of {coverage['total']} accepted outcomes {'has' if unknown == 1 else 'have'} no known author and {'counts' if unknown == 1 else 'count'} nowhere; "
            f"{bots} {'was' if bots == 1 else 'were'} made by bots. Work outside the mirrored repositories counts only where someone recorded it."
        ]
    if section.slug == "loss":
        share = figures["elephant_factor"]["coverage"].get("attributed_to_an_organization")
        known = "unknown" if share is None else f"{share * 100:.0f} %"
        return [
            f"For whom people work is known for this share of contributions: {known}. A runway is an estimate, not a promise."
        ]
    return [
        "Each point of the chart is one full month or quarter alone. What is still unanswered counts with its present age."
    ]
