"""The sandbox answers as GitHub does: paging, conditional requests, limits, writes, sign-in."""

import base64
import hashlib
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from github_sync.sandbox.access import Access

AUTH = {"Authorization": "Bearer sandbox-alice"}


def get(sandbox, path, **options):
    return requests.get(sandbox.api_url + path, headers={**AUTH, **options.pop("headers", {})}, timeout=5, **options)


def test_pages_carry_links(sandbox):
    first = get(sandbox, "/repos/harbor/core/issues", params={"state": "all", "per_page": 4})
    assert len(first.json()) == 4
    assert first.links["next"]["url"].endswith("page=2")
    second = requests.get(first.links["next"]["url"], headers=AUTH, timeout=5)
    assert len(second.json()) == 2
    assert "next" not in second.links


def test_issues_list_pull_requests_too(sandbox):
    found = get(sandbox, "/repos/harbor/core/issues", params={"state": "all"}).json()
    assert {entry["number"] for entry in found if "pull_request" in entry} == {4, 5, 6}


def test_a_304_costs_nothing_and_an_etag_belongs_to_its_token(sandbox):
    first = get(sandbox, "/repos/harbor/core")
    again = get(sandbox, "/repos/harbor/core", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["x-ratelimit-used"] == first.headers["x-ratelimit-used"]
    other = {"Authorization": "Bearer sandbox-bob", "If-None-Match": first.headers["ETag"]}
    assert requests.get(f"{sandbox.api_url}/repos/harbor/core", headers=other, timeout=5).status_code == 200


def test_the_limit_is_real(make_sandbox):
    sandbox = make_sandbox(access=Access(core_limit=2))
    codes = [get(sandbox, "/repos/harbor/core").status_code for _ in range(3)]
    assert codes == [200, 200, 403]


def test_an_unknown_token_is_refused(sandbox):
    answer = get(sandbox, "/repos/harbor/core", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401
    assert answer.json()["message"] == "Bad credentials"


@pytest.mark.parametrize("path", ["/repos/harbor/none", "/repos/harbor/core/issues/999", "/nothing", "/users/nobody"])
def test_what_is_not_there_is_404(sandbox, path):
    assert get(sandbox, path).status_code == 404


def test_what_is_written_is_there_when_read(sandbox):
    base = f"{sandbox.api_url}/repos/harbor/core/issues/1"
    made = requests.post(f"{base}/comments", json={"body": "Hello"}, headers=AUTH, timeout=5)
    assert made.status_code == 201
    requests.post(f"{base}/labels", json={"labels": ["bug"]}, headers=AUTH, timeout=5)
    requests.post(f"{base}/assignees", json={"assignees": ["bob"]}, headers=AUTH, timeout=5)
    issue = get(sandbox, "/repos/harbor/core/issues/1").json()
    assert [label["name"] for label in issue["labels"]] == ["good first issue", "bug"]
    assert issue["assignee"]["login"] == "bob"
    assert get(sandbox, "/repos/harbor/core/issues/1/comments").json()[-1]["body"] == "Hello"


def test_a_graphql_page_needs_a_size_of_at_most_a_hundred(sandbox):
    query = '{repository(owner:"harbor",name:"core"){issues(first:101){totalCount}}}'
    answer = requests.post(f"{sandbox.url}/api/graphql", json={"query": query}, headers=AUTH, timeout=5).json()
    assert "first" in answer["errors"][0]["message"]


def test_graphql_points_follow_the_nested_lists(sandbox):
    query = '{rateLimit{cost} repository(owner:"harbor",name:"core"){issues(first:100){nodes{comments(first:50){totalCount}}}}}'
    answer = requests.post(f"{sandbox.url}/api/graphql", json={"query": query}, headers=AUTH, timeout=5).json()
    assert answer["data"]["rateLimit"]["cost"] == 1
    deeper = query.replace("{totalCount}", "{nodes{author{login}}}").replace(
        "issues(first:100)", "pullRequests(first:100)"
    )
    deeper = deeper.replace(
        "comments(first:50){nodes{author{login}}}", "reviews(first:50){nodes{comments(first:5){totalCount}}}"
    )
    answer = requests.post(f"{sandbox.url}/api/graphql", json={"query": deeper}, headers=AUTH, timeout=5).json()
    assert answer["data"]["rateLimit"]["cost"] == 51


def test_signing_in_gives_a_token_of_that_account(sandbox):
    target = {"client_id": "x", "redirect_uri": "http://127.0.0.1/back", "state": "s", "login": "bob", "auto": "1"}
    sent = requests.get(f"{sandbox.url}/login/oauth/authorize", params=target, allow_redirects=False, timeout=5)
    code = sent.headers["Location"].partition("code=")[2].partition("&")[0]
    answer = requests.post(f"{sandbox.url}/login/oauth/access_token", data={"code": code},
                           headers={"Accept": "application/json"}, timeout=5)  # fmt: skip
    token = answer.json()["access_token"]
    user = requests.get(f"{sandbox.api_url}/user", headers={"Authorization": f"token {token}"}, timeout=5).json()
    assert user["login"] == "bob"


@pytest.mark.parametrize(("verifier", "is_answered"), [("a" * 43, True), ("b" * 43, False), ("", False)])
def test_a_code_with_a_challenge_is_changed_only_for_its_verifier(sandbox, verifier, is_answered):
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"a" * 43).digest()).rstrip(b"=").decode()
    asked = {"redirect_uri": "http://127.0.0.1/back", "login": "bob", "auto": "1", "code_challenge": challenge}
    there = requests.get(f"{sandbox.url}/login/oauth/authorize", params=asked, allow_redirects=False, timeout=10)
    [code] = parse_qs(urlsplit(there.headers["Location"]).query)["code"]
    answer = requests.post(f"{sandbox.url}/login/oauth/access_token", data={"code": code, "code_verifier": verifier},
                           headers={"Accept": "application/json"}, timeout=10)  # fmt: skip
    assert ("access_token" in answer.json()) is is_answered


