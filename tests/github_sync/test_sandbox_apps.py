"""GitHub Apps on the sandbox: made from a manifest, installed, known by their key, acting with tokens that end."""

import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests

from github_sync.sandbox.access import Access
from tests.github_sync.test_sandbox_git import ask

MANIFEST = {
    "name": "Mainstay at Harbor",
    "url": "http://127.0.0.1/",
    "redirect_url": "http://127.0.0.1/back",
    "setup_url": "http://127.0.0.1/installed",
    "hook_attributes": {"url": "http://127.0.0.1:9/hook"},
    "default_permissions": {"issues": "write", "metadata": "read"},
    "default_events": ["issues"],
}


def signed(app, pem=None, **claims):
    now = int(time.time())
    return jwt.encode(
        {"iat": now - 60, "exp": now + 540, "iss": str(app.id), **claims}, pem or app.pem, algorithm="RS256"
    )


@pytest.fixture
def app(sandbox):
    return sandbox.apps.create("Helper", "alice", permissions={"issues": "write", "metadata": "read"})


def token_of(sandbox, app, number, **wanted):
    path = f"/app/installations/{number}/access_tokens"
    return ask(sandbox, "POST", path, signed(app), **wanted)


def test_a_manifest_becomes_an_app(sandbox):
    address = f"{sandbox.url}/organizations/harbor/settings/apps/new?state=abc"
    page = requests.post(address, data={"manifest": json.dumps(MANIFEST)}, timeout=5)
    assert "Create GitHub App" in page.text
    form = {"manifest": json.dumps(MANIFEST), "name": "Mainstay"}
    sent = requests.post(address, data=form, timeout=5, allow_redirects=False)
    query = parse_qs(urlsplit(sent.headers["Location"]).query)
    assert query["state"] == ["abc"]
    path = f"{sandbox.api_url}/app-manifests/{query['code'][0]}/conversions"
    made = requests.post(path, timeout=5)
    assert made.status_code == 201
    assert (made.json()["slug"], made.json()["owner"]["login"]) == ("mainstay", "harbor")
    assert made.json()["pem"].startswith("-----BEGIN RSA PRIVATE KEY-----")
    assert requests.post(path, timeout=5).status_code == 404
    app = sandbox.apps.apps[made.json()["id"]]
    assert ask(sandbox, "GET", "/app", signed(app)).json()["name"] == "Mainstay"


def test_it_is_installed_on_a_page_and_leads_back(sandbox, app):
    app.setup_url = "http://127.0.0.1/installed"
    address = f"{sandbox.url}/apps/helper/installations/new"
    assert "harbor" in requests.get(address, timeout=5).text
    form = {"account": "harbor", "repository": "core"}
    sent = requests.post(address, data=form, timeout=5, allow_redirects=False)
    number = parse_qs(urlsplit(sent.headers["Location"]).query)["installation_id"][0]
    listed = ask(sandbox, "GET", "/app/installations", signed(app)).json()
    assert [(str(found["id"]), found["repository_selection"]) for found in listed] == [(number, "selected")]
    token = token_of(sandbox, app, number).json()["token"]
    seen = ask(sandbox, "GET", "/installation/repositories", token).json()
    assert (seen["total_count"], seen["repositories"][0]["full_name"]) == (1, "harbor/core")


def test_a_jwt_of_another_key_or_hour_is_refused(sandbox, app):
    other = sandbox.apps.create("Other", "alice")
    now = int(time.time())
    for token, part in (
        (signed(app, other.pem), "could not be decoded"),
        (signed(app, exp=now - 5), "must be a numeric value representing the future"),
        (signed(app, exp=now + 3600), "too far in the future"),
        ("nonsense", "could not be decoded"),
    ):
        answer = ask(sandbox, "GET", "/app", token)
        assert answer.status_code == 401
        assert part in answer.json()["message"]
    assert ask(sandbox, "GET", "/app", signed(app, iss="1")).status_code == 404


def test_its_token_may_what_it_was_given_and_no_more(sandbox, app):
    number = sandbox.change.install_app(app.id, "harbor")
    made = token_of(sandbox, app, number)
    assert made.json()["permissions"] == {"issues": "write", "metadata": "read"}
    token = made.json()["token"]
    said = ask(sandbox, "POST", "/repos/harbor/core/issues/1/comments", token, body="From the App")
    assert (said.status_code, said.json()["user"]["login"]) == (201, "helper[bot]")
    refused = ask(sandbox, "POST", "/repos/harbor/core/git/refs", token, ref="refs/heads/x", sha="e" * 40)
    assert (refused.status_code, refused.json()["message"]) == (403, "Resource not accessible by integration")
    assert ask(sandbox, "GET", "/user", token).status_code == 403
    assert "X-OAuth-Scopes" not in ask(sandbox, "GET", "/repos/harbor/core", token).headers


def test_a_repository_outside_the_installation_is_read_only(sandbox, app):
    number = sandbox.change.install_app(app.id, "harbor", ["docs"])
    token = token_of(sandbox, app, number).json()["token"]
    assert ask(sandbox, "GET", "/repos/harbor/core", token).status_code == 200
    assert ask(sandbox, "POST", "/repos/harbor/core/issues/1/comments", token, body="Hi").status_code == 403
    sandbox.change.choose_repositories(number, ["core"])
    assert ask(sandbox, "POST", "/repos/harbor/core/issues/1/comments", token, body="Hi").status_code == 201
    sandbox.change.privatize_repository("harbor/docs")
    assert ask(sandbox, "GET", "/repos/harbor/docs", token).status_code == 404


def test_a_token_ends(make_sandbox):
    sandbox = make_sandbox(access=Access(token_seconds=-1))
    app = sandbox.apps.create("Helper", "alice")
    number = sandbox.change.install_app(app.id, "harbor")
    token = token_of(sandbox, app, number).json()["token"]
    answer = ask(sandbox, "GET", "/repos/harbor/core", token)
    assert (answer.status_code, answer.json()["message"]) == (401, "Bad credentials")


def test_a_removed_installation_takes_its_tokens_along(sandbox, app):
    number = sandbox.change.install_app(app.id, "harbor")
    token = token_of(sandbox, app, number).json()["token"]
    sandbox.change.uninstall_app(number)
    assert ask(sandbox, "GET", "/repos/harbor/core", token).status_code == 401
    assert token_of(sandbox, app, number).status_code == 404


def test_its_deliveries_are_listed_and_name_the_installation(sandbox):
    app = sandbox.apps.create("Heard", "alice", events=["issues"], hook_url="http://127.0.0.1:9/hook")
    sandbox.change.open_issue("harbor/core", "Before it was installed")
    number = sandbox.change.install_app(app.id, "harbor")
    sandbox.change.open_issue("harbor/core", "After")
    sandbox.hooks.settle()
    listed = ask(sandbox, "GET", "/app/hook/deliveries", signed(app)).json()
    assert [(d["event"], d["action"], d["status_code"]) for d in listed] == [
        ("issues", "opened", 502), ("installation", "created", 502)]  # fmt: skip
    whole = ask(sandbox, "GET", f"/app/hook/deliveries/{listed[0]['id']}", signed(app)).json()
    assert whole["request"]["payload"]["installation"]["id"] == number
    again = ask(sandbox, "POST", f"/app/hook/deliveries/{listed[0]['id']}/attempts", signed(app))
    assert again.status_code == 202


def test_a_manifest_that_is_none_is_refused(sandbox):
    for raw in ("[", "{}"):
        answer = requests.post(f"{sandbox.url}/settings/apps/new", data={"manifest": raw}, timeout=5)
        assert answer.status_code == 422
