"""Spellings of one company are one organization, and two companies stay two."""

import pytest

from contributors.domain.companies import organization_key, organization_name

RED_HAT = [
    "Red Hat", "@RedHat", "redhat", "RED HAT", "red-hat", "Red\u200bHat", "Ｒｅｄ Ｈａｔ", "Red Hat, Inc.",
    "Red Hat GmbH & Co. KG", "Red Hat e.V.", "Red Hat e. V.", "Red Hat Pvt. Ltd.", "RedHat LLC", "Red Hat®",
    "@redhat @kubernetes", "Red Hat S.p.A.", "Red Hat Limited",
]  # fmt: skip


@pytest.mark.parametrize("spelling", RED_HAT)
def test_one_company_however_it_is_spelled(spelling):
    assert organization_key(organization_name(spelling)) == "redhat"


def test_a_composed_and_a_decomposed_name_are_one():
    assert organization_key("Société") == organization_key("Socie\u0301te\u0301")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Apple", "Apple Music"), ("C++ Alliance", "C Alliance"), ("C#", "C"), ("Team", "Team as"), ("Mens", "Mensa"),
        ("Wi", "Wise"), ("working group", "working group ag"), ("Red Hat", "Red Hat Academy"), ("The", "The Limited"),
        ("日本", "日本株式会社"), ("Open Source", "Open Source Collective"), ("Visa", "Vi"),
    ],
)  # fmt: skip
def test_another_word_is_another_company(one, other):
    assert organization_key(one) != organization_key(other)


@pytest.mark.parametrize("name", ["Limited", "GmbH", "Inc", "e.V.", "!!!", "AG", "🦀", "&"])
def test_a_name_of_nothing_else_keeps_a_key(name):
    assert organization_key(name)


@pytest.mark.parametrize("text", ["", "  ", "-", "n/a", "N/A", "Freelance", "@", "self‑employed".replace("‑", "-")])
def test_no_company_is_no_organization(text):
    assert organization_name(text) == ""