def test_evidence_pages_escape_what_people_wrote(sandbox):
    page = requests.get(f"{sandbox.url}/harbor/core/issues/2", timeout=5)
    assert page.status_code == 200
    assert "<script>" not in page.text


def test_files_of_the_default_branch(sandbox):
    listing = get(sandbox, "/repos/harbor/docs/contents/docs").json()
    assert [entry["name"] for entry in listing] == ["index.md", "start.md"]


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b"\xff",
        b"{}",
        b'{"query": "{viewer{login}}", "variables": [1]}',
        b'{"query": "query($n:Int!){repository(owner:\\"a\\",name:\\"b\\"){issues(first:$n){totalCount}}}", "variables": {"n": "x"}}',
        b'{"query": "' + b"{a" * 5000 + b'"}',
    ],
    ids=["nested JSON", "not text", "no query", "variables in a list", "a word for a number", "nested query"],
)
def test_a_malformed_graphql_request_is_told_so(sandbox, body):
    answer = requests.post(f"{sandbox.url}/api/graphql", data=body, headers=AUTH, timeout=30)
    assert answer.status_code in {200, 400}
    assert answer.json().get("message") or answer.json()["errors"]


def test_a_ref_that_does_not_exist_has_no_contents(sandbox):
    address = f"{sandbox.api_url}/repos/harbor/docs/contents/docs/start.md"
    assert requests.get(f"{address}?ref=main", headers=AUTH, timeout=10).status_code == 200
    assert requests.get(f"{address}?ref=elsewhere", headers=AUTH, timeout=10).status_code == 404


def test_commits_can_be_asked_until_a_day_and_by_author(sandbox):
    address = f"{sandbox.api_url}/repos/harbor/core/commits"
    everything = requests.get(address, headers=AUTH, timeout=10).json()
    oldest = min(commit["commit"]["committer"]["date"] for commit in everything)
    early = requests.get(address, params={"until": oldest}, headers=AUTH, timeout=10).json()
    assert 0 < len(early) < len(everything)
    assert requests.get(address, params={"author": "nobody-known"}, headers=AUTH, timeout=10).json() == []


def test_the_page_to_choose_an_account_is_readable_on_a_phone(sandbox):
    target = {"redirect_uri": "http://127.0.0.1/back", "state": "x"}
    answer = requests.get(f"{sandbox.url}/login/oauth/authorize", params=target, timeout=5)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "width=device-width" in answer.text
    assert "Sign in as…" in answer.content.decode()
    assert "Bob Berg (bob)" in answer.text


def test_an_account_has_a_page(sandbox):
    assert "Bob Berg" in requests.get(f"{sandbox.url}/bob", timeout=5).text
    assert requests.get(f"{sandbox.url}/nobody", timeout=5).status_code == 404
