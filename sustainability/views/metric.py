"""How a figure is computed, and the rows behind it."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from contributors.domain.kinds import kind_title
from sustainability.domain.catalog import FLOW, METRICS, MONEY, WORK, Metric
from sustainability.domain.classes import CLASS_LABELS
from sustainability.domain.wording import figure_parts, figure_text
from sustainability.models import Report
from sustainability.queries.readable_rows import readable_rows
from sustainability.queries.stored_rows import StoredRows
from sustainability.views.overview import tile
from sustainability.views.periods import asked_report
from sustainability.views.tables import SCENARIOS, metric_url

TOPICS = {MONEY: "Money", WORK: "People", FLOW: "Flow of work"}


def list_metrics(request: HttpRequest) -> HttpResponse:
    asked = asked_report(request)
    topics = [
        {
            "title": title,
            "tiles": [_listed(one, asked.report, asked.query) for one in METRICS.values() if one.topic == topic],
        }
        for topic, title in TOPICS.items()
    ]
    context = {"topics": topics, "asked": asked, "report": asked.report}
    return render(request, "sustainability/metrics.html", context, status=asked.status)


def _listed(metric: Metric, report: Report | None, query: str) -> dict[str, str]:
    if report is None:
        return _plain_tile(metric, "Not computed yet", query)
    if metric.style in ("mix", "table"):
        return _plain_tile(metric, _count_of(metric, report), query)
    return tile(metric.name, report, query)


def _plain_tile(metric: Metric, value: str, query: str) -> dict[str, str]:
    return {"label": metric.title, "value": value, "unit": "", "note": "", "url": metric_url(metric.name, query)}


def _count_of(metric: Metric, report: Report) -> str:
    count = len(report.figures[metric.name]["value"] or ())
    one, many = ("class", "classes") if metric.style == "mix" else ("case", "cases")
    return f"{count} {one if count == 1 else many}"


def show_metric(request: HttpRequest, name: str) -> HttpResponse:
    metric = METRICS.get(name)
    if metric is None:
        raise Http404("No figure has this name.")
    asked = asked_report(request)
    context: dict[str, Any] = {"metric": metric, "asked": asked, "report": asked.report}
    if asked.report is not None:
        context |= _shown(request, metric, asked.report)
        context["query"] = asked.query
    return render(request, "sustainability/metric.html", context, status=asked.status)


def _shown(request: HttpRequest, metric: Metric, report: Report) -> dict[str, Any]:
    figure = report.figures[metric.name]
    family = request.GET.get("rows", metric.families[0])
    if family not in metric.families:
        family = metric.families[0]
    value, unit = figure_parts(metric, figure)
    page: Any = Paginator(cast("Any", StoredRows(report, family)), 100).get_page(request.GET.get("page"))
    return {
        "figure": figure,
        "value": value,
        "unit": unit,
        "facts": [*_pairs(figure["parameters"], report), *_pairs(figure["coverage"], report)],
        "detail": _pairs(_told(figure["detail"]), report),
        "before": _before(metric, figure, report),
        "cohorts": _cohorts(figure["detail"].get("cohorts", [])),
        "cases": _cases(figure["value"], report) if metric.style == "table" else None,
        "family": family,
        "rows": readable_rows(family, list(page.object_list), report.currency),
        "page": page,
    }


def _told(detail: dict[str, Any]) -> dict[str, Any]:
    """Cohorts have a table of their own."""
    return {name: value for name, value in detail.items() if name != "cohorts"}


def _before(metric: Metric, figure: dict[str, Any], report: Report) -> str:
    value = report.before.get(metric.name)
    return "" if metric.style in ("mix", "table") else figure_text(metric, {**figure, "value": value})


def _cohorts(cohorts: list[dict[str, Any]]) -> dict[str, Any] | None:
    """A row a quarter of newcomers: how many came, and what share of them was there 0 to 7 quarters later."""
    if not cohorts:
        return None
    longest = max(len(one["active"]) for one in cohorts)
    later = ["Same quarter", "1 quarter later", *(f"{n} later" for n in range(2, longest))][:longest]
    rows = [
        [one["quarter"], one["people"], *_shares(one["active"], one["people"]), *[""] * (longest - len(one["active"]))]
        for one in cohorts
    ]
    return {"columns": ["First contribution in", "People", *later], "rows": rows}


def _shares(active: list[int], people: int) -> list[str]:
    return [f"{count} ({count / people * 100:.0f} %)" if people else "–" for count in active]


def _pairs(values: dict[str, Any], report: Report) -> list[tuple[str, str]]:
    return [(_title(name), _plain(name, value, report)) for name, value in values.items()]


def _title(name: str) -> str:
    words = name.removesuffix("_minor").replace("_", " ")
    return words[:1].upper() + words[1:]


def _plain(name: str, value: Any, report: Report) -> str:
    """A value of a figure's details in words; nested ones are told one after the other."""
    if isinstance(value, dict):
        return "; ".join(f"{_inner(name, key)}: {_plain(key, one, report)}" for key, one in value.items()) or "none"
    if isinstance(value, list):
        return "; ".join(_plain(name, one, report) for one in value) or "none"
    if value is None:
        return "not known"
    if name.endswith("_minor"):
        return report.money(round(value))
    if isinstance(value, float):
        is_share = name.endswith("share") or name.startswith(("attributed_to", "share_"))
        return f"{value * 100:.0f} %" if is_share else f"{value:,.2f}"
    return str(value)


def _inner(name: str, key: str) -> str:
    if name.endswith("by_kind"):
        return kind_title(key)
    return CLASS_LABELS.get(key) or _title(key)


def _cases(value: dict[str, dict[str, Any]] | None, report: Report) -> dict[str, Any]:
    """A row a figure, a column a case, each cell in the words of that figure's own page."""
    cases = value or {}
    names = dict.fromkeys(name for figures in cases.values() for name in figures)
    removed = report.figures["scenarios"]["detail"].get("removed", {})
    gone = ["What is gone", *(removed.get(case, "nothing") for case in cases)]
    rows = [
        [
            _figure_title(name),
            *(_figure(name, figures[name], report) if name in figures else "" for figures in cases.values()),
        ]
        for name in names
    ]
    return {"columns": ["Figure", *(SCENARIOS.get(case, _title(case)) for case in cases)], "rows": [gone, *rows]}


def _figure_title(name: str) -> str:
    return METRICS[name].title if name in METRICS else _title(name)


def _figure(name: str, value: Any, report: Report) -> str:
    if name in METRICS:
        return figure_text(METRICS[name], {**report.figures[name], "value": value})
    return _plain(name, value, report)
