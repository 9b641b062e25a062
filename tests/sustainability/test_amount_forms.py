"""Amounts, rates and days are kept as they were typed: shown back before they count, refused where two things are meant."""

from datetime import date
from decimal import Decimal

import pytest

from sustainability.models import Entry, ExchangeRate, FundingSource, Reserve
from tests.sustainability.asked import post_and_say_yes

pytestmark = pytest.mark.django_db
NEW = "/admin/funding_entries/new/"


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


def reserve_of(**changes):
    data = {"account": "Bank", "as_of": "2026-03-01", "currency": "EUR"}
    return {**data, "unrestricted_minor": "24000", "restricted_minor": "0", **changes}


@pytest.mark.parametrize(
    ("amount", "currency", "minor", "shown"),
    [
        ("1250.50", "eur", 125050, "1250.50"),
        ("12,50", "EUR", 1250, "12.50"),
        ("1234,56", "EUR", 123456, "1234.56"),
        ("1.234,56 €", "EUR", 123456, "1234.56"),
        ("800", "JPY", 800, "800"),
        ("1.2340", "KWD", 1234, "1.234"),
    ],
)
def test_an_amount_is_kept_in_minor_units(operator, amount, currency, minor, shown):
    post_and_say_yes(operator, NEW, entry_of(amount_minor=amount, currency=currency))
    entry = Entry.objects.get()
    assert (entry.amount_minor, entry.currency) == (minor, currency.upper())
    assert f'value="{shown}"' in operator.get(f"/admin/funding_entries/edit/{entry.pk}/").content.decode()


def test_what_was_understood_is_shown_before_it_counts(operator):
    data = entry_of(amount_minor="12,50", occurred_on="2026-10-14")
    asked = operator.post(NEW, data).content.decode()
    assert "Income: €12.50 on 14 October 2026, from Members." in asked
    assert "Yes, record it" in asked
    assert "due to errors" not in asked
    assert not Entry.objects.exists()
    post_and_say_yes(operator, NEW, data)
    assert Entry.objects.values_list("amount_minor", "occurred_on").get() == (1250, date(2026, 10, 14))


def test_a_yes_to_one_amount_is_no_yes_to_another(operator):
    asked = operator.post(NEW, entry_of(amount_minor="12,50"))
    mark = asked.context["form"].data["understood"]
    again = operator.post(NEW, entry_of(amount_minor="125", understood=mark)).content.decode()
    assert "€125.00" in again
    assert not Entry.objects.exists()


def test_an_edit_asks_only_where_money_or_days_change(operator):
    post_and_say_yes(operator, NEW, entry_of(amount_minor="1.2340", currency="KWD"))
    path = f"/admin/funding_entries/edit/{Entry.objects.get().pk}/"
    shown = entry_of(amount_minor="1.234", currency="KWD")
    assert operator.post(path, {**shown, "description": "Depot"}).status_code == 302
    assert Entry.objects.values_list("amount_minor", "description").get() == (1234, "Depot")
    assert "Is this right?" in operator.post(path, {**shown, "amount_minor": "2,5"}).content.decode()
    assert Entry.objects.get().amount_minor == 1234


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"amount_minor": "12.345,5.0"}, "is not an amount"),
        ({"amount_minor": "1234.567"}, "more decimals than EUR has"),
        ({"amount_minor": "1.234"}, "can be 1.234 or 1234"),
        ({"amount_minor": "1,234"}, "can be 1.234 or 1234"),
        ({"amount_minor": "1.234", "currency": "KWD"}, "1.2340 for the small one"),
        ({"amount_minor": "-5"}, "is negative"),
        ({"amount_minor": "$5"}, "says $, but the currency is EUR"),
        ({"amount_minor": "0"}, "is too little"),
        ({"amount_minor": "NaN"}, "is not an amount"),
        ({"amount_minor": "1e3"}, "is not an amount"),
        ({"amount_minor": ""}, "required"),
        ({"currency": "ZZZ"}, "is not an ISO 4217 currency code"),
        ({"currency": ""}, "required"),
        ({"occurred_on": "14/10/2026"}, "is not a day"),
        ({"occurred_on": "soon"}, "is not a day"),
        ({"period_start": "1.1.2026", "period_end": "2026-12-31"}, "is not a day"),
    ],
)
def test_what_is_no_amount_and_no_day_is_said(operator, changes, said):
    answer = operator.post(NEW, entry_of(**changes))
    assert answer.status_code == 200
    assert said in answer.content.decode()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("code", ["ZZZ", "€", "EURO", ""])
