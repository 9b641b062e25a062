"""The public pages: for everyone the same, few queries, and safe whatever is asked."""

import csv
import io
import json
from datetime import date

import pytest

from contributors.models import Person
from sustainability.domain.catalog import METRICS
from sustainability.errors import TooBusyError
from sustainability.models import Report
from sustainability.services.csv_format import TEMPLATE
from sustainability.services.importing import import_funding
from sustainability.services.reporting import refresh_reports
from sustainability.services.turns import PER_MINUTE, one_at_a_time


@pytest.fixture
def computed(db):
    import_funding(text=TEMPLATE, actor=None, file_name="f.csv")
    refresh_reports(today=date(2026, 6, 30))


def test_before_the_first_report_there_is_a_reason(client, db):
    answer = client.get("/sustainability/")
    assert answer.status_code == 200
    assert b"being worked out" in answer.content
    assert client.get("/sustainability/metrics/runway/").status_code == 200


def test_with_nothing_recorded_there_is_no_zero(client, db):
    refresh_reports()
    page = client.get("/sustainability/").content.decode()
    assert "Not known" in page
    assert "No cash income is recorded" in page


def test_overview_asks_the_database_little(client, computed, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = client.get("/sustainability/").content.decode()
    assert len(page.encode()) < 120_000
    for question in (
        "Where does the money come from?",
        "Who does the work?",
        "How much would we lose",
        "What changed?",
    ):
        assert question in page


def test_every_figure_opens(client, computed, django_assert_max_num_queries):
    for name in METRICS:
        with django_assert_max_num_queries(10):
            assert client.get(f"/sustainability/metrics/{name}/").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("?period=last-year", 200),
        ("?period=nonsense", 400),
        ("?from=2026-01-01&to=2026-02-01", 200),
        ("?from=2026-02-01&to=2026-01-01", 400),
        ("?from=x%00&to=", 400),
        ("?from=0001-01-01&to=9999-12-31", 400),
        ("metrics/", 200),
        ("metrics/runway/?page=999999999999", 200),
        ("metrics/runway/?page=abc&rows=nope", 200),
        ("metrics/nothing/", 404),
        ("metrics/runway/value.csv", 200),
        ("metrics/runway/value.exe", 404),
        ("metrics/runway/income.csv", 404),
        ("charts/income.json", 200),
        ("charts/nothing.csv", 404),
        ("figures.json", 200),
        ("figures.csv?period=nonsense", 404),
    ],
)
def test_whatever_is_asked(client, computed, path, status):
    assert client.get(f"/sustainability/{path}").status_code == status


def test_charts_follow_the_scheme_and_load_nothing(client, computed):
    page = client.get("/sustainability/").content.decode()
    assert "fill:var(--accent)" in page
    assert "<title>" in page[page.index("<svg") :]
    assert "xlink" not in page


def _opened_row(client, metric, family, row):
    """The cells of the page whose report has this one row of `family`."""
    report = Report.objects.filter(period="last-12-months").latest("computed_at")
    report.chunks.filter(family=family).delete()
    report.chunks.create(family=family, position=0, rows=[row])
    return client.get(f"/sustainability/metrics/{metric}/").content.decode()


def test_a_row_of_work_names_the_person_and_opens_their_page(client, computed):
    person = Person.objects.create(slug="amina-diallo", name="Amina Diallo")
    page = _opened_row(client, "active_contributors", "work", [person.pk, None, "doc", 7])
    assert '<a href="/people/amina-diallo/">Amina Diallo</a>' in page
    assert "<td>Documentation</td>" in page
    assert "<td>–</td>" in page


def test_a_hidden_person_stays_unnamed_in_the_rows(client, computed):
    person = Person.objects.create(slug="amina-diallo", name="Amina Diallo", is_public=False)
    page = _opened_row(client, "active_contributors", "work", [person.pk, None, "doc", 7])
    assert "Amina" not in page
    assert "amina" not in page


def test_a_row_of_money_reads_as_money_and_days(client, computed):
    page = client.get("/sustainability/metrics/total_income/").content.decode()
    assert '<th scope="col">Counted in the window</th>' in page
    assert "€" in page
    assert "minor" not in page.split("<h2>The rows behind it</h2>")[1].split("<table")[1].split("</table>")[0]


