"""Every file says its unit, has one unit a column, and still gives the figures."""

import csv
import io
import json
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command

from sustainability.models import Entry, ExchangeRate, Funder, FundingSource, Reserve
from sustainability.services.reporting import refresh_reports

pytestmark = pytest.mark.django_db
DAY = date(2026, 12, 31)


@pytest.fixture
def ledger():
    source = FundingSource.objects.create(
        name="Support", funding_class="customer", funder=Funder.objects.create(name="Depot")
    )
    for minor, code, on in ((125_050, "EUR", 1), (1_234_567, "KWD", 2), (800, "JPY", 3)):
        Entry.objects.create(
            kind="income", source=source, amount_minor=minor, currency=code, occurred_on=date(2026, on, 1),
            period_start=date(2026, 1, 1), period_end=date(2026, 12, 31), recurrence="yearly",
        )  # fmt: skip
    Entry.objects.create(
        kind="expense", category="Hosting", amount_minor=10_001, currency="EUR", occurred_on=date(2026, 2, 1)
    )
    Reserve.objects.create(account="Bank", as_of=date(2026, 3, 1), unrestricted_minor=5_005, currency="EUR")
    for code, rate in (("KWD", "2.5"), ("JPY", "0.006")):
        ExchangeRate.objects.create(currency=code, into="EUR", on=date(2026, 1, 1), rate=rate)
    refresh_reports(today=DAY)


def table(client, path):
    text = b"".join(client.get(f"/sustainability/{path}?period=last-12-months")).decode()
    return list(csv.DictReader(io.StringIO(text)))


def test_rows_are_in_whole_units_and_give_the_figure(client, ledger):
    rows = table(client, "metrics/total_income/income.csv")
    assert [(row["amount"], row["currency"]) for row in rows] == [
        ("1250.50", "EUR"), ("1234.567", "KWD"), ("800", "JPY"),
    ]  # fmt: skip
    figure = client.get("/sustainability/metrics/total_income/value.json").json()
    assert float(sum(Decimal(row["counted_eur"]) for row in rows)) == figure["value"]
    told = client.get("/sustainability/metrics/total_income/income.json?period=last-12-months")
    records = json.loads(b"".join(told))
    assert [one["amount"] for one in records] == [1250.5, 1234.567, 800.0]
    assert [Decimal(row["counted_eur"]) for row in rows] == [Decimal(str(one["counted_eur"])) for one in records]


def test_the_table_of_money_says_euros_and_means_them(client, ledger):
    rows = table(client, "tables/money.csv")
    figure = client.get("/sustainability/metrics/total_income/value.json").json()
    assert list(rows[0]) == ["Class", "Total, EUR", "Recurring, EUR", "One time, EUR", "Restricted, EUR"]
    assert float(rows[0]["Total, EUR"]) == figure["value"]
    assert rows[0]["One time, EUR"] == "0.00"
    assert client.get("/sustainability/tables/money.json").json()["columns"][1] == "Total, EUR"


def test_each_column_of_the_other_tables_says_its_unit(client, ledger):
    loss = table(client, "tables/loss.csv")
    assert "Monthly recurring income, EUR a month" in loss[0]
    assert "Runway, months" in loss[0]
    assert {row["Unit"] for row in table(client, "tables/change.csv")} >= {"hours", "days", "share of value"}


def test_charts_have_the_decimals_of_the_currency(client, ledger):
    row = table(client, "charts/income.csv")[0]
    assert len(row["Income, EUR"].split(".")[1]) == 2


@pytest.mark.parametrize("path", ["figures.json", "metrics/funding_mix/value.json", "metrics/runway/value.json"])
def test_no_file_has_smallest_units(client, ledger, path):
    text = client.get(f"/sustainability/{path}").content.decode()
    assert "_minor" not in text
    assert "_eur" in text


def test_every_file_of_rows_is_free_of_smallest_units(client, ledger):
    for path in (
        "metrics/total_income/income", "metrics/runway/position", "metrics/renewal_rate/renewals",
        "metrics/in_kind_help/in_kind", "metrics/labor_investment/work",
    ):  # fmt: skip
        for form in ("csv", "json"):
            assert "_minor" not in b"".join(client.get(f"/sustainability/{path}.{form}")).decode()


def test_the_command_says_units_too(ledger, capsys):
    call_command("metrics", "--from", "2026-01-01", "--to", "2027-01-01", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["total_income"]["detail"]["value_eur"] == found["total_income"]["value"]
    assert "_minor" not in json.dumps(found)
