"""Connecting GitHub in the browser: what GitHub says of a credential decides, and secrets stay where they are."""

import json
import re

import pytest
import requests
from django.urls import reverse

from common.vault import seal
from github_sync.client.errors import GitHubError
from github_sync.models import Credential, Issue, Repository
from github_sync.queries.connection import connection_state
from github_sync.services.connection import acts_as_app
from github_sync.services.repositories import track_repository
from github_sync.services.sync import sync_repository
from github_sync.services.visible import repositories_in_sight
from github_sync.services.webhooks import secrets as webhook_module
from github_sync.services.webhooks.apply import apply_due
from github_sync.services.webhooks.secrets import forget_secrets, webhook_secrets
from github_sync.tasks import sync_one

pytestmark = pytest.mark.django_db(transaction=True)

SCREEN = "/admin/github/connection/"


@pytest.fixture
def site(settings, sandbox, site_root, empty_site):
    """A site whose environment knows no credential."""
    settings.GITHUB_TOKEN, settings.GITHUB_WEB_URL = "", sandbox.url
    settings.SITE_URL = "http://testserver"
    return settings


@pytest.fixture
def operator(site, client, olga):
    client.force_login(olga)
    return client


def enter(client, token: str):
    return client.post(reverse("github_enter_token"), {"token": token}, follow=True)


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_an_unconnected_site_says_what_it_lacks(operator):
    assert "Not connected" in text_of(operator.get(SCREEN))


def test_a_token_is_asked_whose_it_is_and_used_from_then_on(operator, sandbox):
    page = enter(operator, "scoped-bob:repo,read:org,admin:repo_hook")
    assert "Connected as bob" in text_of(page)
    assert connection_state().missing == []
    sync_repository(track_repository(full_name="harbor/core", actor=None))
    assert Issue.objects.count() == 3
    assert Credential.objects.get().login == "bob"


def test_missing_scopes_are_named_with_what_is_lost(operator):
    text = text_of(enter(operator, "scoped-bob:read:org"))
    assert "public_repo : without it the site cannot comment" in text
    assert "admin:repo_hook : without it" in text
    assert "read:org : without it" not in text


def test_a_scope_that_includes_another_is_enough(operator):
    enter(operator, "scoped-bob:repo,admin:org,admin:repo_hook")
    assert connection_state().missing == []


def test_a_token_that_github_refuses_leaves_the_one_in_use(operator):
    enter(operator, "scoped-bob:repo")
    page = enter(operator, "wrong")
    assert "does not know this token" in text_of(page)
    assert connection_state().identity == "bob"


@pytest.mark.parametrize("token", ["two words", "mit-ümlaut", "x" * 501, " "])
def test_what_is_no_token_is_refused_without_asking_github(operator, sandbox, token):
    before = len(sandbox.requests)
    enter(operator, token)
    assert len(sandbox.requests) == before
    assert not Credential.objects.exists()


def test_no_page_ever_shows_the_token_again(operator):
    token = "scoped-bob:repo"
    pages = [enter(operator, token), operator.get(SCREEN), operator.post(reverse("github_enter_token"), {"token": ""})]
    assert all(token not in page.content.decode() for page in pages)


def test_an_expiring_token_is_told_in_time(operator, sandbox):
    enter(operator, "scoped-bob:repo")
    Credential.objects.update(expires_at="2026-01-01T00:00:00Z")
    assert "It expires soon" in text_of(operator.get(SCREEN))


def test_asking_again_takes_over_what_changed_on_github(operator):
    enter(operator, "scoped-bob:repo,read:org,admin:repo_hook")
    Credential.objects.update(scopes=["read:org"])
    operator.post(reverse("github_check_connection"))
    assert connection_state().missing == []


def test_a_lost_key_is_a_failure_in_words_and_not_a_crash(operator, site, tmp_path):
    enter(operator, "scoped-bob:repo")
    site.DATA_DIR = tmp_path  # as on a machine that was given the database without the key
    repository = track_repository(full_name="harbor/core", actor=None)
    sync_one(repository.pk)
    run = repository.runs.get()
    assert (run.status, run.cause) == ("failed", "credential")
    assert "Enter them anew" in run.error
    assert "Enter them anew" in text_of(operator.get(SCREEN))


def test_disconnecting_forgets_the_secret_and_the_environment_counts_again(operator, site):
    enter(operator, "scoped-bob:repo")
    site.GITHUB_TOKEN = "sandbox-alice"
    page = operator.post(reverse("github_disconnect", args=[Credential.objects.get().pk]), follow=True)
    assert not Credential.objects.exists()
    assert "Revoke it on GitHub too" in text_of(page)
    assert connection_state().source == "environment"


