"""What the ledger refuses, in the admin with a sentence and in the database whatever the way in."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from common.models import AuditEntry
from sustainability.models import Entry, ExchangeRate, Funder, FundingImport, FundingSource, Reserve
from sustainability.models.settings import SustainabilitySettings
from sustainability.services.reporting import refresh_reports
from sustainability.services.uploads import drop_old_uploads
from tests.sustainability.asked import post_and_say_yes

pytestmark = pytest.mark.django_db


def entry(**changes):
    source = FundingSource.objects.get_or_create(name="Members", funding_class="community")[0]
    return Entry(
        **{
            "kind": "income",
            "source": source,
            "amount_minor": 100,
            "currency": "EUR",
            "occurred_on": date(2026, 1, 1),
            **changes,
        }
    )


def reserve(**changes):
    return Reserve(
        **{"account": "Bank", "currency": "EUR", "as_of": date(2026, 1, 31), "unrestricted_minor": 5, **changes}
    )


def rate(**changes):
    return ExchangeRate(**{"currency": "USD", "into": "EUR", "on": date(2026, 1, 1), "rate": "0.9", **changes})


@pytest.mark.parametrize(
    "made",
    [
        lambda: entry(period_start=date(2026, 1, 1), period_end=date(9999, 12, 31)),
        lambda: entry(occurred_on=date(1066, 10, 14)),
        lambda: reserve(as_of=date(2201, 1, 1)),
        lambda: rate(on=date(1, 1, 1)),
        lambda: rate(into="USD"),
    ],
)
def test_the_database_holds_years_and_two_currencies(made):
    with pytest.raises(ValidationError):
        made().full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        made().save()


def test_the_last_day_that_can_be_is_computed():
    entry(period_start=date(1970, 1, 1), period_end=date(2200, 12, 31), recurrence="yearly").save()
    assert refresh_reports() == 4


def test_one_statement_an_account_currency_and_day():
    reserve().save()
    reserve(currency="USD").save()
    with pytest.raises(ValidationError, match="has a statement for that day"):
        reserve(account="Bank ").full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        reserve().save()


def test_currency_codes_are_written_in_capitals():
    one = rate(currency="usd", into="eur")
    one.full_clean()
    assert (one.currency, one.into) == ("USD", "EUR")


def test_a_funder_is_there_once_whatever_the_letters():
    Funder.objects.create(name="Larder Network")
    with pytest.raises(ValidationError, match="is there already"):
        Funder(name="larder  network").full_clean()


def test_an_hour_is_entered_in_whole_units(client, make_user):
    user = make_user("olga")
    user.is_superuser = user.is_staff = True
    user.save()
    client.force_login(user)
    path = f"/admin/settings/sustainability/sustainabilitysettings/{SustainabilitySettings.load().pk}/"
    data = {
        "opening": "Hello.",
        "class_note": "",
        "currency": "",
        "hourly_rate_minor": "65,50",
        "attribution_limit": "50",
    }
    assert "An hour is worth €65.50" in client.post(path, data).content.decode()
    assert SustainabilitySettings.load().hourly_rate_minor is None
    post_and_say_yes(client, path, data)
    assert SustainabilitySettings.load().hourly_rate_minor == 6_550
    assert 'value="65.50"' in client.get(path).content.decode()


def test_uploads_that_nobody_confirmed_are_dropped_after_a_week(make_user):
    old, new = (FundingImport.objects.create(file_name=name, text="x", uploaded_by=make_user(name)) for name in "ab")
    FundingImport.objects.filter(pk=old.pk).update(uploaded_at=timezone.now() - timedelta(days=8))
    assert drop_old_uploads() == 1
    assert list(FundingImport.objects.all()) == [new]
    assert AuditEntry.objects.filter(action="sustainability.drop_uploads").exists()
