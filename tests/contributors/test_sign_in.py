"""Signing in with GitHub joins the user to the person whose account it is."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added
from django.db import connection
from django.utils import timezone

from common.models import AuditEntry
from contributors.models import Claim, Identity, Person
from contributors.queries.board import my_tasks
from contributors.queries.people import github_logins
from contributors.services.claims import claim_task
from contributors.services.crediting import record_contribution
from contributors.services.linking import link_user
from contributors.services.recording import record_contributions
from tests.contributors import mirror

pytestmark = pytest.mark.django_db


def sign_in(user, uid: str, login: str, provider: str = "github") -> None:
    account = SocialAccount(user=user, provider=provider, uid=uid, extra_data={"login": login, "name": login.title()})
    user_logged_in.send(sender=type(user), request=None, user=user, sociallogin=SocialLogin(user=user, account=account))


def test_a_known_contributor_becomes_the_owner_of_their_page(bob):
    repository = mirror.repository()
    rosa = mirror.account("rosa")
    mirror.merged(repository, 1, rosa)
    record_contributions(repository_id=repository.pk)
    sign_in(bob, str(rosa.github_id), "rosa")
    assert Person.objects.get().user == bob


def test_a_newcomer_gets_a_person_who_later_earns_credit(bob):
    sign_in(bob, "4711", "bob-builds")
    assert Person.objects.get().slug == "bob-builds"
    repository = mirror.repository()
    mirror.merged(repository, 1, mirror.account("bob-builds", github_id=4711))
    record_contributions(repository_id=repository.pk)
    person = Person.objects.get()
    assert person.user == bob
    assert person.contributions.count() == 1


def test_signing_in_again_changes_nothing(bob):
    sign_in(bob, "4711", "bob-builds")
    sign_in(bob, "4711", "bob-builds")
    assert Person.objects.count() == 1


def test_adding_the_account_later_works_too(bob):
    account = SocialAccount(user=bob, provider="github", uid="4711", extra_data={"login": "bob-builds"})
    social_account_added.send(sender=SocialLogin, request=None, sociallogin=SocialLogin(user=bob, account=account))
    assert Person.objects.get().user == bob


@pytest.fixture
def connect(settings):
    """Connects a GitHub account as allauth does, so that it can be disconnected again."""
    settings.SOCIALACCOUNT_PROVIDERS = {"github": {"APPS": [{"client_id": "id", "secret": "secret", "key": ""}]}}

    def make(user, uid: str = "4711", login: str = "bob-builds") -> SocialAccount:
        account = SocialAccount.objects.create(user=user, provider="github", uid=uid, extra_data={"login": login})
        sign_in(user, uid, login)
        return account

    return make


def live_tasks(user) -> list[str]:
    return [task.title for task in my_tasks(user)]


def test_claims_made_before_connecting_stay_the_users(bob, make_task, connect):
    claim_task(user=bob, task_id=make_task(1).pk)
    made_by_site = Person.objects.get(user=bob)
    mentored = make_task(2, mentor=made_by_site)
    connect(bob)
    person = Person.objects.get()
    assert (person.user, person.slug) == (bob, "bob-builds")
    assert live_tasks(bob) == ["Task 1"]
    mentored.refresh_from_db()
    assert mentored.mentor == person
    assert AuditEntry.objects.get(action="contributors.link_user").detail["absorbed"] == made_by_site.pk


def test_another_account_of_the_same_user_joins_their_person(bob, make_task, connect):
    repository = mirror.repository()
    mirror.merged(repository, 1, mirror.account("bob-builds", github_id=4711))
    record_contributions(repository_id=repository.pk)
    connect(bob)
    claim_task(user=bob, task_id=make_task(1).pk)
    connect(bob, "4712", "bob-at-work")
    person = Person.objects.get()
    assert (person.user, person.slug, person.contributions.count()) == (bob, "bob-builds", 1)
    assert sorted(person.identities.values_list("login", flat=True)) == ["bob-at-work", "bob-builds"]
    assert live_tasks(bob) == ["Task 1"]


def test_credit_of_an_account_that_is_not_connected_any_more_is_not_joined(bob, make_task, connect):
    repository = mirror.repository()
    mirror.merged(repository, 1, mirror.account("bob-builds", github_id=4711))
    record_contributions(repository_id=repository.pk)
    connect(bob).delete()  # without a signal, as when a row is removed by hand
    claim_task(user=bob, task_id=make_task(1).pk)
    connect(bob, "4712", "bob-at-work")
    assert Person.objects.get(user=bob).slug == "bob-at-work"
    assert Person.objects.get(slug="bob-builds").contributions.count() == 1
    assert live_tasks(bob) == ["Task 1"]


def test_a_robots_account_takes_no_credit_from_its_human(bob, connect):
    credit(bob)
    mirror.merged(repository := mirror.repository(), 1, mirror.account("dust[bot]", github_id=4711, is_bot=True))
    record_contributions(repository_id=repository.pk)
    connect(bob, login="dust[bot]")
    assert Person.objects.get(user=bob).contributions.count() == 1


def credit(user, external_id="edit/1", kind="doc"):
    record_contribution(
        user=user, kind=kind, source="site", external_id=external_id, title="A clearer page", occurred_at=mirror.WHEN,
        evidence_url="https://docs.example.org/", provenance="Edited here",
    )  # fmt: skip


def test_credit_earned_here_and_on_github_belongs_to_one_person(client, bob, make_task, connect):
    credit(bob)
    mirror.merged(repository := mirror.repository(), 1, mirror.account("bob-builds", github_id=4711))
    record_contributions(repository_id=repository.pk)
    connect(bob)
    person = Person.objects.get()
    assert (person.user, person.slug) == (bob, "bob-builds")
    assert sorted(person.contributions.values_list("source", flat=True)) == ["github", "site"]
    assert client.get("/people/bob/")["Location"] == "/people/bob-builds/"
    page = client.get("/people/bob/", follow=True).content.decode()
    assert "A clearer page" in page
    assert client.get("/people/").content.decode().count('href="/people/bob') == 1


def test_the_page_with_the_credit_stays_when_the_account_on_github_is_new_here(client, bob, connect):
    credit(bob)
    connect(bob)
    person = Person.objects.get()
    assert (person.slug, person.user, person.contributions.count()) == ("bob", bob, 1)
    assert [*person.identities.values_list("key", "login")] == [("github:4711", "bob-builds")]
    credit(bob, "edit/2")
    assert person.contributions.count() == 2


def test_of_four_claims_the_two_older_stay_and_the_person_is_told(client, bob, make_task, connect):
    github_person = Person.objects.create(name="Bob", slug="bob-builds")
    Identity.objects.create(person=github_person, key="github:4711", login="bob-builds")
    claim_task(user=bob, task_id=make_task(1).pk)
    claim_task(user=bob, task_id=make_task(2).pk)
    soon = timezone.now() + timedelta(days=9)
    for number in (3, 4):
        Claim.objects.create(task=make_task(number), person=github_person, expires_at=soon)
    over = Claim.objects.create(task=make_task(5), person=github_person, expires_at=timezone.now() - timedelta(days=1))
    connect(bob)
    assert sorted(live_tasks(bob)) == ["Task 1", "Task 2"]
    ended = Claim.objects.filter(release_reason="joined").values_list("task__title", flat=True)
    assert sorted(ended) == ["Task 3", "Task 4"]
    over.refresh_from_db()
    assert over.release_reason != "joined"
    client.force_login(bob)
    page = client.get("/account/").content.decode()
    assert "Task 3" in page
    assert "two of your pages were joined" in page
    assert (
        "gave it back, holding as many as one person may"
        in client.get("/tasks/ferrywell/ferrywell/3/").content.decode()
    )


def test_signing_in_follows_a_new_name_on_github(bob, connect):
    account = mirror.account("bob-builds", github_id=4711)
    taken = mirror.account("bob-new", github_id=4712)
    connect(bob)
    other = Person.objects.create(name="Other", slug="other")
    Identity.objects.create(person=other, key="github:4712", login="bob-new")
    sign_in(bob, "4711", "bob-new")
    person = Person.objects.get(user=bob)
    assert person.identities.get(key="github:4711").login == "bob-new"
    account.refresh_from_db()
    taken.refresh_from_db()
    assert (account.login, taken.login) == ("bob-new", "renamed account 4712")
    assert github_logins(person) == ["bob-new"]
    assert github_logins(other) == []


@pytest.mark.django_db(transaction=True)
def test_two_sign_ins_at_once_make_one_person(bob):
    credit(bob)
    barrier = threading.Barrier(6)

    def attempt(number: int) -> None:
        try:
            barrier.wait(timeout=30)
            link_user(user=bob, github_id=4711 + number % 2, login=f"bob{number % 2}")
        finally:
            connection.close()

    for uid in ("4711", "4712"):
        SocialAccount.objects.create(user=bob, provider="github", uid=uid)
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(attempt, range(6)))
    person = Person.objects.get()
    assert (person.user, person.contributions.count(), person.identities.count()) == (bob, 1, 2)


def test_disconnecting_leaves_the_credit_and_keeps_the_claims(client, bob, make_task, connect):
    account = connect(bob)
    claim_task(user=bob, task_id=make_task(1).pk)
    client.force_login(bob)
    client.post("/accounts/3rdparty/", {"account": account.pk})
    person = Person.objects.get(identities__key="github:4711")
    assert person.user is None
    assert live_tasks(bob) == ["Task 1"]
    assert Person.objects.get(user=bob) != person
    assert AuditEntry.objects.filter(action="contributors.unlink_user", actor=bob).count() == 1


def test_whoever_signs_in_with_the_account_gets_the_page(client, bob, charlie, make_task, connect):
    account = connect(bob)
    client.force_login(bob)
    client.post("/accounts/3rdparty/", {"account": account.pk})
    connect(charlie)
    assert Person.objects.get(identities__key="github:4711").user == charlie


def test_the_owner_of_the_account_wins_over_one_who_lost_it(bob, charlie, make_task, connect):
    connect(bob).delete()  # without a signal, as when a row is removed by hand
    claim_task(user=bob, task_id=make_task(1).pk)
    connect(charlie)
    assert Person.objects.get(identities__key="github:4711").user == charlie
    assert live_tasks(bob) == ["Task 1"]
    assert live_tasks(charlie) == []


def test_nobody_takes_over_a_page_whose_owner_has_the_account(bob, charlie, connect):
    connect(bob)
    link_user(user=charlie, github_id=4711, login="bob-builds")
    assert Person.objects.get().user == bob


@pytest.mark.parametrize(("uid", "provider"), [("4711", "elsewhere"), ("not-a-number", "github")])
def test_other_accounts_are_none_of_our_business(bob, uid, provider):
    sign_in(bob, uid, "x", provider)
    assert not Person.objects.exists()


def test_signing_in_with_a_password_is_left_alone(client, bob):
    client.post("/accounts/login/", {"login": "bob", "password": "correct horse battery"})
    assert not Person.objects.exists()
