"""Which report a reader asks for, from `?period=` or `?from=&to=`."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest

from common.errors import InvalidInputError
from sustainability.domain.answers import Window
from sustainability.domain.periods import FIRST_YEAR, LAST_YEAR
from sustainability.domain.windows import CUSTOM, DEFAULT_PERIOD, PERIODS
from sustainability.errors import TooBusyError
from sustainability.models import Report
from sustainability.queries.formulas import standing_reports
from sustainability.services.reporting import custom_report

LONGEST_YEARS = 10
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True)
class Asked:
    """`query` repeats the choice in links; `report` is None until the queue has computed the first one.

    `status` is that of the answer: 400 where the choice makes no sense, 429 where it is too much just now.
    """

    period: str
    query: str
    report: Report | None
    problem: str = ""
    status: int = 200


def asked_report(request: HttpRequest) -> Asked:
    """A choice that makes no sense shows the default with a sentence why; one query for standing windows."""
    try:
        return _asked(request)
    except InvalidInputError as error:
        return Asked(DEFAULT_PERIOD, "", _standing(DEFAULT_PERIOD), str(error), 400)
    except TooBusyError as error:
        problem = f"{error} This is the last 12 months."
        return Asked(DEFAULT_PERIOD, "", _standing(DEFAULT_PERIOD), problem, 429)


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
    """What a page does not need is read where it asks; the row stays, so it is there to read."""
    return standing_reports(period).defer("figures", "charts", "before").first()


def _window(start: str, end: str) -> Window:
    window = Window(_day(start, "first"), _day(end, "last"))
    if window.start >= window.end:
        raise InvalidInputError("The first day must be before the last one. This is the last 12 months.")
    if (window.end - window.start).days > LONGEST_YEARS * 366:
        raise InvalidInputError(f"A window can be {LONGEST_YEARS} years long at most. This is the last 12 months.")
    return window


def _day(text: str, which: str) -> date:
    try:
        if not ISO_DAY.fullmatch(text):
            raise ValueError
        found = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInputError(
            f"The {which} day is not a date like 2026-03-31. This is the last 12 months."
        ) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise InvalidInputError("The years go from 1970 to 2200. This is the last 12 months.")
    return found
