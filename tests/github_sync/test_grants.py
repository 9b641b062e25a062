"""The token by which the site acts as a person: what it must allow, its renewal, and its end."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.errors import NotAllowedError
from github_sync.models import Credential, PersonalGrant
from github_sync.sandbox import oauth
from github_sync.services.connection import open_client_of
from github_sync.services.credentials.grants import grant, withdraw
from github_sync.services.credentials.stored import store

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def app_sign_in(settings, sandbox):
    """A site that people sign in to by its App, whose tokens expire."""
    settings.GITHUB_WEB_URL = sandbox.url
    secrets = {"private_key": "of the App", "client_secret": "of the App's sign-in"}
    store(credential=Credential(kind="app"), secrets=secrets, actor=None, app_id="7", client_id="Iv23harbor")
    return sandbox


def refresh_token(login: str) -> str:
    oauth.CODES["ghr_first"] = (login, "", "Iv23harbor")
    return "ghr_first"


def test_a_token_that_may_only_read_is_refused(bob, sandbox):
    with pytest.raises(NotAllowedError, match="read only"):
        grant(user=bob, token="scoped-bob:read:user,user:email")
    assert open_client_of(bob.pk) is None


def test_the_site_acts_as_the_person_until_they_withdraw(bob, sandbox):
    grant(user=bob, token="scoped-bob:public_repo")
    assert open_client_of(bob.pk).get("/user")["login"] == "bob"
    withdraw(user=bob)
    assert open_client_of(bob.pk) is None


def test_a_token_about_to_expire_is_renewed_once(bob, app_sign_in):
    soon = timezone.now() + timedelta(minutes=1)
    grant(user=bob, token="scoped-bob:public_repo", refresh_token=refresh_token("bob"), expires_at=soon)
    for _ in range(2):
        assert open_client_of(bob.pk).get("/user")["login"] == "bob"
    renewals = [line for line in app_sign_in.requests if line["path"].endswith("/login/oauth/access_token")]
    assert len(renewals) == 1
    assert PersonalGrant.objects.get().expires_at > timezone.now() + timedelta(minutes=30)


def test_a_permission_that_github_does_not_renew_ends(bob, app_sign_in):
    past = timezone.now() - timedelta(minutes=1)
    grant(user=bob, token="scoped-bob:public_repo", refresh_token="ghr_revoked", expires_at=past)
    assert open_client_of(bob.pk) is None
    assert not PersonalGrant.objects.exists()


def test_an_expired_token_without_renewal_is_not_used(bob, sandbox):
    grant(user=bob, token="scoped-bob:public_repo", expires_at=timezone.now() - timedelta(minutes=1))
    assert open_client_of(bob.pk) is None
