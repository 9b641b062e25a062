"""Money as files say it: in whole units with the decimals of its currency, and the currency in the name or beside it.

`amount_minor` becomes `amount`, in the `currency` of the same row; what is in the report's currency carries it in its
name: `counted_minor` becomes `counted_eur`.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from common.money import currency_of, major

MINOR, OWN = "_minor", "amount_minor"


def whole_unit_rows(
    columns: list[str], rows: Iterable[list[Any]], currency: str
) -> tuple[list[str], Iterator[list[Any]]]:
    """Amounts as exact decimals; `currency` is the one that the report counts in."""
    amounts = [at for at, name in enumerate(columns) if name.endswith(MINOR)]
    own = {at: columns.index("currency") for at in amounts if columns[at] == OWN}
    return [_named(name, currency) for name in columns], _converted(rows, amounts, own, currency)


def _converted(
    rows: Iterable[list[Any]], amounts: list[int], own: dict[int, int], currency: str
) -> Iterator[list[Any]]:
    for row in rows:
        told = list(row)
        for at in amounts:
            if row[at] is not None:
                told[at] = major(row[at], row[own[at]] if at in own else currency)
        yield told


def whole_unit_figure(figure: dict[str, Any], currency: str) -> dict[str, Any]:
    """The same figure with every amount among its details and parameters in whole units."""
    return {name: _told(value, currency) for name, value in figure.items()}


def _told(value: Any, currency: str) -> Any:
    if isinstance(value, dict):
        return {
            _named(name, currency): _amount(one, currency) if name.endswith(MINOR) else _told(one, currency)
            for name, one in value.items()
        }
    return [_told(one, currency) for one in value] if isinstance(value, list) else value


def _amount(minor: float | None, currency: str) -> float | None:
    """Means may have parts of a cent; they stay."""
    return None if minor is None else float(Decimal(str(minor)) / currency_of(currency).sub_unit)


def _named(name: str, currency: str) -> str:
    if name == OWN:
        return "amount"
    return f"{name.removesuffix(MINOR)}_{currency.lower()}" if name.endswith(MINOR) else name
