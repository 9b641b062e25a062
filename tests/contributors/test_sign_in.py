"""Signing in with GitHub joins the user to the person whose account it is."""

import pytest
from allauth.account.signals import user_logged_in
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added

from contributors.models import Person
from contributors.services.people import link_user
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


def test_nobody_takes_over_a_page_that_has_an_owner(bob, charlie):
    link_user(user=bob, github_id=4711, login="bob-builds")
    link_user(user=charlie, github_id=4711, login="bob-builds")
    assert Person.objects.get().user == bob


@pytest.mark.parametrize(("uid", "provider"), [("4711", "elsewhere"), ("not-a-number", "github")])
def test_other_accounts_are_none_of_our_business(bob, uid, provider):
    sign_in(bob, uid, "x", provider)
    assert not Person.objects.exists()


def test_signing_in_with_a_password_is_left_alone(client, bob):
    client.post("/accounts/login/", {"login": "bob", "password": "correct horse battery"})
    assert not Person.objects.exists()
