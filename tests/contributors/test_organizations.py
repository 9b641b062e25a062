"""Organizations do not split by spelling, and those that did are joined; who works where is the better word."""

from datetime import date

import pytest
from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from common.models import AuditEntry
from contributors.models import Affiliation, Organization
from contributors.queries.ledger import credits
from contributors.services.affiliations import note_companies
from contributors.services.organizations import organization_named
from contributors.services.recording import record_contributions
from home.services.setup import ensure_site
from tests.contributors import mirror

pytestmark = pytest.mark.django_db
Source = Affiliation.Source


@pytest.fixture
def maintainer(client, alice):
    ensure_site(name="Mainstay")
    client.force_login(alice)
    return client


@pytest.fixture
def teams(make_person):
    """Two organizations with somebody in each."""
    one, other = (Organization.objects.create(name=name, slug=name.lower()) for name in ("Bluebird", "Greenfinch"))
    Affiliation.objects.create(person=make_person("Rosa"), organization=one)
    Affiliation.objects.create(person=make_person("Gus"), organization=other)
    return one, other


def test_people_of_one_company_work_for_one_organization():
    repository = mirror.repository()
    spellings = ["Bluebird", "@BlueBird", "bluebird", "Bluebird GmbH & Co. KG", "blue-bird"]
    for number, company in enumerate(spellings):
        mirror.merged(repository, number + 1, mirror.account(f"worker{number}", company=company))
    record_contributions(repository_id=repository.pk)
    [organization] = Organization.objects.all()
    assert organization.affiliations.count() == 5
    record_contributions(repository_id=repository.pk)
    assert Affiliation.objects.count() == 5


def test_another_spelling_of_the_profile_changes_nothing(make_person):
    rosa = make_person("Rosa")
    assert note_companies(companies={rosa.pk: "Bluebird"}) == 1
    assert note_companies(companies={rosa.pk: "@bluebird"}) == 0
    assert Affiliation.objects.get().ends_on is None


def test_what_a_maintainer_enters_is_theirs_and_outlives_the_sync(maintainer, make_person):
    rosa = make_person("Rosa")
    note_companies(companies={rosa.pk: "Bluebird"})
    told = Affiliation.objects.get()
    other = Organization.objects.create(name="Greenfinch", slug="greenfinch")
    page = maintainer.get(f"/admin/contributors_affiliations/edit/{told.pk}/").content.decode()
    assert "GitHub profile" not in page
    fields = {"person": rosa.pk, "organization": other.pk, "source": Source.MAINTAINER}
    assert maintainer.post(f"/admin/contributors_affiliations/edit/{told.pk}/", fields).status_code == 302
    note_companies(companies={rosa.pk: "Bluebird"})
    told.refresh_from_db()
    assert (told.organization, told.source, told.ends_on) == (other, Source.MAINTAINER, None)
    assert rosa.affiliations.first() == told
    assert AuditEntry.objects.get(action="contributors.keep_affiliation").actor.username == "alice"


def test_a_new_entry_is_a_maintainers_word_unless_they_say_otherwise(maintainer, make_person):
    rosa, bluebird = make_person("Rosa"), Organization.objects.create(name="Bluebird", slug="bluebird")
    form = maintainer.get("/admin/contributors_affiliations/new/").context["form"]
    assert form["source"].value() == Source.MAINTAINER
    fields = {"person": rosa.pk, "organization": bluebird.pk, "source": Source.PROFILE}
    assert maintainer.post("/admin/contributors_affiliations/new/", fields).status_code == 200
    assert not Affiliation.objects.exists()


def test_who_left_by_a_better_word_is_not_brought_back_by_the_profile(make_person):
    rosa = make_person("Rosa")
    note_companies(companies={rosa.pk: "Bluebird"})
    bluebird = Organization.objects.get()
    Affiliation.objects.create(
        person=rosa, organization=bluebird, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 1), source=Source.SELF
    )
    note_companies(companies={rosa.pk: "Bluebird"})
    assert not Affiliation.objects.filter(source=Source.PROFILE, ends_on=None).exists()
    assert note_companies(companies={rosa.pk: "Bluebird"}) == 0