def test_an_unknown_currency_leaves_an_entry_as_it_is(operator, code):
    post_and_say_yes(operator, NEW, entry_of())
    post_and_say_yes(operator, "/admin/reserves/new/", reserve_of())
    for path, data in (
        (f"/admin/funding_entries/edit/{Entry.objects.get().pk}/", entry_of(currency=code)),
        (f"/admin/reserves/edit/{Reserve.objects.get().pk}/", reserve_of(currency=code)),
    ):
        assert operator.post(path, data).status_code == 200
    assert Entry.objects.get().currency == Reserve.objects.get().currency == "EUR"


def test_days_are_native_fields(operator):
    page = operator.get(NEW).content.decode()
    assert page.count('type="date"') == 3
    assert 'type="number"' not in page


def test_a_reserve_too(operator):
    post_and_say_yes(operator, "/admin/reserves/new/", reserve_of(restricted_minor="0,01"))
    kept = Reserve.objects.get()
    assert (kept.unrestricted_minor, kept.restricted_minor) == (2_400_000, 1)
    assert "€24,000.00" in operator.get("/admin/reserves/").content.decode()


def test_an_account_is_chosen_from_those_there(operator):
    post_and_say_yes(operator, "/admin/reserves/new/", reserve_of(account="Current account"))
    assert '<option value="Current account">' in operator.get("/admin/reserves/new/").content.decode()
    post_and_say_yes(operator, "/admin/reserves/new/", reserve_of(account="current  ACCOUNT", as_of="2026-04-01"))
    assert set(Reserve.objects.values_list("account", flat=True)) == {"Current account"}


def test_a_new_account_is_told_as_new_with_the_nearest(operator):
    post_and_say_yes(operator, "/admin/reserves/new/", reserve_of(account="Current account"))
    asked = operator.post("/admin/reserves/new/", reserve_of(account="Curent account", as_of="2026-04-01"))
    assert "“Curent account” is a new account. Did you mean “Current account”?" in asked.content.decode()
    assert Reserve.objects.count() == 1


@pytest.mark.parametrize(("typed", "kept"), [("0,92", "0.92"), ("1.0840", "1.084"), ("145", "145")])
def test_a_rate_is_read_in_both_notations(operator, typed, kept):
    data = {"currency": "USD", "into": "EUR", "on": "2026-03-01", "rate": typed, "origin": ""}
    assert "1 USD = " in operator.post("/admin/exchange_rates/new/", data).content.decode()
    post_and_say_yes(operator, "/admin/exchange_rates/new/", data)
    assert ExchangeRate.objects.get().rate == Decimal(kept)
    path = f"/admin/exchange_rates/edit/{ExchangeRate.objects.get().pk}/"
    assert f'value="{kept}"' in operator.get(path).content.decode()
    assert operator.post(path, {**data, "rate": kept, "origin": "ECB"}).status_code == 302


def test_a_rate_that_can_be_two_is_refused(operator):
    data = {"currency": "USD", "into": "EUR", "on": "2026-03-01", "rate": "1.084", "origin": ""}
    assert "1.0840 for the small one" in operator.post("/admin/exchange_rates/new/", data).content.decode()
    assert not ExchangeRate.objects.exists()
