"""What happens on GitHub without the product: things move, go, change their names."""

import pytest
import requests

from tests.github_sync.test_sandbox_git import ask

AUTH = {"Authorization": "Bearer sandbox-alice"}


def graphql(sandbox, query):
    return requests.post(f"{sandbox.url}/api/graphql", json={"query": query}, headers=AUTH, timeout=10).json()


def test_a_renamed_repository_answers_under_its_old_name(sandbox):
    sandbox.change.rename_repository("harbor/core", "kernel")
    first = requests.get(
        f"{sandbox.api_url}/repos/harbor/core/issues?state=all", headers=AUTH, timeout=5, allow_redirects=False
    )
    assert (first.status_code, first.json()["message"]) == (301, "Moved Permanently")
    assert first.headers["Location"] == f"{sandbox.api_url}/repositories/101/issues?state=all"
    followed = ask(sandbox, "GET", "/repos/harbor/core")
    assert (followed.json()["full_name"], followed.json()["id"]) == ("harbor/kernel", 101)
    written = requests.post(f"{sandbox.api_url}/repos/harbor/core/issues/1/comments", json={"body": "Hi"}, headers=AUTH,
                            timeout=5, allow_redirects=False)  # fmt: skip
    assert written.status_code == 307
    found = graphql(sandbox, '{repository(owner:"harbor",name:"core"){nameWithOwner databaseId}}')
    assert found["data"]["repository"] == {"nameWithOwner": "harbor/kernel", "databaseId": 101}
    strict = graphql(sandbox, '{repository(owner:"harbor",name:"core",followRenames:false){id}}')
    assert strict["errors"][0]["type"] == "NOT_FOUND"


def test_an_old_name_that_is_taken_anew_is_the_new_repository(sandbox):
    sandbox.change.rename_repository("harbor/core", "kernel")
    sandbox.change.create_repository("harbor/core")
    assert ask(sandbox, "GET", "/repos/harbor/core").json()["id"] != 101


def test_a_transferred_repository_has_another_owner(sandbox):
    sandbox.change.transfer_repository("harbor/core", "charlie")
    assert ask(sandbox, "GET", "/repos/harbor/core").json()["full_name"] == "charlie/core"


def test_a_deleted_repository_is_gone(sandbox):
    sandbox.change.delete_repository("harbor/core")
    assert ask(sandbox, "GET", "/repos/harbor/core").status_code == 404
    assert graphql(sandbox, '{repository(owner:"harbor",name:"core"){id}}')["data"] == {"repository": None}


def test_a_deleted_issue_is_410_and_in_no_list(sandbox):
    sandbox.change.delete_issue("harbor/core", 1)
    answer = ask(sandbox, "GET", "/repos/harbor/core/issues/1")
    assert (answer.status_code, answer.json()["message"]) == (410, "This issue was deleted")
    assert 1 not in [issue["number"] for issue in ask(sandbox, "GET", "/repos/harbor/core/issues?state=all").json()]
    assert 71 not in [comment["id"] for comment in ask(sandbox, "GET", "/repos/harbor/core/issues/comments").json()]
    found = graphql(sandbox, '{repository(owner:"harbor",name:"core"){issue(number:1){id}}}')
    assert found["errors"][0]["message"] == "Could not resolve to an Issue with the number of 1."
    assert sandbox.change.open_issue("harbor/core", "New") == 7


def test_a_transferred_issue_leads_to_where_it_is(sandbox):
    number = sandbox.change.transfer_issue("harbor/core", 1, to="harbor/docs")
    followed = ask(sandbox, "GET", "/repos/harbor/core/issues/1")
    assert (followed.json()["number"], followed.json()["repository_url"][-11:]) == (number, "harbor/docs")
    said = ask(sandbox, "GET", f"/repos/harbor/docs/issues/{number}/comments").json()
    assert [comment["body"] for comment in said] == ["May I?"]


def test_a_renamed_account_keeps_its_id(sandbox):
    sandbox.change.rename_account("bob", "robert")
    assert ask(sandbox, "GET", "/users/bob").status_code == 404
    assert ask(sandbox, "GET", "/users/robert").json()["id"] == 2
    pull = ask(sandbox, "GET", "/repos/harbor/core/pulls/4").json()
    assert (pull["user"]["login"], pull["user"]["id"]) == ("robert", 2)
    assert ask(sandbox, "GET", "/user", "sandbox-bob").json()["login"] == "robert"


def test_a_renamed_owner_takes_the_repositories_along(sandbox):
    sandbox.change.rename_account("harbor", "haven")
    assert ask(sandbox, "GET", "/repos/harbor/core").json()["full_name"] == "haven/core"


def test_a_deleted_account_is_null_and_a_ghost(sandbox):
    sandbox.change.delete_account("bob")
    found = graphql(sandbox, '{repository(owner:"harbor",name:"core"){pullRequest(number:4){author{login}}}}')
    assert found["data"]["repository"]["pullRequest"] == {"author": None}
    assert ask(sandbox, "GET", "/repos/harbor/core/pulls/4").json()["user"]["login"] == "ghost"
    assert ask(sandbox, "GET", "/user", "sandbox-bob").status_code == 401


def test_a_touched_issue_is_newer_and_told_to_nobody(sandbox):
    sandbox.change.touch_issue("harbor/core", 1, at="2026-05-01T00:00:00Z")
    newest = ask(sandbox, "GET", "/repos/harbor/core/issues?sort=updated&state=all").json()[0]
    assert (newest["number"], newest["updated_at"]) == (1, "2026-05-01T00:00:00Z")


def test_a_renamed_label_is_renamed_everywhere(sandbox):
    sandbox.change.rename_label("harbor/core", "good first issue", "first task")
    issue = ask(sandbox, "GET", "/repos/harbor/core/issues/1").json()
    assert [label["name"] for label in issue["labels"]] == ["first task"]


def test_changes_come_over_http_too(sandbox):
    changes = [
        {"do": "comment", "repository": "harbor/core", "number": 1, "body": "Hi", "login": "bob"},
        {"do": "close_issue", "repository": "harbor/core", "number": 1},
    ]
    answer = requests.post(f"{sandbox.url}/_control/change", json=changes, timeout=5)
    assert answer.status_code == 200
    issue = ask(sandbox, "GET", "/repos/harbor/core/issues/1").json()
    assert (issue["state"], issue["closed_by"]["login"], issue["comments"]) == ("closed", "harbor", 2)
    assert "rename_repository" in requests.get(f"{sandbox.url}/_control/change", timeout=5).json()


@pytest.mark.parametrize(
    "change",
    [
        {"do": "explode"},
        {"do": "apply"},
        {"do": "comment", "repository": "harbor/core"},
        {"do": "close_issue", "repository": "harbor/none", "number": 1},
        {"do": "close_issue", "repository": "harbor/core", "number": 99},
    ],
)
def test_a_change_that_makes_no_sense_is_told_so(sandbox, change):
    answer = requests.post(f"{sandbox.url}/_control/change", json=change, timeout=5)
    assert answer.status_code == 422
    assert answer.json()["message"]
