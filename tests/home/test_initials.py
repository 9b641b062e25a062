"""The letters in a person's circle."""

import pytest

from common.templatetags.initials import initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Amina Diallo", "AD"),
        ("amina-diallo", "AD"),
        ("amina", "A"),
        ("Ana Maria da Silva", "AS"),
        ("renovate[bot]", "R"),
        ("", "?"),
        ("---", "?"),
        ("Łukasz Øster", "ŁØ"),
    ],
)
def test_initials_are_those_of_the_first_and_last_word(name: str, letters: str) -> None:
    assert initials(name) == letters