def test_the_persons_own_word_counts(make_person):
    repository = mirror.repository()
    mirror.merged(repository, 1, mirror.account("rosa", company="Bluebird"))
    record_contributions(repository_id=repository.pk)
    row = Affiliation.objects.get()
    for name, source in (("Greenfinch", Source.SELF), ("Wren", Source.MAINTAINER)):
        Affiliation.objects.create(person=row.person, organization=organization_named(name=name), source=source)
    record_contributions(repository_id=repository.pk)
    [credit] = credits(mirror.WHEN, timezone.now())
    assert credit.organization_id == Organization.objects.get(name="Greenfinch").pk


def test_a_taken_name_offers_the_join(maintainer, teams):
    one, other = teams
    fields = {"name": "greenfinch Ltd", "slug": "bluebird"}
    page = maintainer.post(f"/admin/contributors_organizations/edit/{one.pk}/", fields).content.decode()
    assert f"/admin/contributors_organizations/join/{one.pk}/?into={other.pk}" in page
    one.refresh_from_db()
    assert one.name == "Bluebird"
    page = maintainer.post("/admin/contributors_organizations/new/", {"name": "@greenfinch", "slug": "x"})
    assert "This is there already" in page.content.decode()


def test_joining_shows_what_happens_first_and_then_does_it(maintainer, teams):
    one, other = teams
    Affiliation.objects.create(person=one.affiliations.get().person, organization=other)
    address = f"/admin/contributors_organizations/join/{one.pk}/"
    assert "Greenfinch" in maintainer.get(f"{address}?q=green").content.decode()
    assert "1 affiliation moves to Greenfinch" in maintainer.get(f"{address}?into={other.pk}").content.decode()
    assert Organization.objects.count() == 2
    assert maintainer.post(address, {"into": other.pk}).status_code == 302
    assert Organization.objects.get() == other
    assert sorted(row.person.name for row in other.affiliations.all()) == ["Gus", "Rosa"]
    detail = AuditEntry.objects.get(action="contributors.join_organizations").detail
    assert (detail["name"], detail["kept"]) == ("Bluebird", other.pk)
    assert len(detail["said_twice"]) == 1
    assert maintainer.post(address, {"into": other.pk}).status_code == 404


@pytest.mark.parametrize("into", ["", "0", "x", "9" * 30, "self"])
def test_joining_with_nothing_is_refused(maintainer, teams, into):
    one = teams[0]
    into = str(one.pk) if into == "self" else into
    page = maintainer.post(f"/admin/contributors_organizations/join/{one.pk}/", {"into": into})
    assert "Choose the organization that stays first" in page.content.decode()
    assert Organization.objects.count() == 2


def test_a_stranger_joins_nothing(client, charlie, teams):
    client.force_login(charlie)
    one, other = teams
    response = client.post(f"/admin/contributors_organizations/join/{one.pk}/", {"into": other.pk})
    assert response.status_code in {302, 403}
    assert Organization.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_spellings_that_are_there_already_become_one(request):
    request.addfinalizer(
        lambda: MigrationExecutor(connection).migrate(MigrationExecutor(connection).loader.graph.leaf_nodes())
    )
    executor = MigrationExecutor(connection)
    executor.migrate([("contributors", "0004_take_over_what_was")])
    old = executor.loader.project_state([("contributors", "0004_take_over_what_was")]).apps
    organization, affiliation = (old.get_model("contributors", name) for name in ("Organization", "Affiliation"))
    person = old.get_model("contributors", "Person").objects
    for number, name in enumerate(["Bluebird", "bluebird", "Bluebird GmbH & Co. KG", "Bluebird Academy"]):
        row = organization.objects.create(name=name, slug=f"o{number}")
        for count in range(3 - number if number < 3 else 1):
            somebody = person.create(name="P", slug=f"p{number}-{count}")
            affiliation.objects.create(person=somebody, organization=row, source=10)
            affiliation.objects.create(person=somebody, organization=organization.objects.first(), source=10)
    executor = MigrationExecutor(connection)
    executor.migrate([("contributors", "0006_one_organization_a_key")])
    now = apps.get_model("contributors", "Organization")
    assert list(now.objects.values_list("name", "key")) == [
        ("Bluebird", "bluebird"), ("Bluebird Academy", "bluebirdacademy"),
    ]  # fmt: skip
    assert now.objects.get(key="bluebird").affiliations.values("person").distinct().count() == 7
    assert AuditEntry.objects.filter(action="contributors.join_organizations").count() == 2
