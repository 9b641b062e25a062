"""Figures as people read them."""

from typing import Any

from common.shares import whole_percents
from sustainability.domain.catalog import Metric
from sustainability.domain.classes import CLASS_LABELS

UNKNOWN = "Not known"
ONE_OF = {"people": "person", "funders": "funder", "organizations": "organization", "releases": "release"}


def figure_text(metric: Metric, figure: dict[str, Any]) -> str:
    """Value with its unit, short."""
    value, unit = figure_parts(metric, figure)
    return f"{value} {unit}".strip()


def figure_parts(metric: Metric, figure: dict[str, Any]) -> tuple[str, str]:
    """Value and unit apart, for a tile."""
    value = figure["value"]
    if value is None:
        return UNKNOWN, ""
    if isinstance(value, str):
        return value.capitalize(), ""
    match metric.style:
        case "percent":
            return _percent(value)
        case "money":
            return f"{value:,.0f}", figure["unit"]
        case "index":
            return f"{value:.2f}", ""
        case "decimal":
            return f"{value:.1f}", ""
        case "months" | "days":
            return _rounded(value), figure["unit"]
        case "hours":
            return duration(value)
        case "mix":
            percents = zip(value, whole_percents(list(value.values())), strict=True)
            return ", ".join(f"{CLASS_LABELS[name]} {percent} %" for name, percent in percents), ""
        case "table":
            return f"{len(value)}", "case" if len(value) == 1 else "cases"
    return f"{value:,}", counted(value, figure["unit"]) if metric.style == "count" else ""


def counted(n: int, unit: str) -> str:
    return ONE_OF.get(unit, unit) if n == 1 else unit


def _percent(share: float) -> tuple[str, str]:
    return f"{share * 100:.0f}", "%"


def _rounded(value: float) -> str:
    return f"{value:.1f}" if value < 100 else f"{value:,.0f}"


def duration(hours: float) -> tuple[str, str]:
    if hours < 1:
        minutes = round(hours * 60)
        return str(minutes), "minute" if minutes == 1 else "minutes"
    return (_rounded(hours), "hours") if hours < 48 else (_rounded(hours / 24), "days")
