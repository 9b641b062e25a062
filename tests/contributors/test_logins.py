"""Accounts are known by their number: links and assignments follow a new login, and never reach who took the old one."""

import pytest

from contributors.models import BoardSettings, Identity, Person, Task
from contributors.queries.people import HIDDEN_NAME, github_logins, named_in_history
from contributors.services.claims import claim_task, release_claim
from contributors.services.people import follow_logins, person_of_user
from contributors.services.recording import record_contributions
from github_sync.services.accounts import AccountBook
from tests.contributors import mirror

pytestmark = pytest.mark.django_db


def seen(number, login, kind="User"):
    AccountBook().learn([{"databaseId": number, "login": login, "__typename": kind}])


def identity(name, number, login, **fields):
    person = Person.objects.create(name=name, slug=name.lower(), **fields)
    return Identity.objects.create(person=person, key=f"github:{number}", login=login)


def test_the_link_follows_as_soon_as_the_new_login_is_seen(client):
    repository = mirror.repository()
    mirror.merged(repository, 1, mirror.account("rosa", github_id=51))
    record_contributions(repository_id=repository.pk)
    seen(51, "rosa-new")
    page = client.get("/people/rosa/").content.decode()
    assert "rosa-new on GitHub" in page
    assert "rosa on GitHub" not in page
    record_contributions(repository_id=repository.pk)
    assert Identity.objects.get().login == "rosa-new"
    assert "Rosa" in client.get("/people/?q=rosa-new").content.decode()


@pytest.mark.parametrize("login", ["rosa", "Rosa"])
def test_whose_login_another_took_has_no_link(client, login):
    repository = mirror.repository()
    mirror.merged(repository, 1, mirror.account("rosa", github_id=51))
    record_contributions(repository_id=repository.pk)
    seen(52, login)
    assert github_logins(Person.objects.get()) == []
    record_contributions(repository_id=repository.pk)
    assert "on GitHub" not in client.get("/people/rosa/").content.decode()
    assert Identity.objects.get().login == ""
    seen(51, "rosa-new")
    assert github_logins(Person.objects.get()) == ["rosa-new"]


def test_a_mannequin_takes_nobodys_login():
    mirror.account("rosa", github_id=51)
    seen(52, "rosa", "Mannequin")
    assert mirror.model("Account").objects.get(github_id=51).login == "rosa"


def test_two_who_swap_logins_are_told_apart():
    one, other = identity("One", 51, "left"), identity("Other", 52, "right")
    assert follow_logins(logins={51: "right", 52: "left"}) == 2
    for row, login in ((one, "right"), (other, "left")):
        row.refresh_from_db()
        assert row.login == login
    assert follow_logins(logins={51: "right"}) == 0


def test_an_old_commit_does_not_bring_the_old_login_back():
    repository = mirror.repository()
    rosa = mirror.account("rosa-new", github_id=51)
    mirror.merged(repository, 1, rosa)
    mirror.commit(repository, "a1", co_authors=(("Rosa", "51+rosa@users.noreply.github.com"),), author_name="Gus",
                  author_email="gus@example.org")  # fmt: skip
    record_contributions(repository_id=repository.pk)
    assert Identity.objects.get(key="github:51").login == "rosa-new"


def test_who_is_hidden_is_so_under_a_login_of_long_ago():
    hidden = identity("Rosa Müller", 51, "rosa-new", is_public=False)
    authors = [("Rosa Müller", "rosa"), ("Rosa Mu\u0308ller", ""), ("Gus", "gus")]
    found = named_in_history(authors)
    assert [name.name for _, name in found.values()] == [HIDDEN_NAME, HIDDEN_NAME]
    assert {pk for pk, _ in found.values()} == {hidden.person_id}


@pytest.mark.django_db(transaction=True)
class TestAssigning:
    @pytest.fixture
    def task(self, harbor, bob):
        harbor.community.repo("harbor", "core").record["collaborators"] = {"alice": "admin", "bob": "triage"}
        Identity.objects.filter(key="github:2").delete()
        Identity.objects.create(person=person_of_user(user=bob), key="github:2", login="bob")
        settings = BoardSettings.load()
        settings.telling = "assign"
        settings.save()
        return Task.objects.get(name="core", number=1)

    def core(self, harbor):
        return harbor.community.repo("harbor", "core")

    def test_who_took_the_old_login_is_never_assigned(self, harbor, task, bob, run_queue):
        harbor.change.rename_account("bob", "bob-new")
        harbor.change.rename_account("charlie", "bob")
        self.core(harbor).record["collaborators"] = {"alice": "admin", "bob-new": "triage", "bob": "triage"}
        claim_task(user=bob, task_id=task.pk)
        run_queue()
        assert self.core(harbor).issues[1]["assignees"] == ["bob-new"]

    def test_taking_back_follows_the_account_too(self, harbor, task, bob, run_queue):
        claim_task(user=bob, task_id=task.pk)
        run_queue()
        assert self.core(harbor).issues[1]["assignees"] == ["bob"]
        harbor.change.rename_account("bob", "bob-new")
        release_claim(user=bob, task_id=task.pk)
        run_queue()
        assert self.core(harbor).issues[1]["assignees"] == []

    def test_whose_account_is_gone_is_told_in_a_comment(self, harbor, task, bob, run_queue):
        Identity.objects.filter(key="github:2").update(key="github:4444")
        claim_task(user=bob, task_id=task.pk)
        run_queue()
        assert self.core(harbor).issues[1]["assignees"] == []
        assert "bob would like to work on this" in self.core(harbor).comments_of_thread[1][-1]["body"]
