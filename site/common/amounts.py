"""Numbers as people write them, with a point or a comma before the decimals; taken only where they can mean one thing.

Spaces of any kind, apostrophes, points and commas may part the thousands, full-width and Arabic digits count as digits,
a currency sign may stand before or after. `1.234` alone can be 1.234 or 1234, so that it is refused unless it is known
which mark stands before the decimals.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal

from common.errors import InvalidInputError

LONGEST = 40
MARKS = (".", ",", "٫")
GROUPINGS = (" ", "'", ".", ",", "٬")
MINUSES = "-−–"
APOSTROPHES = "'’‘ʼ＇`´"
SAME_AS = {"，": ",", "．": ".", **dict.fromkeys(APOSTROPHES, "'")}
NO_CENTS = re.compile(r"[.,][-–—]$")  # 1250.– and 12,- are whole amounts in Switzerland and Germany
SYMBOLS = "$€£¥₹₩₺₽₴₪₫₦₱"
SIGN = rf"[^\W\d_]{{0,3}}[{SYMBOLS}]|[^\W\d_]{{1,4}}\.?"
AROUND = re.compile(rf"(?P<before>{SIGN})?\s*(?P<number>.*?)\s*(?P<after>{SIGN})?")
SIGNS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "JMD", "BSD", "BBD"),
    "US$": ("USD",), "CA$": ("CAD",), "C$": ("CAD",), "A$": ("AUD",), "AU$": ("AUD",), "NZ$": ("NZD",),
    "HK$": ("HKD",), "S$": ("SGD",), "MX$": ("MXN",), "R$": ("BRL",),
    "€": ("EUR",), "£": ("GBP", "EGP", "GIP"), "¥": ("JPY", "CNY"), "₹": ("INR",), "₩": ("KRW",), "₺": ("TRY",),
    "₽": ("RUB",), "₴": ("UAH",), "₪": ("ILS",), "₫": ("VND",), "₦": ("NGN",), "₱": ("PHP",),
    "kr": ("DKK", "NOK", "SEK", "ISK"), "kr.": ("DKK", "NOK", "SEK", "ISK"), "Kč": ("CZK",), "zł": ("PLN",),
    "Ft": ("HUF",), "Fr": ("CHF",), "Fr.": ("CHF",), "SFr.": ("CHF",),
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """`mark`: what stands before the decimals where this reading is meant; empty where the text does not tell."""

    value: Decimal
    mark: str


def read_amount(text: str, *, decimals: int, code: str = "", mark: str = "") -> Decimal:
    """The amount; `mark` says which of two readings is meant. Raises InvalidInputError, never guesses or rounds.

    `decimals` is how many the currency `code` has; without a code the number is one without a unit, such as a rate.
    """
    found = readings(text, code=code)
    if mark:
        found = _written_with(found, mark, text)
    if len(found) > 1 and decimals == 0:
        found = [one for one in found if one.value == one.value.to_integral_value()]
    if len(found) > 1:
        raise InvalidInputError(_two_readings(text, found, decimals, code))
    if not _fits(found[0].value, decimals):
        raise InvalidInputError(f"“{text.strip()}” has more decimals than {_most(decimals, code)}.")
    return found[0].value


def decimal_mark(text: str) -> str:
    """The mark before decimals that this amount proves, whatever the currency; empty where it proves none."""
    try:
        marks = {one.mark for one in readings(text, code="")}
    except InvalidInputError:
        return ""
    return marks.pop() if len(marks) == 1 else ""


def readings(text: str, *, code: str) -> list[Reading]:
    """One, or two where a mark may stand before decimals or thousands; raises InvalidInputError where there is none."""
    plain = "".join(map(_plain, text.strip()))
    if len(plain) > LONGEST:
        raise InvalidInputError(f"“{plain[:LONGEST]}…” is too long for an amount.")
    number = _without_sign(plain, text, code)
    if (number[:1] in MINUSES and number) or number.endswith(tuple(MINUSES)) or number.startswith("("):
        raise InvalidInputError(f"“{text.strip()}” is negative; an amount never is. Say it by its kind.")
    found = {_key(one): one for one in _possible(number.removeprefix("+").strip())}
    if not found:
        raise InvalidInputError(f"“{text.strip()}” is not an amount; write it like 1250.50 or 1250,50.")
    return list(found.values())


def _plain(character: str) -> str:
    """Digits of every script as 0 to 9, every space and apostrophe as one of each."""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    return " " if character.isspace() else SAME_AS.get(character, character)


def _without_sign(plain: str, text: str, code: str) -> str:
    found = AROUND.fullmatch(plain)
    assert found is not None  # noqa: S101 (every part may be empty)
    number = found["number"]
    for sign in (found["before"], found["after"]):
        if sign and number and code and sign.upper() != code and code not in SIGNS.get(sign, ()):
            raise InvalidInputError(f"“{text.strip()}” says {sign}, but the currency is {code}.")
    return NO_CENTS.sub("", number)


def _possible(number: str) -> list[Reading]:
    found = []
    for mark in ("", *MARKS):
        fraction = rf"(?:{re.escape(mark)}(?P<fraction>\d{{1,15}}))" if mark else ""
        if re.fullmatch(rf"\d{{1,15}}{fraction}" if mark else r"\d{1,15}", number) or (
            mark and re.fullmatch(fraction, number)
        ):
            found.append(Reading(_value(number, "", mark), mark if mark in ".," else ""))
        for grouping in GROUPINGS:
            if grouping != mark and re.fullmatch(_grouped(grouping) + (fraction and f"{fraction}?"), number):
                found.append(Reading(_value(number, grouping, mark), _mark_of(number, grouping, mark)))
    return found


def _grouped(grouping: str) -> str:
    """Groups of three, or as in India of two before the last three; none begins with a 0."""
    by = re.escape(grouping)
    indian = rf"|[1-9]\d?(?:{by}\d{{2}}){{1,5}}{by}\d{{3}}" if grouping == "," else ""
    return rf"(?:[1-9]\d{{0,2}}(?:{by}\d{{3}}){{1,4}}{indian})"


def _value(number: str, grouping: str, mark: str) -> Decimal:
    digits = number.replace(grouping, "") if grouping else number
    return Decimal(digits.replace(mark, ".") if mark else digits)


def _mark_of(number: str, grouping: str, mark: str) -> str:
    if mark and mark in number:
        return mark if mark in ".," else ""
    return {".": ",", ",": "."}.get(grouping, "")


def _key(one: Reading) -> tuple[Decimal, str]:
    return one.value, one.mark


def _written_with(found: list[Reading], mark: str, text: str) -> list[Reading]:
    fitting = [one for one in found if one.mark in ("", mark)]
    if not fitting:
        words = "a comma" if mark == "," else "a point"
        raise InvalidInputError(f"“{text.strip()}” is not written with {words} before the decimals.")
    return fitting


def _two_readings(text: str, found: list[Reading], decimals: int, code: str) -> str:
    small, large = sorted(one.value for one in found)
    words = f"“{text.strip()}” can be {small} or {large}. Write {large}.00 for the large one"
    if _fits(small, decimals):
        return f"{words}, {small}0 for the small one."
    return f"{words}; the small one has more decimals than {_most(decimals, code)}."


def _most(decimals: int, code: str) -> str:
    return f"{code} has" if code else f"the {decimals} that are kept"


def _fits(value: Decimal, decimals: int) -> bool:
    scaled = value.scaleb(decimals)
    return scaled == scaled.to_integral_value()
