"""What machines ask for, and the pages for what went wrong."""

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_healthz_says_that_the_database_answers(client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["database"] == "ok"
    assert answer.json()["synced_at"] is None


def test_robots_keep_out_of_what_is_private(client: Client) -> None:
    answer = client.get("/robots.txt")
    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in answer.content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in answer.content.decode()


@pytest.mark.usefixtures("empty_site")
@pytest.mark.django_db(transaction=True)
def test_the_sitemap_lists_pages_and_rooms(client: Client) -> None:
    listed = client.get("/sitemap.xml").content.decode()
    assert "/tasks/</loc>" in listed
    assert "<loc>http://localhost/</loc>" in listed


def test_a_browser_that_guesses_finds_the_icon(client: Client) -> None:
    assert client.get("/favicon.ico")["Location"].startswith("/static/img/mark")


def test_only_the_admin_may_run_scripts_inside_its_pages(client: Client) -> None:
    readers, editors = client.get("/nothing/"), client.get("/admin/")
    assert "script-src 'self';" in readers["Content-Security-Policy"] + ";"
    assert "script-src 'self' 'unsafe-inline'" in editors["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/nothing/", "/tasks/a/b/99999999999999999999/", "/people/%00/", "/docs/%00/", "/%F0%9F%99%82/"]
)
def test_an_unknown_address_offers_ways_on(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "This page is not here" in page
    assert 'action="/search/"' in page


def test_a_fault_of_ours_shows_a_calm_page(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.home.broken_urls"
    answer = Client(raise_request_exception=False).get("/broken/")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()


def test_the_style_guide_is_for_developers_only(client: Client) -> None:
    assert client.get("/styleguide/").status_code == 404


@pytest.mark.parametrize("address", ["/nothing/", "/", "/search/?q=x"])
def test_every_answer_carries_the_safety_headers(client: Client, address: str) -> None:
    answer = client.get(address)
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