@pytest.mark.parametrize("name", ["bob", "alice", "wendy"])
def test_others_neither_see_nor_change_it(site, client, name, request):
    client.force_login(request.getfixturevalue(name))
    assert client.get(SCREEN).status_code in {302, 403}
    client.post(reverse("github_enter_token"), {"token": "scoped-bob:repo"})
    assert not Credential.objects.exists()


def test_a_stranger_is_sent_to_sign_in(site, client):
    response = client.post(reverse("github_enter_token"), {"token": "scoped-bob:repo"})
    assert response.status_code == 302
    assert not Credential.objects.exists()


# --- a GitHub App ---


def make_app(client, sandbox):
    """As a person does: the manifest from our page, GitHub's page, back with a code, and to the installation."""
    page = client.post(reverse("github_app_begin"), {"organization": "harbor"})
    manifest, target = page.context["manifest"], page.context["target"]
    answer = requests.post(f"{target}&auto=1", data={"manifest": manifest}, allow_redirects=False, timeout=5)
    return client.get(answer.headers["Location"].removeprefix("http://testserver"))


def install(client, page, **choice: str):
    address = f"{page['Location']}&auto=1&account=harbor"
    answer = requests.post(address, data=choice, allow_redirects=False, timeout=5)
    return client.get(answer.headers["Location"].removeprefix("http://testserver"), follow=True)


def test_an_app_is_made_installed_and_used(operator, sandbox):
    page = install(operator, make_app(operator, sandbox))
    assert "which is installed on harbor" in text_of(page)
    assert acts_as_app()
    assert connection_state().missing == []
    assert [one.full_name for one in repositories_in_sight()] == ["harbor/core", "harbor/docs"]
    sync_repository(track_repository(full_name="harbor/core", actor=None))
    assert Issue.objects.count() == 3
    stored = Credential.objects.get()
    assert webhook_secrets() == [sandbox.apps.apps[int(stored.app_id)].webhook_secret]


def test_an_app_that_waits_leaves_the_token_in_use(operator, sandbox):
    enter(operator, "scoped-bob:repo")
    make_app(operator, sandbox)
    assert connection_state().kind == "token"
    assert "not installed yet" in text_of(operator.get(SCREEN))
    waiting = Credential.objects.get(is_active=False)
    answer = operator.get(reverse("github_app_choose", args=[waiting.pk]))
    assert "is not installed anywhere yet" in text_of(answer)
    install(operator, {"Location": answer.context["install_url"]})
    assert connection_state().kind == "app"
    assert Credential.objects.count() == 1


def test_an_answer_to_another_attempt_is_refused(operator, sandbox):
    operator.post(reverse("github_app_begin"), {"organization": ""})
    page = operator.get(reverse("github_app_made"), {"code": "abc", "state": "another"}, follow=True)
    assert "belongs to another attempt" in text_of(page)
    assert not Credential.objects.exists()


def test_a_code_that_was_used_is_said_in_words(operator, sandbox):
    operator.post(reverse("github_app_begin"), {"organization": ""})
    state = operator.session["github_connection_state"]
    page = operator.get(reverse("github_app_made"), {"code": "abc", "state": state}, follow=True)
    assert "Start again" in text_of(page)


def test_an_app_can_be_entered_by_hand(operator, sandbox):
    app = sandbox.apps.create("Harbor site", "harbor")
    sandbox.apps.install(app, "harbor")
    form = {"app_id": str(app.id), "private_key": app.pem.replace("\n", "\r\n"), "webhook_secret": "shared"}
    page = operator.post(reverse("github_app_by_hand"), form, follow=True)
    assert "installed on harbor" in text_of(page)
    assert "members: read : without it" in text_of(operator.get(SCREEN))
    assert webhook_secrets() == ["shared"]


@pytest.mark.parametrize(
    ("change", "said"),
    [({"private_key": "no key"}, "no private key"), ({"app_id": "x"}, "is a number"), ({"app_id": "9"}, "GitHub")],
)
def test_a_broken_app_is_said_in_words_and_its_key_not_repeated(operator, sandbox, change, said):
    app = sandbox.apps.create("Harbor site", "harbor")
    form = {"app_id": str(app.id), "private_key": app.pem, **change}
    page = operator.post(reverse("github_app_by_hand"), form, follow=True)
    assert said in text_of(page)
    assert "BEGIN RSA" not in page.content.decode()
    assert not Credential.objects.exists()


def test_an_app_that_was_suspended_on_github_is_told(operator, sandbox, deliver):
    install(operator, make_app(operator, sandbox))
    number = int(Credential.objects.get().installation_id)
    sandbox.change.suspend_app(number)
    told = [d for d in sandbox.hooks.deliveries.values() if d.event == "installation"][-1]
    deliver("installation", json.loads(told.body), secret=webhook_secrets()[0])
    apply_due()
    assert "was suspended on GitHub" in text_of(operator.get(SCREEN))
    with pytest.raises(GitHubError, match="suspended"):
        repositories_in_sight()


