"""Who contributes: a list without ranks, and a page a person."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from contributors.models import Affiliation, Contribution, Organization
from tests.contributors.mirror import public

pytestmark = pytest.mark.django_db


@pytest.fixture
def credit(db):
    def make(person, kind="code", year=2025, **fields):
        number = Contribution.objects.count()
        defaults = {
            "occurred_at": datetime(year, 5, 1, tzinfo=UTC),
            "title": f"Work {number}",
            "evidence_url": f"https://github.com/ferrywell/ferrywell/pull/{number}",
        }
        return Contribution.objects.create(
            person=person, kind=kind, source="github", repository_number=public(),
            external_id=f"1/pull/{number}", repository="ferrywell/ferrywell", provenance="GitHub: merged pull request",
            **{**defaults, **fields},
        )  # fmt: skip

    return make


def test_the_list_shows_people_with_counted_work_the_latest_first(client, make_person, credit):
    rosa, tomas, bot = make_person("Rosa"), make_person("Tomas"), make_person("robot", is_bot=True)
    hidden, idle, void = make_person("Hidden", is_public=False), make_person("Idle"), make_person("Voided")
    credit(rosa, year=2024), credit(tomas, year=2025), credit(bot), credit(hidden), credit(void, status="void")
    text = client.get("/people/").text
    assert text.index("Tomas") < text.index("Rosa")
    for name in ("robot", "Hidden", "Idle", "Voided"):
        assert name not in text
    assert idle.slug not in text


def test_the_list_filters_by_kind_and_name(client, make_person, credit):
    credit(make_person("Rosa"), "doc"), credit(make_person("Tomas"), "code")
    assert "Tomas" not in client.get("/people/?kind=doc").text
    assert "Rosa" in client.get("/people/?q=ros").text
    assert "Nobody found" in client.get("/people/?q=zzz").text
    assert "was left out" in client.get("/people/?kind=juggling").text


@pytest.mark.parametrize("query", ["page=99999999999", "page=abc", "q=%00", "kind=%00", "q=%25_", "page=٣"])
def test_odd_addresses_are_harmless(client, make_person, credit, query):
    credit(make_person("Rosa"))
    assert client.get(f"/people/?{query}").status_code == 200


def test_a_person_has_kinds_over_time_and_evidence(client, make_person, credit):
    rosa = make_person("Rosa")
    credit(rosa, "code", 2024), credit(rosa, "doc", 2025), credit(rosa, "doc", 2026, status="void")
    ferry = Organization.objects.create(name="Ferry Works", slug="ferry-works")
    Affiliation.objects.create(person=rosa, organization=ferry)
    text = client.get("/people/rosa/").text
    for expected in ("since May 2024", "Documentation", "/pull/1", "Ferry Works", "merged pull request", "<rect"):
        assert expected in text
    assert "/pull/2" not in text


def test_every_entry_of_a_person_can_be_opened(client, make_person, credit):
    rosa = make_person("Rosa")
    for _ in range(70):
        credit(rosa)
    pages = [client.get(f"/people/rosa/?page={number}").text for number in (1, 2, 3)]
    for number in range(70):
        assert any(f'/pull/{number}"' in page for page in pages)
    assert "Page 3 of 3" in pages[2]
    assert "Earlier work" in pages[1]


def test_counts_of_kinds_respect_the_search(client, make_person, credit):
    credit(make_person("Rosa"), "doc"), credit(make_person("Tomas"), "doc"), credit(make_person("Ros"), "code")
    credit(make_person("Rosalind", is_public=False), "code")
    text = client.get("/people/?q=ros").text
    assert '<span>Documentation</span><span class="count">1</span>' in text
    assert '<span>Code</span><span class="count">1</span>' in text


def test_who_was_active_lately_can_be_chosen(client, make_person, credit):
    credit(make_person("Rosa"), occurred_at=timezone.now() - timedelta(days=5))
    credit(make_person("Hidden", is_public=False), occurred_at=timezone.now() - timedelta(days=5))
    credit(make_person("Tomas"), year=2020)
    text = client.get("/people/?active=lately").text
    assert "1 person active in the last 91 days, and 1 who is not shown by name" in text
    assert "Tomas" not in text


def test_links_lead_to_the_configured_github(client, make_person, credit, settings):
    settings.GITHUB_WEB_URL = "http://127.0.0.1:9000"
    rosa = make_person("Rosa")
    rosa.identities.create(key="github:1", login="rosa")
    assert 'href="http://127.0.0.1:9000/rosa"' in client.get("/people/rosa/").text


def test_addresses_are_never_shown(client, make_person, credit):
    rosa = make_person("Rosa")
    rosa.identities.create(key="email:rosa@example.org")
    credit(rosa)
    assert "example.org" not in client.get("/people/rosa/").text


def test_hidden_and_unknown_people_have_no_page(client, make_person):
    make_person("Hidden", is_public=False)
    assert client.get("/people/hidden/").status_code == 404
    assert client.get("/people/nobody/").status_code == 404


def test_a_page_makes_few_queries(client, make_person, credit, django_assert_max_num_queries):
    rosa = make_person("Rosa")
    for _ in range(40):
        credit(rosa)
    with django_assert_max_num_queries(8):
        client.get("/people/rosa/")
    with django_assert_max_num_queries(6):
        client.get("/people/?kind=code")
