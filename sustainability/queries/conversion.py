"""Amounts in one currency, by stored rates only."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from django.db.models import Count

from common.money import currency_of
from sustainability.models import Entry, ExchangeRate

DEFAULT_CURRENCY = "EUR"


def report_currency(chosen: str) -> str:
    """The chosen one, else that of most entries."""
    if chosen:
        return chosen
    most = Entry.objects.order_by().values_list("currency").annotate(n=Count("pk")).order_by("-n", "currency").first()
    return most[0] if most else DEFAULT_CURRENCY


class Rates:
    """Converts at the latest rate stored for that day or an earlier one."""

    def __init__(self, into: str) -> None:
        self.into = into
        self._rates: dict[str, list[tuple[date, Decimal]]] = defaultdict(list)
        for code, on, rate in (
            ExchangeRate.objects.filter(into=into).order_by("on").values_list("currency", "on", "rate")
        ):
            self._rates[code].append((on, rate))

    def convert(self, minor: int, code: str, on: date) -> int | None:
        """Minor units of the report's currency, rounded half to even; None where no rate is stored."""
        if code == self.into:
            return minor
        known = self._rates.get(code, [])
        position = bisect_right(known, on, key=lambda one: one[0])
        if not position:
            return None
        amount = Decimal(minor) / currency_of(code).sub_unit * known[position - 1][1] * currency_of(self.into).sub_unit
        return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def without_rate_in_words(codes: Iterable[str], one: str, many: str) -> list[str]:
    """`codes`: the currency of each row that could not be converted."""
    return [f"{n} {one if n == 1 else many} in {code} without a rate" for code, n in sorted(Counter(codes).items())]
