"""A maintainer joins two pages of one human: everything is theirs once, nothing is lost, and it can be undone."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from common.errors import ConflictError, InvalidInputError
from common.models import AuditEntry
from contributors.models import Affiliation, Claim, Contribution, Identity, Organization, Person, PersonJoin
from contributors.queries.board import my_tasks
from contributors.queries.ledger import credits
from contributors.queries.people import hidden_users, person_for, public_people
from contributors.services.claims import release_claim
from contributors.services.crediting import record_contribution
from contributors.services.joining import JOURNAL, join_people
from contributors.services.people import person_of_user
from contributors.services.recording import record_contributions
from contributors.services.relations import label_of, relations_to
from home.services.setup import ensure_site
from tests.contributors import mirror

pytestmark = pytest.mark.django_db
WHY = "She said so at the meeting"


@pytest.fixture
def fern(make_person):
    return make_person("Fern Moss")


@pytest.fixture
def twin(make_person):
    return make_person("F. Moss")


@pytest.fixture
def maintainer(client, alice):
    ensure_site(name="Mainstay")
    client.force_login(alice)
    return client


def entry(person, external_id="1/pull/1", **fields):
    defaults = {"kind": "code", "source": "github", "occurred_at": mirror.WHEN, "title": "A change", "provenance": "x",
                "repository_number": mirror.public()}  # fmt: skip
    return Contribution.objects.create(person=person, external_id=external_id, **{**defaults, **fields})


def source(name):
    return apps.get_model("docs_hub", "DocSource").objects.create(title=name, slug=name)


def care(**fields):
    return apps.get_model("docs_hub", "Care").objects.create(doc_source=source("guide"), **fields)


MAKERS = {
    "contributors.Person.joined_into": lambda p, make_task: Person.objects.create(name="Old", slug="o", joined_into=p),
    "contributors.Identity.person": lambda p, make_task: Identity.objects.create(person=p, key="email:f@example.org"),
    "contributors.Affiliation.person": lambda p, make_task: Affiliation.objects.create(
        person=p, organization=Organization.objects.create(name="Bluebird", slug="bluebird")
    ),
    "contributors.Contribution.person": lambda p, make_task: entry(p),
    "contributors.Task.mentor": lambda p, make_task: make_task(9, mentor=p),
    "contributors.Task.opened_by": lambda p, make_task: make_task(7, opened_by=p),
    "contributors.Claim.person": lambda p, make_task: Claim.objects.create(
        task=make_task(8), person=p, expires_at=timezone.now() + timedelta(days=3)
    ),
    "docs_hub.Care.owner": lambda p, make_task: care(owner=p),
    "docs_hub.Care.checked_by": lambda p, make_task: care(checked_by=p),
}


def test_every_column_that_names_a_person_has_its_row_in_this_test():
    assert {label_of(one) for one in relations_to(Person)} == MAKERS.keys() | JOURNAL


@pytest.mark.parametrize("label", MAKERS)
def test_whatever_names_a_person_names_the_one_who_stays(fern, twin, make_task, label):
    row = MAKERS[label](twin, make_task)
    journal = join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    found = type(row)._base_manager.get(pk=row.pk)
    assert getattr(found, label.rpartition(".")[2]) == fern
    assert journal.detail["moved"] == {label: [row.pk]}


def test_work_that_both_are_credited_with_counts_once(fern, twin):
    own, theirs = entry(fern), entry(twin)
    only = entry(twin, "1/pull/2")
    denied, counted = (
        entry(fern, "1/pull/3", status="void", void_reason="the mirror says otherwise now"),
        entry(twin, "1/pull/3"),
    )
    journal = join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    assert Contribution.objects.count() == 5
    counts = fern.contributions.filter(status__in=Contribution.COUNTED)
    assert set(counts) == {own, only, denied}
    assert set(Contribution.objects.filter(person=twin, status="void")) == {theirs, counted}
    before = journal.detail["before"]["contributors.Contribution"]
    assert before[str(denied.pk)] == {"status": "void", "void_reason": "the mirror says otherwise now"}
    assert set(journal.detail["stayed"]["contributors.Contribution.person"]) == {theirs.pk, counted.pk}
    assert len(credits(mirror.WHEN, timezone.now())) == 3


def test_the_next_recording_credits_the_one_person_once():
    repository = mirror.repository()
    rosa = mirror.account("rosa")
    change = mirror.merged(repository, 1, rosa)
    mirror.commit(repository, "a1", rosa, (("Rosa from home", "rosa@home.example"),), pull_request=change)
    mirror.merged(repository, 2, rosa)
    record_contributions(repository_id=repository.pk)
    assert Contribution.objects.count() == 3
    kept, former = (
        Identity.objects.get(key=key).person for key in (f"github:{rosa.github_id}", "email:rosa@home.example")
    )
    join_people(actor=None, former_id=former.pk, kept_id=kept.pk, reason=WHY)
    for _ in range(2):
        record_contributions(repository_id=repository.pk)
    assert len(credits(mirror.WHEN, timezone.now())) == 2
    assert Contribution.objects.count() == 3
    assert Person.objects.get() == kept


def test_hidden_stays_hidden_and_no_address_tells(client, fern, twin, bob):
    Person.objects.filter(pk=twin.pk).update(is_public=False, user=bob)
    entry(fern)
    join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    assert client.get("/people/fern-moss/").status_code == 404
    assert client.get("/people/f-moss/").status_code == 404
    assert "Moss" not in client.get("/people/").content.decode()
    assert hidden_users([bob.pk]) == {bob.pk}


def test_the_former_address_leads_on(client, fern, twin):
    entry(twin)
    join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    assert client.get("/people/f-moss/")["Location"] == "/people/fern-moss/"
    assert [person.name for person in public_people()] == ["Fern Moss"]


def test_both_accounts_of_the_site_sign_in_as_the_one_person(client, fern, twin, bob, charlie, make_task):
    for person, user in ((fern, bob), (twin, charlie)):
        person.user = user
        person.save()
    task = make_task(1)
    Claim.objects.create(task=task, person=twin, expires_at=timezone.now() + timedelta(days=3))
    join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    assert person_for(bob) == person_for(charlie) == person_of_user(user=charlie) == fern
    assert [one.title for one in my_tasks(bob)] == [one.title for one in my_tasks(charlie)] == ["Task 1"]
    record_contribution(
        user=charlie, kind="doc", source="site", external_id="edit/1", title="A page", occurred_at=mirror.WHEN,
        evidence_url="", provenance="Edited here",
    )  # fmt: skip
    assert fern.contributions.count() == 1
    client.force_login(charlie)
    assert "/people/fern-moss/" in client.get("/account/").content.decode()
    assert release_claim(user=charlie, task_id=task.pk).release_reason == "released"


def test_a_chain_of_joins_leads_to_the_last(client, fern, twin, make_person):
    third = make_person("Third")
    join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    join_people(actor=None, former_id=fern.pk, kept_id=third.pk, reason=WHY)
    for slug in ("f-moss", "fern-moss"):
        assert client.get(f"/people/{slug}/")["Location"] == "/people/third/"
    assert PersonJoin.objects.count() == 2


def test_who_was_joined_already_or_is_a_robot_is_not_joined(fern, twin, make_person):
    robot = make_person("Dust", is_bot=True)
    with pytest.raises(InvalidInputError, match="robot"):
        join_people(actor=None, former_id=robot.pk, kept_id=fern.pk, reason=WHY)
    with pytest.raises(InvalidInputError, match="how you know"):
        join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason="  ")
    join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    for former, kept in ((twin, fern), (fern, twin), (fern, fern)):
        with pytest.raises(ConflictError):
            join_people(actor=None, former_id=former.pk, kept_id=kept.pk, reason=WHY)
    assert PersonJoin.objects.count() == 1


def test_a_maintainer_sees_what_happens_before_it_does(maintainer, fern, twin, make_task):
    entry(fern)
    entry(twin)
    for number in range(3):
        holder = (fern, twin, twin)[number]
        Claim.objects.create(task=make_task(number), person=holder, expires_at=timezone.now() + timedelta(days=3))
    address = f"/admin/contributors_people/join/{twin.pk}/"
    assert address in maintainer.get("/admin/contributors_people/").content.decode()
    assert "Fern Moss" in maintainer.get(f"{address}?q=moss").content.decode()
    page = maintainer.get(f"{address}?into={fern.pk}").content.decode()
    assert "1 accepted contribution moves to Fern Moss, 1 of them counted once" in page
    assert "1 claim ends" in page
    assert maintainer.post(address, {"into": fern.pk, "reason": ""}).status_code == 400
    assert not PersonJoin.objects.exists()
    said = maintainer.post(address, {"into": fern.pk, "reason": WHY}, follow=True).content.decode()
    assert "F. Moss and Fern Moss are one person now. 1 claim was given back." in said
    row = AuditEntry.objects.get(action="contributors.join_people")
    assert (row.actor.username, row.detail["reason"]) == ("alice", WHY)
    assert maintainer.get(address).status_code == 404
    assert "F. Moss" not in maintainer.get("/admin/contributors_people/").content.decode()


def test_an_address_that_leads_on_is_taken_and_its_person_is_not_deleted(maintainer, fern, twin, make_person):
    join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    other = make_person("Other")
    page = maintainer.post(f"/admin/contributors_people/edit/{other.pk}/", {"name": "Other", "slug": "f-moss"})
    assert "This address is taken" in page.content.decode()
    page = maintainer.get(f"/admin/contributors_people/delete/{fern.pk}/").content.decode()
    assert "1 other page leads to Fern Moss since they were joined" in page


def test_somebody_new_of_the_same_name_gets_another_address(fern, twin, make_user):
    join_people(actor=None, former_id=twin.pk, kept_id=fern.pk, reason=WHY)
    assert person_of_user(user=make_user("f-moss")).slug == "f-moss-2"


def test_a_stranger_joins_nobody(client, charlie, fern, twin):
    client.force_login(charlie)
    response = client.post(f"/admin/contributors_people/join/{twin.pk}/", {"into": fern.pk, "reason": WHY})
    assert response.status_code in {302, 403}
    assert not PersonJoin.objects.exists()
