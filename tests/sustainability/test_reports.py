"""Stored figures equal what anyone computes from their rows; givers stay as private as they wish."""

import csv
import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from sustainability.domain.answers import Window
from sustainability.domain.catalog import METRICS
from sustainability.domain.rows import ROW_TYPES
from sustainability.models import Entry, ExchangeRate, Funder, FundingSource, Report
from sustainability.queries.facts import gather
from sustainability.queries.formulas import standing_reports
from sustainability.queries.headline import headline
from sustainability.queries.stored_rows import stored_rows
from sustainability.services.csv_format import HEADER
from sustainability.services.importing import import_funding
from sustainability.services.reporting import compute_report, refresh_reports

WINDOW = Window(date(2026, 1, 1), date(2027, 1, 1))
ROWS = """\
2026-01-15,income,Larder Network,customer,Support,=cmd(),6000.00,EUR,2026-01-01,2026-12-31,yearly,no
2026-03-01,income,Ada Private,community,Donations,Thanks,4000.00,EUR,,,one_time,no
2026-04-01,income,Quiet Fund,philanthropic,Grant,Secret,2000.00,EUR,,,one_time,yes
2026-05-01,income,Overseas,customer,Support,Abroad,100.00,GBP,,,one_time,no
2026-06-01,income,Racks,in_kind,Servers,Racks,9000.00,EUR,,,one_time,no
2026-01-07,expense,,,Hosting,Servers,12000.00,EUR,,,one_time,no
2026-12-31,reserve,,,Account,,6000.00,EUR,,,,no
2026-12-31,reserve,,,Account,,5000.00,EUR,,,,yes
"""


@pytest.fixture
def funding(db):
    import_funding(text=",".join(HEADER) + "\n" + ROWS, actor=None, file_name="f.csv")
    Funder.objects.filter(name="Ada Private").update(kind=Funder.Kind.INDIVIDUAL)
    Funder.objects.filter(name="Quiet Fund").update(is_anonymous=True)


def figures():
    return {name: one.as_json() for name, one in gather(WINDOW, _now()).answers().items()}


def _now():
    from django.utils import timezone

    return timezone.now()


def test_figures_of_a_small_ledger(funding):
    found = figures()
    assert found["total_income"]["value"] == 12_000
    assert found["community_and_customer_funded_share"]["value"] == pytest.approx(10 / 12)
    assert found["monthly_recurring_income"]["value"] == 500
    assert found["reserve_months"]["value"] == 6
    assert found["runway"]["value"] == 12
    assert found["funder_absence_factor"]["value"] == 1
    assert found["total_income"]["coverage"]["not_included"] == ["1 entry in GBP without a rate"]


def test_a_stored_rate_brings_the_other_currency_in(funding):
    ExchangeRate.objects.create(currency="GBP", into="EUR", on=date(2026, 4, 30), rate="1.2")
    found = figures()
    assert found["total_income"]["value"] == 12_120
    assert found["total_income"]["coverage"]["not_included"] == []


def test_computing_from_the_stored_rows_gives_the_stored_figures(funding):
    report = compute_report(period="custom", window=WINDOW)
    contexts = gather(WINDOW, report.computed_at).contexts
    for name, metric in METRICS.items():
        families = [[ROW_TYPES[family](*row) for row in stored_rows(report, family)] for family in metric.families]
        again = json.loads(json.dumps(metric.compute(*families, contexts[metric.topic]).as_json()))
        assert again == report.figures[name], name


def test_private_givers_are_not_named(client, funding):
    refresh_reports(today=date(2026, 12, 31))
    seen = "".join(
        b"".join(client.get(path)).decode()
        for path in (
            "/sustainability/",
            "/sustainability/metrics/funding_mix/",
            "/sustainability/metrics/funding_mix/income.csv",
            "/sustainability/metrics/runway/position.json",
            "/sustainability/charts/largest.csv",
        )
    )
    assert "Larder Network" in seen
    assert "Anonymous" in seen
    for secret in ("Ada", "Quiet Fund", "Secret"):
        assert secret not in seen


def test_formulas_are_disarmed_in_csv(client, funding):
    refresh_reports(today=date(2026, 12, 31))
    text = b"".join(client.get("/sustainability/metrics/funding_mix/income.csv")).decode()
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert "'=cmd()" in cells


def test_home_page_headline(funding):
    assert headline() is None
    refresh_reports(today=date(2026, 12, 31))
    found = headline()
    assert (found.runway_value, found.runway_unit) == ("12.0", "months")
    assert sum(part.percent for part in found.mix) == 100