def test_a_pull_request_opens_on_github(client, computed):
    row = ["harbor/core", 12, None, "2026-05-01T10:00:00+00:00", None, None, None, None, None, None, None]
    page = _opened_row(client, "review_duration", "changes", row)
    assert '<a href="https://github.com/harbor/core/pull/12">#12</a>' in page
    assert "<td>1 May 2026</td>" in page


def test_tiles_say_what_it_was_before(client, computed):
    page = client.get("/sustainability/?from=2026-03-01&to=2026-04-01").content.decode()
    assert "“Was” is the time before: 1 February 2026 to 28 February 2026" in page
    assert "was 800 EUR a month" in page
    for title in ("Concentration by funder", "Concentration by class", "Help in kind"):
        assert title in page


@pytest.mark.parametrize("slug", ["money", "work", "loss", "change"])
def test_each_table_comes_as_a_file(client, computed, slug):
    text = b"".join(client.get(f"/sustainability/tables/{slug}.csv")).decode()
    found = client.get(f"/sustainability/tables/{slug}.json").json()
    assert text.splitlines()[0].split(",")[0] == found["columns"][0]
    is_shown = f"/sustainability/tables/{slug}.csv" in client.get("/sustainability/").content.decode()
    assert is_shown == bool(found["rows"])
    assert client.get("/sustainability/tables/nothing.csv").status_code == 404


def test_every_number_of_a_table_opens_its_figure(client, computed):
    page = client.get("/sustainability/").content.decode()
    table = page.split("<h3>The same figures if one leg broke</h3>")[1].split("</table>")[0]
    cells = table.split("<tbody>")[1].split("<td>")[1:]
    assert all('href="/sustainability/metrics/scenarios/"' in cell for at, cell in enumerate(cells) if at % 8 > 1)
    assert "Larder Network, 100 % of the cash income" in table


def test_the_mapping_of_sources_is_published(client, computed, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        page = client.get("/sustainability/sources/").content.decode()
    assert "Support contracts" in page
    assert "Customers" in page
    assert b"Support contracts,Larder Network,customer" in b"".join(client.get("/sustainability/sources.csv"))


def test_a_period_that_is_not_known_is_said_on_the_list_of_figures(client, computed):
    answer = client.get("/sustainability/metrics/?period=foo")
    assert answer.status_code == 400
    assert b"That period is not known" in answer.content


def test_a_value_comes_with_its_parameters(client, computed):
    text = b"".join(client.get("/sustainability/metrics/mean_monthly_expense/value.csv")).decode()
    row = next(csv.DictReader(io.StringIO(text)))
    assert json.loads(row["parameters"]) == {"months": 6}


def test_a_file_of_rows_has_the_names_that_are_public(client, computed):
    people = [
        Person.objects.create(slug="amina-diallo", name="Amina Diallo"),
        Person.objects.create(slug="hidden", name="Hidden Person", is_public=False),
    ]
    report = Report.objects.get(period="last-12-months")
    report.chunks.filter(family="work").delete()
    report.chunks.create(family="work", position=0, rows=[[person.pk, None, "doc", 7] for person in people])
    text = b"".join(client.get("/sustainability/metrics/active_contributors/work.csv")).decode()
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["person_name"] for row in rows] == ["Amina Diallo", "A contributor"]
    assert rows[0]["person"] == str(people[0].pk)


def test_newcomers_of_each_quarter_stand_in_a_table(client, computed):
    report = Report.objects.get(period="last-12-months")
    report.figures["retention"]["detail"]["cohorts"] = [{"quarter": "2026-Q1", "people": 4, "active": [4, 3]}]
    report.save()
    page = client.get("/sustainability/metrics/retention/").content.decode()
    assert "<td>2026-Q1</td><td>4</td><td>4 (100 %)</td><td>3 (75 %)</td>" in page


def test_other_days_are_worked_out_one_at_a_time(client, computed):
    with one_at_a_time():
        answer = client.get("/sustainability/?from=2026-01-01&to=2026-02-01")
        assert answer.status_code == 429
        assert b"Try again in a minute" in answer.content
        assert client.get("/sustainability/figures.csv?from=2026-01-01&to=2026-02-01").status_code == 429
    assert client.get("/sustainability/?from=2026-01-01&to=2026-02-01").status_code == 200


def test_other_days_are_worked_out_a_few_a_minute(client, computed):
    for _ in range(PER_MINUTE):
        with one_at_a_time():
            pass
    with pytest.raises(TooBusyError, match="this minute"), one_at_a_time():
        pass
