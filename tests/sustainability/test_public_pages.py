"""The public pages: for everyone the same, few queries, and safe whatever is asked."""

from datetime import date

import pytest

from sustainability.domain.catalog import METRICS
from sustainability.services.csv_format import TEMPLATE
from sustainability.services.importing import import_funding
from sustainability.services.reporting import refresh_reports


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
