"""The few funding figures that the home page shows."""

from dataclasses import dataclass

from common.shares import whole_percents
from sustainability.domain.catalog import METRICS
from sustainability.domain.classes import CLASS_LABELS
from sustainability.domain.windows import DEFAULT_PERIOD, PERIODS
from sustainability.domain.wording import figure_parts
from sustainability.queries.formulas import standing_reports


@dataclass(frozen=True)
class Part:
    """One class of income; `weight` is the share as a plain decimal for a style sheet."""

    label: str
    percent: int
    weight: str


@dataclass(frozen=True)
class Headline:
    runway_value: str
    runway_unit: str
    runway_text: str
    window: str
    mix: list[Part]


def headline() -> Headline | None:
    """From the stored report of the last 12 months; None before there is one with income. One query."""
    report = standing_reports(DEFAULT_PERIOD).defer("charts", "before").first()
    if report is None or not report.figures["funding_mix"]["value"]:
        return None
    runway = report.figures["runway"]
    value, unit = figure_parts(METRICS["runway"], runway)
    shares = report.figures["funding_mix"]["value"]
    percents = whole_percents(list(shares.values()))
    parts = [
        Part(CLASS_LABELS[name], percent, f"{share:.4f}")
        for (name, share), percent in zip(shares.items(), percents, strict=True)
    ]
    text = runway["note"] or "free reserves, if only recurring income goes on"
    return Headline(value, unit, text, PERIODS[DEFAULT_PERIOD].lower(), parts)
