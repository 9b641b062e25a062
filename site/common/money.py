"""Money as integers in minor units with an ISO 4217 code; py-moneyed knows the codes and formats."""

from decimal import Decimal, InvalidOperation

from moneyed import Currency, CurrencyDoesNotExist, Money, get_currency
from moneyed.l10n import format_money

from common.errors import InvalidInputError


def currency_of(code: str) -> Currency:
    """Raises InvalidInputError for what is not an ISO 4217 code in use."""
    try:
        return get_currency(code.strip().upper())
    except CurrencyDoesNotExist as error:
        raise InvalidInputError(f"“{code}” is not an ISO 4217 currency code, such as EUR or USD.") from error


def parse_minor(text: str, code: str) -> int:
    """Minor units of a plain decimal such as `1250.50`; never rounds, raises InvalidInputError instead."""
    currency = currency_of(code)
    try:
        minor = Decimal(text.strip()) * currency.sub_unit
    except InvalidOperation as error:
        raise InvalidInputError(f"“{text}” is not an amount; write it like 1250.50.") from error
    if not minor.is_finite() or minor != minor.to_integral_value():
        raise InvalidInputError(f"“{text}” has more decimals than {currency.code} has.")
    return int(minor)


def format_minor(minor: int, code: str, *, decimals: bool = True) -> str:
    """`€1,250.50`; without decimals rounded half up to whole units."""
    currency = currency_of(code)
    amount = Decimal(minor) / currency.sub_unit
    if not decimals:
        return str(format_money(Money(round(amount), currency), format="¤#,##0", locale="en_US", currency_digits=False))
    return str(format_money(Money(amount, currency), locale="en_US"))
