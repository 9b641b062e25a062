"""Names that look the same are the same."""

import pytest

from common.names import same_name_key, tidy_name


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café Föderal", "Cafe\u0301 Fo\u0308deral"),
        ("Hafen\u200bwerk", "Hafenwerk"),
        ("\ufeffRed Hat", "Red Hat"),
        ("Red\u00a0Hat", "red  HAT "),
        ("Straße", "STRASSE"),
        ("ＡＣＭＥ", "Acme"),
        ("می‌خواهم", "میخواهم"),
        ("Tab\tand\nline", "tab and line"),
    ],
)
def test_one_name_in_two_spellings(one: str, other: str) -> None:
    assert same_name_key(one) == same_name_key(other)


@pytest.mark.parametrize(("one", "other"), [("Red Hat", "Redhat"), ("Muller", "Müller"), ("Acme", "Acme 2"), ("", "A")])
def test_two_names_stay_two(one: str, other: str) -> None:
    assert same_name_key(one) != same_name_key(other)


def test_what_is_kept_still_reads_as_it_was_typed() -> None:
    assert tidy_name("  Cafe\u0301\u200b  Straße\x07 ") == "Café Straße"
    assert tidy_name("می‌خواهم") == "می‌خواهم"
