"""Every figure, chart and row as CSV and JSON."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

from common.money import decimals_of
from sustainability.domain.catalog import METRICS
from sustainability.errors import TooBusyError
from sustainability.models import Report
from sustainability.queries.named_rows import with_names
from sustainability.queries.stored_rows import stored_rows
from sustainability.queries.whole_units import whole_unit_figure, whole_unit_rows
from sustainability.views.periods import asked_report
from sustainability.views.tables import TABLES

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
FORMS = ("csv", "json")


def _unless_busy[**P](view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except TooBusyError as error:
            return HttpResponse(str(error), status=429, content_type="text/plain; charset=utf-8")

    return answered


@_unless_busy
def download_figures(request: HttpRequest, form: str) -> HttpResponseBase:
    """All figures of the window at once."""
    report = _report(request, form)
    figures = {name: whole_unit_figure(figure, report.currency) for name, figure in report.figures.items()}
    if form == "json":
        return JsonResponse(figures)
    rows = [_figure_cells(name, figure) for name, figure in figures.items()]
    return csv_response("figures", FIGURE_COLUMNS, rows)


@_unless_busy
def download_value(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    report = _report(request, form)
    figure = report.figures.get(name)
    if figure is None:
        raise Http404("No figure has this name.")
    figure = whole_unit_figure(figure, report.currency)
    return JsonResponse(figure) if form == "json" else csv_response(name, FIGURE_COLUMNS, [_figure_cells(name, figure)])


@_unless_busy
def download_rows(request: HttpRequest, name: str, family: str, form: str) -> HttpResponseBase:
    report = _report(request, form)
    if name not in METRICS or family not in METRICS[name].families:
        raise Http404("No figure has these rows.")
    columns, rows = whole_unit_rows(*with_names(family, stored_rows(report, family)), report.currency)
    if form == "csv":
        return csv_response(f"{name}-{family}", columns, rows)
    return _stream(_json_rows(columns, rows), "application/json")


@_unless_busy
def download_chart(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    report = _report(request, form)
    chart = report.charts.get(name)
    if chart is None:
        raise Http404("No chart has this name.")
    if form == "csv":
        return csv_response(name, chart["columns"], _with_decimals(chart, report.currency))
    return JsonResponse({key: chart[key] for key in ("title", "columns", "rows")})


@_unless_busy
def download_table(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """One of the tables of the sustainability page, with plain values for its words."""
    report = _report(request, form)
    if slug not in TABLES:
        raise Http404("No table has this name.")
    table = TABLES[slug](report, "")
    if form == "csv":
        return csv_response(slug, table.plain_columns(), table.plain_rows())
    content = {"title": table.title, "columns": table.plain_columns(), "rows": table.plain_rows()}
    return JsonResponse(content, json_dumps_params={"default": float})


def _with_decimals(chart: dict[str, Any], currency: str) -> list[list[Any]]:
    """Amounts with as many decimals as the currency has."""
    amounts = {at for at, name in enumerate(chart["columns"]) if name.endswith(f", {currency}")}
    shown = f".{decimals_of(currency)}f"
    return [[format(cell, shown) if at in amounts else cell for at, cell in enumerate(row)] for row in chart["rows"]]


FIGURE_COLUMNS = [
    "name",
    "value",
    "unit",
    "n",
    "threshold",
    "from",
    "to",
    "as_of",
    "note",
    "parameters",
    "coverage",
    "detail",
]


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
        json.dumps(figure["parameters"], ensure_ascii=False),
        json.dumps(figure["coverage"], ensure_ascii=False),
        json.dumps(figure["detail"], ensure_ascii=False),
    ]


def _report(request: HttpRequest, form: str) -> Report:
    asked = asked_report(request)
    if asked.status == 429:
        raise TooBusyError(asked.problem)
    if form not in FORMS or asked.report is None or asked.problem:
        raise Http404(asked.problem or "There is nothing to download yet.")
    return asked.report


class _Echo:
    def write(self, value: str) -> str:
        return value


def csv_response(name: str, columns: list[str], rows: Iterable[list[Any]]) -> HttpResponseBase:
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
        yield (",\n" if number else "") + json.dumps(_record(columns, row), ensure_ascii=False, default=float)
    yield "]\n"


def _record(columns: list[str], row: list[Any]) -> dict[str, Any]:
    return dict(zip(columns, row, strict=True))
