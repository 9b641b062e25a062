"""The front door stays quick however large the community."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from contributors.models import Contribution, Person, Task
from home.services.setup import ensure_site
from sustainability.models import Entry, FundingSource
from sustainability.tasks import refresh_reports
from tests.contributors.mirror import public

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


def test_what_is_new_says_who_did_what(client: Client) -> None:
    ensure_site(name="Harbor")
    rosa = Person.objects.create(name="Rosa", slug="rosa")
    told = {"pull": ("Moor the boats", "contributed"), "review": ("Reviewed “Paint the pier”", "reviewed"),
            "issue": ("The rope is worn", "reported")}  # fmt: skip
    for number, (what, (title, _)) in enumerate(told.items()):
        Contribution.objects.create(person=rosa, kind="code", occurred_at=timezone.now(), title=title, source="github",
                                    external_id=f"1/{what}/{number}", repository_number=public(), evidence_url="https://github.com/")  # fmt: skip
    page = " ".join(strip_tags(client.get("/").content.decode()).split())
    for line in ("Rosa contributed Moor the boats", "Rosa reviewed Paint the pier", "Rosa reported The rope is worn"):
        assert line in page


def test_who_helped_leads_to_those_who_are_counted(client: Client) -> None:
    ensure_site(name="Harbor")
    for number, days in enumerate((3, 300)):
        person = Person.objects.create(name=f"Helper {days}", slug=f"helper-{days}")
        Contribution.objects.create(person=person, kind="code", occurred_at=timezone.now() - timedelta(days=days),
                                    title="Work", source="github", external_id=f"1/pull/{number}",
                                    repository_number=public())  # fmt: skip
    assert '<a href="/people/?active=lately">1</a>' in client.get("/").content.decode()
    page = client.get("/people/?active=lately").content.decode()
    assert "Helper 3<" in page
    assert "Helper 300" not in page


def test_the_shares_of_the_income_add_up(client: Client) -> None:
    ensure_site(name="Harbor")
    for funding_class in ("community", "customer", "public"):
        source = FundingSource.objects.create(name=funding_class, funding_class=funding_class)
        day = timezone.localdate() - timedelta(days=40)
        Entry.objects.create(kind="income", source=source, amount_minor=100, currency="EUR", occurred_on=day)
    refresh_reports()
    page = client.get("/").content.decode()
    shown = re.findall(r"<strong>(\d+) %</strong>", page)
    assert sum(map(int, shown)) == 100
    report = client.get("/sustainability/").content.decode()
    chart = report[report.index("chart--wide") : report.index("chart--narrow")]
    assert sorted(re.findall(r">(\d+) %<", chart)) == sorted(shown)
