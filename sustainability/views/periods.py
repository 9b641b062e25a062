"""Which report a reader asks for, from `?period=` or `?from=&to=`."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from common.errors import InvalidInputError
from sustainability.domain.answers import Window
from sustainability.domain.windows import CUSTOM, DEFAULT_PERIOD, PERIODS
from sustainability.models import Report
from sustainability.services.reporting import custom_report

LONGEST_YEARS = 10


@dataclass(frozen=True)
class Asked:
    """`query` repeats the choice in links; `report` is None until the queue has computed the first one."""

    period: str
    query: str
    report: Report | None
    problem: str = ""


def asked_report(request: HttpRequest) -> Asked:
    """A choice that makes no sense shows the default with a sentence why; one query for standing windows."""
    try:
        return _asked(request)
    except InvalidInputError as error:
        return Asked(DEFAULT_PERIOD, "", _standing(DEFAULT_PERIOD), str(error))


def _asked(request: HttpRequest) -> Asked:
    start, end = request.GET.get("from", ""), request.GET.get("to", "")
    period = request.GET.get("period", DEFAULT_PERIOD)
    if start or end:
        window = _window(start, end)
        query = urlencode({"from": window.start.isoformat(), "to": window.end.isoformat()})
        return Asked(CUSTOM, query, custom_report(window=window))
    if period not in PERIODS:
        raise InvalidInputError("That period is not known, so this is the last 12 months.")
    return Asked(period, "" if period == DEFAULT_PERIOD else urlencode({"period": period}), _standing(period))


def _standing(period: str) -> Report | None:
    return Report.objects.filter(period=period, repository="").defer("figures", "charts").first()


def _window(start: str, end: str) -> Window:
    window = Window(_day(start, "first"), _day(end, "last"))
    if window.start >= window.end:
        raise InvalidInputError("The first day must be before the last one. This is the last 12 months.")
    if (window.end - window.start).days > LONGEST_YEARS * 366:
        raise InvalidInputError(f"A window can be {LONGEST_YEARS} years long at most. This is the last 12 months.")
    return window


def _day(text: str, which: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(
            f"The {which} day is not a date like 2026-03-31. This is the last 12 months."
        ) from error
    if not 1970 <= found.year <= 2200:
        raise InvalidInputError("The years go from 1970 to 2200. This is the last 12 months.")
    return found
