"""Every figure, chart and row as CSV and JSON."""

import csv
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from sustainability.domain.catalog import METRICS
from sustainability.models import Report
from sustainability.queries.stored_rows import columns_of, stored_rows
from sustainability.views.periods import asked_report

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FORMS = ("csv", "json")


def download_figures(request: HttpRequest, form: str) -> HttpResponseBase:
    """All figures of the window at once."""
    report = _report(request, form)
    if form == "json":
        return JsonResponse(report.figures)
    rows = [_figure_cells(name, figure) for name, figure in report.figures.items()]
    return _csv("figures", FIGURE_COLUMNS, rows)


def download_value(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    report = _report(request, form)
    figure = report.figures.get(name)
    if figure is None:
        raise Http404("No figure has this name.")
    return JsonResponse(figure) if form == "json" else _csv(name, FIGURE_COLUMNS, [_figure_cells(name, figure)])


def download_rows(request: HttpRequest, name: str, family: str, form: str) -> HttpResponseBase:
    report = _report(request, form)
    if name not in METRICS or family not in METRICS[name].families:
        raise Http404("No figure has these rows.")
    columns, rows = columns_of(family), stored_rows(report, family)
    if form == "csv":
        return _csv(f"{name}-{family}", columns, rows)
    return _stream(_json_rows(columns, rows), "application/json")


def download_chart(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    report = _report(request, form)
    chart = report.charts.get(name)
    if chart is None:
        raise Http404("No chart has this name.")
    if form == "csv":
        return _csv(name, chart["columns"], chart["rows"])
    return JsonResponse({key: chart[key] for key in ("title", "columns", "rows")})


FIGURE_COLUMNS = ["name", "value", "unit", "n", "threshold", "from", "to", "as_of", "note", "coverage", "detail"]


def _figure_cells(name: str, figure: dict[str, Any]) -> list[Any]:
    value = figure["value"]
    return [
        name,
        json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value,
        figure["unit"],
        figure["n"],
        figure["threshold"],
        figure["window"]["from"],
        figure["window"]["to"],
        figure["as_of"],
        figure["note"],
        json.dumps(figure["coverage"], ensure_ascii=False),
        json.dumps(figure["detail"], ensure_ascii=False),
    ]


def _report(request: HttpRequest, form: str) -> Report:
    asked = asked_report(request)
    if form not in FORMS or asked.report is None or asked.problem:
        raise Http404(asked.problem or "There is nothing to download yet.")
    return asked.report


class _Echo:
    def write(self, value: str) -> str:
        return value


def _csv(name: str, columns: list[str], rows: Iterable[list[Any]]) -> HttpResponseBase:
    writer = csv.writer(_Echo())
    lines = (writer.writerow([_safe(cell) for cell in row]) for row in _with_head(columns, rows))
    response = _stream(lines, "text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _stream(parts: Iterable[str], content_type: str) -> HttpResponseBase:
    return StreamingHttpResponse(parts, content_type=content_type)


def _with_head(columns: list[str], rows: Iterable[list[Any]]) -> Iterator[list[Any]]:
    yield columns
    yield from rows


def _safe(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def _json_rows(columns: list[str], rows: Iterable[list[Any]]) -> Iterator[str]:
    yield "["
    for number, row in enumerate(rows):
        yield (",\n" if number else "") + json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False)
    yield "]\n"
