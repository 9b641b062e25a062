"""Signing in with GitHub joins the user to the person whose account it is."""

import pytest
from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added

from common.models import AuditEntry
from contributors.models import Person
from contributors.queries.board import my_tasks
from contributors.services.claims import claim_task
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


def test_a_person_with_credit_stays_when_its_user_connects_another_account(bob, make_task, connect):
    repository = mirror.repository()
    mirror.merged(repository, 1, mirror.account("bob-builds", github_id=4711))
    record_contributions(repository_id=repository.pk)
    connect(bob)
    claim_task(user=bob, task_id=make_task(1).pk)
    connect(bob, "4712", "bob-at-work")
    assert Person.objects.get(user=bob).slug == "bob-at-work"
    assert Person.objects.get(slug="bob-builds").contributions.count() == 1
    assert live_tasks(bob) == ["Task 1"]


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
