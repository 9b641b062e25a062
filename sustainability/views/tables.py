"""The tables of the sustainability page: every number opens its figure, and the same table comes as CSV and JSON."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from common.money import major
from contributors.domain.kinds import kind_title
from sustainability.domain.catalog import METRICS
from sustainability.domain.wording import figure_text
from sustainability.models import Report

SCENARIOS = {
    "as_it_is": "As it is",
    "without_largest_funder": "Without the largest funder",
    "without_largest_class": "Without the largest class",
    "recurring_minus_20_percent": "Recurring income 20 % lower",
    "without_two_people": "Without the two who do most",
}
SCENARIO_FIGURES = (
    "monthly_recurring_income",
    "recurring_cover",
    "reserve_months",
    "runway",
    "contributor_absence_factor",
    "elephant_factor",
)
FLOW_FIGURES = (
    "time_to_first_response",
    "review_duration",
    "change_request_closure_ratio",
    "change_request_acceptance_ratio",
    "self_merge_rate",
    "merged_without_review",
    "issue_age",
    "drifting_contributors",
    "away_contributors",
    "renewal_rate",
)
MIX_PARTS = ("total_minor", "recurring_minor", "one_time_minor", "restricted_minor")


@dataclass(frozen=True)
class Cell:
    """`value` is what the download has for the text of the page."""

    text: str
    value: Any
    url: str = ""


@dataclass(frozen=True)
class Table:
    """`units` of columns, by number, and `row_units` where each row has its own: said in files, seen on the page."""

    title: str
    columns: list[str]
    rows: list[list[Cell]]
    units: dict[int, str] = field(default_factory=dict)
    row_units: list[str] | None = None

    def plain_columns(self) -> list[str]:
        named = [f"{name}, {self.units[at]}" if at in self.units else name for at, name in enumerate(self.columns)]
        return named if self.row_units is None else [*named, "Unit"]

    def plain_rows(self) -> list[list[Any]]:
        plain = [[cell.value for cell in row] for row in self.rows]
        if self.row_units is None:
            return plain
        return [[*row, unit] for row, unit in zip(plain, self.row_units, strict=True)]


def mix(report: Report, query: str) -> Table:
    classes = report.figures["funding_mix"]["detail"].get("classes", {})
    url = metric_url("funding_mix", query)
    rows = [
        [_word(report.class_label(name)), *(_amount(one[part], report, url) for part in MIX_PARTS)]
        for name, one in classes.items()
    ]
    columns = ["Class", "Total", "Recurring", "One time", "Restricted"]
    units = dict.fromkeys(range(1, len(columns)), report.currency)
    return Table("Cash income by class, and how firm it is", columns, rows, units)


def _amount(minor: int, report: Report, url: str) -> Cell:
    return Cell(report.money(minor), major(minor, report.currency), url)


def kinds(report: Report, query: str) -> Table:
    half = report.figures["contributor_absence_factor"]["detail"].get("by_kind", {})
    new = report.figures["new_contributors"]["detail"].get("by_kind", {})
    half_url, new_url = metric_url("contributor_absence_factor", query), metric_url("new_contributors", query)
    rows = [
        [
            _word(kind_title(kind)),
            Cell("–" if k is None else str(k), k, half_url),
            Cell(str(new.get(kind, 0)), new.get(kind, 0), new_url),
        ]
        for kind, k in half.items()
    ]
    return Table("By kind of work", ["Kind of work", "People who do half of it", "People new to it"], rows)


def scenarios(report: Report, query: str) -> Table:
    figure = report.figures["scenarios"]
    cases, removed = figure["value"] or {}, figure["detail"].get("removed", {})
    url = metric_url("scenarios", query)
    rows = [
        [
            _word(title),
            _word(removed.get(slug, "nothing")),
            *(_case(name, cases[slug], cases["as_it_is"], report, url) for name in SCENARIO_FIGURES),
        ]
        for slug, title in SCENARIOS.items()
        if slug in cases
    ]
    columns = ["If", "Gone", *(METRICS[name].title for name in SCENARIO_FIGURES)]
    units = {at: report.figures[name]["unit"] for at, name in enumerate(SCENARIO_FIGURES, 2)}
    return Table("The same figures if one leg broke", columns, rows, units)


def _case(name: str, case: dict[str, Any], as_it_is: dict[str, Any], report: Report, url: str) -> Cell:
    """A figure that the case does not touch stays as it is."""
    value = case.get(name, as_it_is[name])
    return Cell(figure_text(METRICS[name], {**report.figures[name], "value": value}), value, url)


def flow(report: Report, query: str) -> Table:
    rows = [
        [
            Cell(METRICS[name].title, name, metric_url(name, query)),
            *_figure_cells(name, report, metric_url(name, query)),
        ]
        for name in FLOW_FIGURES
    ]
    units = [report.figures[name]["unit"] for name in FLOW_FIGURES]
    return Table("How work and money moved", ["Figure", "Value", "Before", "n"], rows, row_units=units)


def _figure_cells(name: str, report: Report, url: str) -> list[Cell]:
    figure, before = report.figures[name], report.before.get(name)
    return [
        Cell(figure_text(METRICS[name], figure), figure["value"], url),
        Cell(figure_text(METRICS[name], {**figure, "value": before}), before, url),
        Cell(str(figure["n"]), figure["n"], url),
    ]


def metric_url(name: str, query: str) -> str:
    return with_query(reverse("sustainability:metric", args=[name]), query)


def with_query(url: str, query: str, **more: str) -> str:
    asked = "&".join(part for part in (query, urlencode(more)) if part)
    return f"{url}?{asked}" if asked else url


def _word(text: str) -> Cell:
    return Cell(text, text)


TABLES = {"money": mix, "work": kinds, "loss": scenarios, "change": flow}
