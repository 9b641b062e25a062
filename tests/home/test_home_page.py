"""The front door stays quick however large the community."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contributors.models import Task
from home.services.setup import ensure_site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site_root")]

MOST_QUERIES = 30


@pytest.fixture(autouse=True)
def _uncached(settings: Any) -> None:
    settings.PAGE_CACHE_SECONDS = 0


def _add_tasks(count: int) -> None:
    now = timezone.now()
    for number in range(1, count + 1):
        Task.objects.get_or_create(number=number, owner="harbor", name="core", defaults={
            "source": "github", "external_id": f"1/{number}", "title": f"Task {number}", "labels": ["good first issue"],
            "opened_at": now, "updated_at": now})  # fmt: skip


def _queries(client: Client) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get("/").status_code == 200
    return len(seen)


def test_the_number_of_queries_is_the_same_for_one_task_and_fifty(client: Client) -> None:
    ensure_site(name="Harbor")
    client.get("/")
    _add_tasks(1)
    few = _queries(client)
    _add_tasks(50)
    many = _queries(client)
    assert many <= few + 2
    assert many <= MOST_QUERIES


def test_an_empty_site_says_what_comes_and_sets_no_cookie(client: Client) -> None:
    ensure_site(name="Harbor", tagline="Software for small harbors.")
    answer = client.get("/")
    page = answer.content.decode()
    assert "Software for small harbors." in page
    assert "No task is open right now" in page
    assert "Not synced with GitHub yet" in page
    assert not answer.cookies


def test_setting_up_twice_keeps_what_an_editor_wrote() -> None:
    home = ensure_site(name="Harbor")
    home.tagline = "Ours."
    home.save()
    assert ensure_site(name="Harbor").tagline == "Ours."