# --- webhooks ---


def test_a_new_secret_is_shown_once_and_the_former_holds_for_a_while(operator):
    enter(operator, "scoped-alice:repo,admin:repo_hook")
    shown = [operator.post(reverse("github_renew_secret")).context["fresh_secret"] for _ in range(2)]
    assert webhook_secrets() == [shown[1], shown[0]]
    assert shown[1] not in operator.get(SCREEN).content.decode()
    Credential.objects.update(webhook_previous_until="2026-01-01T00:00:00Z")
    forget_secrets()
    assert webhook_secrets() == [shown[1]]


def test_a_new_secret_of_an_app_is_told_to_github(operator, sandbox):
    install(operator, make_app(operator, sandbox))
    operator.post(reverse("github_renew_secret"))
    hook = next(hook for hook in sandbox.hooks.hooks.values() if hook.app)
    assert hook.secret == webhook_secrets()[0]


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_new_secret_that_github_did_not_answer_for_is_sent_again_and_both_hold(operator, sandbox, when):
    install(operator, make_app(operator, sandbox))
    working = webhook_secrets()[0]
    sandbox.faults.add("PATCH .*/app/hook/config", "status", status=403, when=when, times=0)
    for _ in range(3):
        operator.post(reverse("github_renew_secret"))
    kept = webhook_secrets()
    assert len(kept) == 2
    assert (kept[0], secret_at_github(sandbox)) == (working, working if when == "before" else kept[1])
    sandbox.faults.clear()
    operator.post(reverse("github_renew_secret"))
    assert webhook_secrets() == [kept[1], working]
    assert secret_at_github(sandbox) == kept[1]


def secret_at_github(sandbox):
    return next(hook.secret for hook in sandbox.hooks.hooks.values() if hook.app)


def test_pressing_twice_within_the_hour_forgets_no_secret_that_may_still_be_in_use(operator):
    enter(operator, "scoped-alice:repo,admin:repo_hook")
    shown = [operator.post(reverse("github_renew_secret")).context["fresh_secret"] for _ in range(6)]
    assert webhook_secrets() == shown[:1:-1]


def test_a_secret_that_another_process_has_renewed_is_known_at_once(operator, deliver, settings, monkeypatch):
    enter(operator, "scoped-alice:repo,admin:repo_hook")
    operator.post(reverse("github_renew_secret"))
    monkeypatch.setattr(webhook_module, "AGAIN_SECONDS", -1.0)
    assert deliver("ping", {"zen": "Hold"}, secret=webhook_secrets()[0]).status_code == 202
    Credential.objects.update(sealed=seal({"token": "x", "webhook_secret": "fresh"}))
    assert deliver("ping", {"zen": "Hold"}, secret="fresh").status_code == 202
    assert deliver("ping", {"zen": "Hold"}, secret="wrong").status_code == 403


def test_a_webhook_that_was_switched_off_is_on_again_for_all_that_matters(operator, sandbox):
    enter(operator, "scoped-alice:repo,admin:repo_hook")
    track_repository(full_name="harbor/core", actor=None)
    hook = sandbox.hooks.add(
        "http://testserver/github/webhooks/", "old", repository=101, is_active=False, events=frozenset({"push"})
    )
    operator.post(reverse("github_set_up_webhooks"), follow=True)
    now = sandbox.hooks.hooks[hook.id]
    assert (now.is_active, now.secret) == (True, webhook_secrets()[0])
    assert {"issues", "pull_request", "repository"} <= now.events


def test_webhooks_are_set_up_on_every_followed_repository(operator, sandbox):
    enter(operator, "scoped-alice:repo,admin:repo_hook")
    for name in ("harbor/core", "harbor/docs"):
        track_repository(full_name=name, actor=None)
    for _ in range(2):  # twice makes no second one
        page = operator.post(reverse("github_set_up_webhooks"), follow=True)
    assert "harbor/core, harbor/docs" in text_of(page)
    hooks = [hook for hook in sandbox.hooks.hooks.values() if hook.url == "http://testserver/github/webhooks/"]
    assert len(hooks) == 2
    assert {hook.secret for hook in hooks} == set(webhook_secrets())


def test_a_repository_whose_webhooks_are_refused_is_named(operator, sandbox):
    enter(operator, "scoped-bob:read:org")
    track_repository(full_name="harbor/core", actor=None)
    page = operator.post(reverse("github_set_up_webhooks"), follow=True)
    assert "harbor/core:" in text_of(page)
    assert Repository.objects.count() == 1
