"""Amounts in both notations: read where they can mean one thing, refused where they can mean two, never changed."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.amounts import decimal_mark, read_amount
from common.errors import InvalidInputError
from common.money import read_minor

NARROW, THIN = "\u202f", "\u2009"


@pytest.mark.parametrize(
    ("text", "code", "minor"),
    [
        ("12,50", "EUR", 1250),
        ("12,5", "EUR", 1250),
        ("1234,56", "EUR", 123_456),
        ("1.234,56", "EUR", 123_456),
        ("1,234.56", "EUR", 123_456),
        ("1,234,567", "EUR", 123_456_700),
        ("1.234.567", "EUR", 123_456_700),
        ("1 234,56", "EUR", 123_456),
        (f"1{NARROW}234{NARROW}567,8", "EUR", 123_456_780),
        (f"1{THIN}234", "EUR", 123_400),
        ("1\u00a0234.5", "EUR", 123_450),
        ("1'234.50", "CHF", 123_450),
        ("1’250.–", "CHF", 125_000),
        ("12,-", "EUR", 1200),
        ("12,34,567.50", "INR", 123_456_750),
        ("€12.50", "EUR", 1250),
        ("12,50 €", "EUR", 1250),
        ("EUR 12.50", "EUR", 1250),
        ("US$ 5", "USD", 500),
        ("１２，５０", "EUR", 1250),
        ("١٬٢٣٤٫٥٠", "EUR", 123_450),
        ("+12.50", "EUR", 1250),
        (".5", "EUR", 50),
        ("1,234", "JPY", 1234),
        ("800", "JPY", 800),
        ("0,500", "KWD", 500),
        ("1.2340", "KWD", 1234),
        ("1234.567", "KWD", 1_234_567),
        ("0", "EUR", 0),
    ],
)
def test_what_means_one_thing_is_read(text, code, minor):
    assert read_minor(text, code) == minor


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("1.234", "EUR", "can be 1.234 or 1234. Write 1234.00 for the large one; the small one has more decimals"),
        ("1,234", "KWD", "Write 1234.00 for the large one, 1.2340 for the small one"),
        ("0.123", "EUR", "more decimals than EUR has"),
        ("12,5", "JPY", "more decimals than JPY has"),
        ("-5", "EUR", "is negative"),
        ("−5", "EUR", "is negative"),
        ("(5)", "EUR", "is negative"),
        ("5-", "EUR", "is negative"),
        ("€-5", "EUR", "is negative"),
        ("$5", "EUR", "says $, but the currency is EUR"),
        ("5 USD", "EUR", "says USD"),
        ("9" * 60, "EUR", "too long"),
        ("9" * 15, "EUR", "is not an amount that EUR can have"),
        *((text, "EUR", "is not an amount") for text in ("", "1e3", "NaN", "Infinity", "0x10", "1_000", "½", "5.")),
        *((text, "EUR", "is not an amount") for text in ("12 50", "1,23.4", "1.234,567.8", "EUR", "1,2,3", "12.50.10")),
    ],
)
def test_what_is_no_amount_or_two_is_refused_in_words(text, code, words):
    with pytest.raises(InvalidInputError) as refused:
        read_minor(text, code)
    assert words in str(refused.value)


@pytest.mark.parametrize(("mark", "value"), [(",", "1234"), (".", "1.234")])
def test_a_known_notation_decides(mark, value):
    assert read_amount("1.234", decimals=3, mark=mark) == Decimal(value)


def test_a_known_notation_is_not_left():
    with pytest.raises(InvalidInputError, match="not written with a comma before the decimals"):
        read_amount("12.50", decimals=2, mark=",")


@pytest.mark.parametrize(
    ("text", "mark"),
    [("12,50", ","), ("1.234.567", ","), ("€1,250.50", "."), ("1250", ""), ("1.234", ""), ("no", ""), ("1 234", "")],
)
def test_which_notation_an_amount_proves(text, mark):
    assert decimal_mark(text) == mark


@given(st.integers(0, 10**14), st.sampled_from([(",", "."), (".", ","), (" ", ","), ("'", "."), ("", ","), ("", ".")]))
def test_every_amount_with_its_cents_comes_back(minor, marks):
    grouping, mark = marks
    whole = f"{minor // 100:,}".replace(",", grouping)
    assert read_minor(f"{whole}{mark}{minor % 100:02}", "EUR") == minor


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    with suppress(InvalidInputError):
        assert read_minor(text, "EUR") >= 0
