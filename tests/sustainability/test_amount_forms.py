"""Amounts are entered as people write them and kept in minor units."""

import pytest

from sustainability.models import Entry, FundingSource, Reserve

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client, make_user):
    user = make_user("olga")
    user.is_superuser = user.is_staff = True
    user.save()
    client.force_login(user)
    return client


def entry_of(**changes):
    source = FundingSource.objects.get_or_create(name="Members", funding_class="community")[0]
    return {
        "kind": "income", "source": source.pk, "category": "", "description": "", "amount_minor": "1250.50",
        "currency": "EUR", "occurred_on": "2026-03-01", "recurrence": "one_time", "purpose": "", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("amount", "currency", "minor"), [("1250.50", "eur", 125050), ("800", "JPY", 800), ("1.234", "KWD", 1234)]
)
def test_an_amount_is_kept_in_minor_units(operator, amount, currency, minor):
    operator.post("/admin/funding_entries/new/", entry_of(amount_minor=amount, currency=currency))
    entry = Entry.objects.get()
    assert (entry.amount_minor, entry.currency) == (minor, currency.upper())
    assert f'value="{amount}"' in operator.get(f"/admin/funding_entries/edit/{entry.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount_minor": "12.345"}, "more decimals than EUR has"),
        ({"amount_minor": "-5"}, "greater than or equal to 0"),
        ({"amount_minor": "0"}, "greater than or equal to 1"),
        ({"amount_minor": "NaN"}, "Enter a number"),
        ({"amount_minor": ""}, "required"),
        ({"currency": "ZZZ"}, "is not an ISO 4217 currency code"),
    ],
)
def test_what_is_no_amount_is_said(operator, changes, said):
    answer = operator.post("/admin/funding_entries/new/", entry_of(**changes))
    assert said in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_reserve_too(operator):
    data = {"account": "Bank", "as_of": "2026-03-01", "currency": "EUR"}
    operator.post("/admin/reserves/new/", {**data, "unrestricted_minor": "24000", "restricted_minor": "0.01"})
    kept = Reserve.objects.get()
    assert (kept.unrestricted_minor, kept.restricted_minor) == (2_400_000, 1)
    assert "€24,000.00" in operator.get("/admin/reserves/").content.decode()
