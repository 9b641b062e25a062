"""An error report, which goes to operators by mail, tells no token, no key and no webhook's secret."""

import sys
from uuid import uuid4

import pytest
import requests
from cryptography.fernet import MultiFernet
from django.core.signals import got_request_exception
from django.urls import reverse
from django.views.debug import ExceptionReporter

from github_sync.client.client import GitHubClient
from github_sync.client.oauth import renew
from github_sync.models import Credential
from github_sync.services.connection import open_client
from github_sync.services.credentials.apps import take_app, take_app_by_hand
from github_sync.services.credentials.grants import grant, usable_token
from github_sync.services.credentials.hooks import renew_webhook_secret, set_up_webhooks
from github_sync.services.credentials.stored import store
from github_sync.services.credentials.tokens import connect_with_token
from tests.github_sync.outbox import mirror

pytestmark = pytest.mark.django_db(transaction=True)


class Crash(Exception):  # noqa: N818 - no error of this site
    """Nothing that this site expects."""


def crash(*_args, **_more):
    raise Crash("the network card burns")


@pytest.fixture
def broken(monkeypatch):
    """Whatever is asked of the network from now on ends in an error that nobody reckoned with."""
    return lambda: monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", crash)


@pytest.fixture
def secret():
    return f"secret{uuid4().hex}"


@pytest.fixture
def app_key(sandbox):
    return sandbox.apps.create("Harbor site", "harbor").pem


def report_of(call):
    """As Django mails it, of the frames of this site's own code and those below."""
    with pytest.raises(Crash) as caught:
        call()
    trace = caught.tb
    while trace is not None and "/tests/" in trace.tb_frame.f_code.co_filename:
        trace = trace.tb_next
    reporter = ExceptionReporter(None, caught.type, caught.value, trace)
    return reporter.get_traceback_html() + reporter.get_traceback_text()


def hides(report, *secrets):
    assert "the network card burns" in report
    assert "github_sync" in report
    return not any(one in report for one in secrets)


def test_asking_github(sandbox, settings, secret, broken):
    settings.GITHUB_TOKEN = secret
    broken()
    assert hides(report_of(lambda: GitHubClient().get("/meta")), secret)
    assert hides(report_of(lambda: GitHubClient().graphql("query {}", owner="a", name="b")), secret)
    assert hides(report_of(lambda: GitHubClient().send("POST", "/repos/a/b/issues/1/comments", {"body": "x"})), secret)
    assert hides(report_of(lambda: open_client().get("/meta")), secret)


def test_entering_a_token_or_an_app(sandbox, secret, broken, app_key):
    broken()
    made = {"app_id": "7", "private_key": app_key, "webhook_secret": secret, "actor": None}
    body = app_key.splitlines()[1]
    assert hides(report_of(lambda: connect_with_token(token=secret, actor=None)), secret)
    assert hides(report_of(lambda: take_app(code=secret, actor=None)), secret)
    assert hides(report_of(lambda: take_app_by_hand(**made)), secret, body)


def test_what_people_give(sandbox, bob, secret, broken):
    given = grant(user=bob, token="scoped-bob:public_repo", refresh_token=secret)
    given.expires_at = given.granted_at
    given.save()
    broken()
    asked = {"client_id": "1", "secret": secret, "refresh_token": secret}
    assert hides(report_of(lambda: grant(user=bob, token=secret, refresh_token=secret)), secret)
    assert hides(report_of(lambda: renew(**asked)), secret)


def test_renewing_what_a_person_gave(sandbox, bob, settings, secret, broken):
    settings.GITHUB_OAUTH_CLIENT_ID, settings.GITHUB_OAUTH_CLIENT_SECRET = "1", secret
    given = grant(user=bob, token="scoped-bob:public_repo", refresh_token=secret)
    given.expires_at = given.granted_at
    given.save()
    broken()
    assert hides(report_of(lambda: usable_token(user_id=bob.pk)), secret)


def test_webhooks_and_their_secret(sandbox, secret, broken):
    mirror()
    kept = {"token": "scoped-bob:admin:repo_hook", "webhook_secret": secret}
    store(credential=Credential(kind="token", login="bob"), secrets=kept, actor=None)
    broken()
    assert hides(report_of(lambda: set_up_webhooks(actor=None)), secret)


def test_an_app_whose_webhook_gets_a_new_secret(sandbox, secret, broken, app_key):
    kept = {"private_key": app_key, "webhook_secret": secret}
    store(credential=Credential(kind="app", app_id="7", installation_id="8"), secrets=kept, actor=None)
    broken()
    assert hides(report_of(lambda: renew_webhook_secret(actor=None)), secret, app_key.splitlines()[1])


def test_sealing_and_opening(sandbox, secret, monkeypatch):
    row = store(credential=Credential(kind="token", login="bob"), secrets={"token": secret}, actor=None)
    monkeypatch.setattr(MultiFernet, "encrypt", crash)
    assert hides(report_of(lambda: store(credential=Credential(), secrets={"token": secret}, actor=None)), secret)
    assert hides(report_of(lambda: store(credential=row, secrets={"token": secret}, actor=None)), secret)


@pytest.mark.parametrize(
    ("address", "field"),
    [("github_enter_token", "token"), ("github_app_by_hand", "private_key"), ("github_app_by_hand", "webhook_secret")],
)
def test_the_forms(site_root, empty_site, client, sandbox, olga, secret, broken, app_key, address, field):
    client.force_login(olga)
    client.raise_request_exception = False
    broken()
    reports = []

    def keep(request, **_more):
        reporter = ExceptionReporter(request, *sys.exc_info())
        reports.append(reporter.get_traceback_html() + reporter.get_traceback_text())

    got_request_exception.connect(keep)
    posted = {"app_id": "7", "private_key": app_key, field: app_key if field == "private_key" else secret}
    assert client.post(reverse(address), posted).status_code == 500
    got_request_exception.disconnect(keep)
    assert hides(reports[0], secret, app_key.splitlines()[1])
