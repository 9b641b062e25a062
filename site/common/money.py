"""Money as integers in minor units with an ISO 4217 code; py-moneyed knows the codes and formats."""

from decimal import Decimal

from moneyed import Currency, CurrencyDoesNotExist, Money, get_currency
from moneyed.l10n import format_money

from common.amounts import read_amount
from common.errors import InvalidInputError

LARGEST_MINOR = 10**15


def currency_of(code: str) -> Currency:
    """Raises InvalidInputError for what is not an ISO 4217 code in use."""
    try:
        return get_currency(code.strip().upper())
    except CurrencyDoesNotExist as error:
        raise InvalidInputError(f"“{code}” is not an ISO 4217 currency code, such as EUR or USD.") from error


def read_minor(text: str, code: str, *, mark: str = "") -> int:
    """Minor units of an amount as people write it (common.amounts); raises InvalidInputError, never guesses or rounds.

    `mark` is the sign before decimals where it is known.
    """
    currency = currency_of(code)
    value = read_amount(text, decimals=decimals_of(code), code=currency.code, mark=mark)
    minor = value * currency.sub_unit
    if minor != minor.to_integral_value() or minor > LARGEST_MINOR:
        raise InvalidInputError(f"“{text.strip()}” is not an amount that {currency.code} can have.")
    return int(minor)


def decimals_of(code: str) -> int:
    """How many decimals amounts of the currency have: 2 for EUR, 0 for JPY, 3 for KWD."""
    sub_unit: int = currency_of(code).sub_unit
    return len(str(sub_unit - 1)) if sub_unit > 1 else 0


def major(minor: int, code: str) -> Decimal:
    """In whole units, with as many decimals as the currency has."""
    return (Decimal(minor) / currency_of(code).sub_unit).quantize(Decimal(1).scaleb(-decimals_of(code)))


def format_minor(minor: int, code: str, *, decimals: bool = True) -> str:
    """`€1,250.50`; without decimals rounded half up to whole units."""
    currency = currency_of(code)
    amount = Decimal(minor) / currency.sub_unit
    if not decimals:
        return str(format_money(Money(round(amount), currency), format="¤#,##0", locale="en_US", currency_digits=False))
    return str(format_money(Money(amount, currency), locale="en_US"))