def test_reports_are_computed_once_for_the_same_data(funding):
    assert refresh_reports(today=date(2026, 12, 31)) == 4
    assert refresh_reports(today=date(2026, 12, 31)) == 0


def test_metrics_command(funding, capsys):
    call_command("metrics", **{"from": "2026-01-01", "to": "2027-01-01"}, json=True)
    found = json.loads(capsys.readouterr().out)
    assert set(found) == set(METRICS)
    assert {"value", "n", "threshold", "window", "coverage"} <= set(found["contributor_absence_factor"])


@pytest.mark.parametrize(
    ("start", "end", "repository"),
    [("yesterday", "2026-01-01", None), ("2026-01-02", "2026-01-01", None), ("2026-01-01", "2026-02-01", "no/where")],
)
def test_metrics_command_says_what_is_wrong(db, start, end, repository):
    with pytest.raises(CommandError):
        call_command("metrics", **{"from": start, "to": end}, repository=repository)


def test_the_same_figures_of_the_window_before_are_kept(funding):
    report = compute_report(period="custom", window=Window(date(2026, 3, 1), date(2026, 4, 1)))
    assert (report.before_starts_on, report.before_ends_on) == (date(2026, 2, 1), date(2026, 3, 1))
    assert report.before["total_income"] == 500
    assert report.figures["total_income"]["value"] == 4_500


def test_a_report_keeps_its_row_so_that_a_reader_can_read_on(funding):
    refresh_reports(today=date(2026, 12, 30))
    held = standing_reports("last-12-months").defer("figures", "charts").get()
    refresh_reports(today=date(2026, 12, 31))
    assert held.figures["total_income"]["value"] == 12_000
    assert Report.objects.count() == 4


def test_a_report_of_other_rows_is_not_shown_and_one_of_other_code_is_computed_anew(client, funding):
    refresh_reports(today=date(2026, 12, 31))
    Report.objects.update(data_version="0123456789ab-old")
    assert "being worked out" in client.get("/sustainability/").content.decode()
    assert headline() is None
    assert refresh_reports(today=date(2026, 12, 31)) == 4
    assert headline() is not None


def test_not_included_tells_of_the_window_alone(funding):
    early = gather(Window(date(2026, 1, 1), date(2026, 3, 1)), _now()).answers()
    assert early["total_income"].coverage["not_included"] == []


def test_an_anonymous_member_of_a_named_group_tells_no_source(client, funding):
    group = Funder.objects.create(name="Big Group")
    Funder.objects.filter(name="Quiet Fund").update(group=group)
    refresh_reports(today=date(2026, 12, 31))
    text = b"".join(client.get("/sustainability/metrics/funding_mix/income.csv")).decode()
    assert "Big Group" in text
    assert "Secret" not in text
    assert "Grant" not in text
    sources = client.get("/sustainability/sources.json").json()
    assert {"source": "", "funder": "Big Group", "class": "philanthropic"} in sources
    assert {"source": "Support", "funder": "Larder Network", "class": "customer"} in sources


def test_the_largest_funder_is_told_of_known_income_alone(funding):
    source = FundingSource.objects.create(name="Boxes", funding_class="community")
    Entry.objects.create(
        kind="income", source=source, occurred_on=date(2026, 5, 5), amount_minor=300_000, currency="EUR"
    )
    chart = compute_report(period="custom", window=WINDOW).charts["largest"]
    assert chart["title"] == "The largest funder gave 50 % of the cash income with a known funder"
    assert ["Funder not known", 3000.0, 20.0] in chart["rows"]


def test_a_chart_draws_full_months_and_lists_all(funding):
    chart = compute_report(period="custom", window=Window(date(2026, 1, 15), date(2026, 6, 10))).charts["share"]
    assert [row[0] for row in chart["rows"]] == [
        "2026-01-15",
        "2026-02-01",
        "2026-03-01",
        "2026-04-01",
        "2026-05-01",
        "2026-06-01",
    ]
    assert "in Feb and" in chart["title"]
    assert chart["title"].endswith("in May")
    assert ">Jan<" not in chart["svg"]


@pytest.mark.parametrize("options", [{"from": "20260101"}, {"as_of": "2025-12-31T00:00:00Z"}])
def test_metrics_command_takes_plain_days_and_a_present_after_the_first(db, options):
    with pytest.raises(CommandError):
        call_command("metrics", **{"from": "2026-01-01", "to": "2026-02-01", **options})
