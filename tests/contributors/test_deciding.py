"""A maintainer voids or re-assigns a wrong credit, with a reason, and no recording undoes it."""

import pytest

from common.models import AuditEntry
from contributors.models import Contribution, Identity, Person
from contributors.queries.ledger import coverage, credits
from contributors.queries.people import public_people
from contributors.services.recording import record_contributions
from home.services.setup import ensure_site
from tests.contributors import mirror
from tests.contributors.mirror import WHEN

pytestmark = pytest.mark.django_db
LATER = WHEN.replace(year=2027)
WHY = "Gus wrote it, Fern only pushed it"


@pytest.fixture
def maintainer(client, alice):
    ensure_site(name="Mainstay")
    client.force_login(alice)
    return client


@pytest.fixture
def repository(db):
    """Fern is credited with one change, Gus with another."""
    found = mirror.repository()
    mirror.merged(found, 1, mirror.account("fern"), "src/ferry.py", title="Faster ferry")
    mirror.merged(found, 2, mirror.account("gus"), title="A quieter one")
    record_contributions(repository_id=found.pk)
    return found


def entry(name="Fern"):
    return Contribution.objects.get(person__name=name, title="Faster ferry")


def decide(client, row, **fields):
    return client.post(f"/admin/contributors_contributions/decide/{row.pk}/", {"reason": WHY, **fields})


def counted(name):
    return Contribution.objects.filter(person__name=name, status__in=Contribution.COUNTED).count()


def test_another_is_credited_and_the_next_recording_leaves_it_so(maintainer, repository, client):
    row = entry()
    assert decide(maintainer, row, decision="assign", person="gus").status_code == 302
    for _ in range(2):
        record_contributions(repository_id=repository.pk)
    assert (counted("Fern"), counted("Gus")) == (0, 2)
    assert Contribution.objects.count() == 3
    new = Contribution.objects.get(person__name="Gus", title="Faster ferry")
    assert (new.status, new.evidence_url, new.occurred_at) == ("confirmed", row.evidence_url, row.occurred_at)
    assert "assigned by a maintainer" in new.provenance
    row.refresh_from_db()
    assert (row.status, WHY in row.void_reason) == ("void", True)
    assert "Faster ferry" in client.get("/people/gus/").content.decode()
    assert "Faster ferry" not in client.get("/people/fern/").content.decode()
    assert [person.name for person in public_people()] == ["Gus"]
    assert {one.person_id for one in credits(WHEN, LATER)} == {Person.objects.get(name="Gus").pk}
    assert coverage(WHEN, LATER).attributed == 2
    said = AuditEntry.objects.get(action="contributors.decide_credit")
    assert (said.actor.username, said.detail["decision"], said.detail["reason"]) == ("alice", "reassign", WHY)


def test_void_stays_void_also_when_the_work_turns_out_to_be_of_another_kind(maintainer, repository):
    row = entry()
    assert decide(maintainer, row, decision="void").status_code == 302
    mirror.model("PullRequest").objects.filter(number=1).update(paths=["docs/ferry.md"])
    record_contributions(repository_id=repository.pk)
    assert counted("Fern") == 0
    assert Contribution.objects.filter(person=row.person).count() == 1


def test_the_new_holder_is_not_credited_twice_when_the_kind_changes(maintainer, repository):
    decide(maintainer, entry(), decision="assign", person="gus")
    pull = mirror.model("PullRequest").objects.get(number=1)
    pull.paths = ["docs/ferry.md"]
    pull.save()
    mirror.commit(repository, "a1", pull_request=pull, co_authors=(("Gus", "gus@example.org"),))
    Identity.objects.create(person=Person.objects.get(name="Gus"), key="email:gus@example.org")
    record_contributions(repository_id=repository.pk)
    assert (counted("Fern"), counted("Gus")) == (0, 2)


def test_what_was_void_counts_after_all(maintainer, repository):
    row = entry()
    decide(maintainer, row, decision="void")
    page = maintainer.get(f"/admin/contributors_contributions/decide/{row.pk}/").content.decode()
    assert WHY in page
    assert "It counts after all" in page
    assert decide(maintainer, row, decision="count").status_code == 302
    row.refresh_from_db()
    assert (row.status, row.void_reason) == ("confirmed", "")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision": "void", "reason": " "}, "This field is required"),
        ({"decision": "assign", "person": ""}, "Nobody is called so here"),
        ({"decision": "assign", "person": "nobody"}, "Nobody is called so here"),
        ({"decision": "assign", "person": "Fern"}, "is credited with this already"),
        ({"decision": "assign", "person": "dust"}, "A robot is credited with nothing"),
        ({"decision": "count"}, "Select a valid choice"),
        ({"decision": "assign", "person": "Moss"}, "Write the address of one: moss, moss-2"),
    ],
)
def test_what_cannot_be_is_refused_in_words(maintainer, repository, fields, words):
    Person.objects.create(name="Dust", slug="dust", is_bot=True)
    for slug, name in (("moss", "Moss Fern"), ("moss-2", "moss  fern")):
        Person.objects.create(name=name, slug=slug)
    fields = {**fields, "person": "Moss Fern"} if fields.get("person") == "Moss" else fields
    page = decide(maintainer, entry(), **fields).content.decode()
    assert words in page
    assert (counted("Fern"), counted("Gus"), Contribution.objects.count()) == (1, 1, 2)


def test_a_decision_about_a_void_entry_says_that_it_is_void(maintainer, repository):
    row = entry()
    decide(maintainer, row, decision="void")
    assert "Select a valid choice" in decide(maintainer, row, decision="void").content.decode()
    assert AuditEntry.objects.filter(action="contributors.decide_credit").count() == 1


def test_the_way_there_is_in_the_list_and_on_the_entry(maintainer, repository):
    row = entry()
    address = f"/admin/contributors_contributions/decide/{row.pk}/"
    assert address in maintainer.get("/admin/contributors_contributions/").content.decode()
    assert address in maintainer.get(f"/admin/contributors_contributions/inspect/{row.pk}/").content.decode()


@pytest.mark.parametrize("name", ["bob", "sam", "wendy"])
def test_nobody_else_decides(client, request, repository, name):
    ensure_site(name="Mainstay")
    client.force_login(request.getfixturevalue(name))
    assert decide(client, entry(), decision="void").status_code in {302, 403}
    assert counted("Fern") == 1
