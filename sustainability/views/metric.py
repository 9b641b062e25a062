"""How a figure is computed, and the rows behind it."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from sustainability.domain.catalog import FLOW, METRICS, MONEY, WORK, Metric
from sustainability.domain.wording import figure_parts
from sustainability.models import Report
from sustainability.queries.stored_rows import StoredRows, columns_of
from sustainability.views.overview import tile
from sustainability.views.periods import asked_report

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
    return render(request, "sustainability/metrics.html", context)


def _listed(metric: Metric, report: Report | None, query: str) -> dict[str, str]:
    if report is None:
        url = reverse("sustainability:metric", args=[metric.name])
        return {"label": metric.title, "value": "Not computed yet", "unit": "", "note": "", "url": url}
    return tile(metric.name, report, query) if metric.style not in ("mix", "table") else {
        "label": metric.title, "value": "See inside", "unit": "", "note": "",
        "url": f"{reverse('sustainability:metric', args=[metric.name])}{'?' + query if query else ''}",
    }  # fmt: skip


def show_metric(request: HttpRequest, name: str) -> HttpResponse:
    metric = METRICS.get(name)
    if metric is None:
        raise Http404("No figure has this name.")
    asked = asked_report(request)
    context: dict[str, Any] = {"metric": metric, "asked": asked, "report": asked.report}
    if asked.report is not None:
        context |= _shown(request, metric, asked.report)
        context["query"] = asked.query
    return render(request, "sustainability/metric.html", context, status=400 if asked.problem else 200)


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
        "facts": [*_pairs(figure["parameters"]), *_pairs(figure["coverage"])],
        "detail": _pairs(figure["detail"]),
        "cases": _cases(figure["value"]) if metric.style == "table" else None,
        "family": family,
        "columns": [column.replace("_", " ") for column in columns_of(family)],
        "page": page,
    }


def _pairs(values: dict[str, Any]) -> list[tuple[str, str]]:
    return [(name.replace("_", " "), _plain(value)) for name, value in values.items()]


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_plain(one)}" for key, one in value.items()) or "none"
    if isinstance(value, list):
        return "; ".join(_plain(one) for one in value) or "none"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.2f}"
    return "not known" if value is None else str(value)


def _cases(value: dict[str, dict[str, Any]] | None) -> dict[str, Any]:
    rows = [
        [case.replace("_", " "), figure.replace("_", " "), _plain(one)]
        for case, figures in (value or {}).items()
        for figure, one in figures.items()
    ]
    return {"columns": ["Case", "Figure", "Value"], "rows": rows}
