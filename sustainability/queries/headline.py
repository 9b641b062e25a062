"""The few funding figures that the home page shows."""

from dataclasses import dataclass

from sustainability.models import Report


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
    """From the latest stored report; None before there is one with income. One query."""
    report = Report.objects.order_by("-end", "-start").values_list("data", flat=True).first()
    if not report or not report.get("mix"):
        return None
    runway = report["metrics"]["runway"]["value"]
    value, unit = _runway(runway)
    parts = [Part(p["label"], round(p["share"] * 100), f"{p['share']:.4f}") for p in report["mix"]]
    return Headline(value, unit, "unrestricted reserves at today's spending", report["window_text"], parts)


def _runway(value: float | str | None) -> tuple[str, str]:
    if value is None:
        return "Not known", ""
    if value == "covered":
        return "Covered", "by recurring income"
    return f"{value:.1f}", "months"
