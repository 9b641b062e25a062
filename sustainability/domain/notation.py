"""How a file writes its amounts and days, where some of them prove it for the others."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from common.amounts import decimal_mark
from common.errors import InvalidInputError

ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})", re.ASCII)
DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})", re.ASCII)
SLASHED = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})", re.ASCII)
MARKS = {".": "with a point before the decimals (1,234.56)", ",": "with a comma before the decimals (1.234,56)"}
ORDERS = {True: "as day/month/year (31/3/2026)", False: "as month/day/year (3/31/2026)"}


@dataclass(frozen=True)
class Notation:
    """`mark` before decimals, and whether the day stands first in 3/4/2026; empty and None where nothing proves it."""

    mark: str = ""
    is_day_first: bool | None = None

    @property
    def words(self) -> list[str]:
        """What is to be said back to whoever chose the file."""
        found = [f"Amounts are read {MARKS[self.mark]}."] if self.mark else []
        return [*found, f"Days are read {ORDERS[self.is_day_first]}."] if self.is_day_first is not None else found


def notation_of(amounts: Iterable[str], days: Iterable[str]) -> Notation:
    """What all that prove something agree on; amounts that disagree prove nothing for the others, and so do days."""
    marks = {mark for mark in map(decimal_mark, amounts) if mark}
    orders = {order for order in map(_order, days) if order is not None}
    return Notation(marks.pop() if len(marks) == 1 else "", orders.pop() if len(orders) == 1 else None)


def _order(text: str) -> bool | None:
    found = SLASHED.fullmatch(text)
    if found is None or (int(found["first"]) > 12) == (int(found["second"]) > 12):
        return None
    return int(found["first"]) > 12


def read_day(text: str, is_day_first: bool | None) -> date:
    """2026-03-31, 31.3.2026, or with slashes where the order is known or makes no difference.

    Raises InvalidInputError for what is no day or can be two.
    """
    if found := ISO.fullmatch(text) or DOTTED.fullmatch(text):
        return _day(found["year"], found["month"], found["day"], text)
    slashed = SLASHED.fullmatch(text)
    if slashed is None:
        raise InvalidInputError(f"“{text[:40]}” is not a date.")
    year, first, second = slashed["year"], slashed["first"], slashed["second"]
    if is_day_first is None and int(first) != int(second) and _order(text) is None:
        raise InvalidInputError(f"“{text}” can be day/month or month/day.")
    day_first = _order(text) if is_day_first is None else is_day_first
    return _day(year, *((second, first) if day_first in (True, None) else (first, second)), text)


def _day(year: str, month: str, day: str, text: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise InvalidInputError(f"“{text}” is not a date.") from None
