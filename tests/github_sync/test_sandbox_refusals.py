"""What the sandbox refuses, in GitHub's words: archived, locked, without permission or scope, private, not valid."""

import concurrent.futures

import pytest
import requests

from tests.github_sync.test_sandbox_git import ask, coded


@pytest.fixture
def guarded(sandbox):
    """Of harbor/core Alice is the admin and Bob may triage; Charlie is a stranger."""
    sandbox.change.set_member("harbor/core", "alice", "admin")
    sandbox.change.set_member("harbor/core", "bob", "triage")
    return sandbox


def refusal(answer):
    return answer.status_code, answer.json()["message"]


NOT_ACCESSIBLE = (403, "Resource not accessible by personal access token")


def test_an_archived_repository_is_read_only(sandbox):
    sandbox.change.archive_repository("harbor/core")
    for method, path, body in (
        ("POST", "/repos/harbor/core/issues/1/comments", {"body": "Hi"}),
        ("PATCH", "/repos/harbor/core/issues/1", {"state": "closed"}),
        ("PUT", "/repos/harbor/core/contents/x", {"message": "x", "content": coded("x")}),
    ):
        assert refusal(ask(sandbox, method, path, **body)) == (403, "Repository was archived so is read-only.")
    assert ask(sandbox, "GET", "/repos/harbor/core").json()["archived"] is True
    assert ask(sandbox, "PATCH", "/repos/harbor/core", archived=False).status_code == 200
    assert ask(sandbox, "POST", "/repos/harbor/core/issues/1/comments", body="Hi").status_code == 201


def test_a_locked_issue_takes_no_comment_but_of_those_who_may_write(guarded):
    path = "/repos/harbor/core/issues/2/comments"
    refused = (403, "Unable to create comment because issue is locked.")
    assert refusal(ask(guarded, "POST", path, "sandbox-charlie", body="Hi")) == refused
    assert refusal(ask(guarded, "POST", path, "sandbox-bob", body="Hi")) == refused
    assert ask(guarded, "POST", path, body="Hi").status_code == 201


def test_labels_ask_for_triage_and_files_for_writing(guarded):
    label, content = "/repos/harbor/core/issues/1/labels", {"message": "x", "content": coded("x")}
    assert refusal(ask(guarded, "POST", label, "sandbox-charlie", labels=["bug"])) == NOT_ACCESSIBLE
    assert ask(guarded, "POST", label, "sandbox-bob", labels=["bug"]).status_code == 200
    assert refusal(ask(guarded, "PUT", "/repos/harbor/core/contents/x", "sandbox-bob", **content)) == NOT_ACCESSIBLE
    assert ask(guarded, "PUT", "/repos/harbor/core/contents/x", **content).status_code == 201


def test_a_strangers_issue_comes_without_labels_and_assignees(guarded):
    made = ask(
        guarded, "POST", "/repos/harbor/core/issues", "sandbox-charlie", title="Odd", labels=["bug"], assignees=["bob"]
    )
    assert (made.status_code, made.json()["labels"], made.json()["assignees"]) == (201, [], [])


def test_only_those_who_help_can_be_assigned(guarded):
    made = ask(guarded, "POST", "/repos/harbor/core/issues/1/assignees", assignees=["bob", "charlie"])
    assert [user["login"] for user in made.json()["assignees"]] == ["bob"]
    assert ask(guarded, "GET", "/repos/harbor/core/assignees/charlie").status_code == 404


@pytest.mark.parametrize(
    ("token", "code"), [("scoped-alice:read:org", 403), ("scoped-alice:public_repo", 201), ("scoped-alice:repo", 201)]
)
def test_scopes_are_enforced_and_said(guarded, token, code):
    answer = ask(guarded, "POST", "/repos/harbor/core/issues/1/comments", token, body="Hi")
    assert answer.status_code == code
    said = ask(guarded, "GET", "/user", token).headers["X-OAuth-Scopes"]
    assert said == token.partition(":")[2]


def test_a_private_repository_is_not_there_for_others(guarded):
    guarded.change.privatize_repository("harbor/core", visible_to={"bob": "read"})
    query = {"query": '{repository(owner:"harbor",name:"core"){id}}'}
    for token, code in (("sandbox-bob", 200), ("scoped-bob:public_repo", 404), ("sandbox-charlie", 404)):
        assert ask(guarded, "GET", "/repos/harbor/core/issues", token).status_code == code
        head = {"Authorization": f"Bearer {token}"}
        answer = requests.post(f"{guarded.url}/api/graphql", json=query, headers=head, timeout=5).json()
        assert ("errors" in answer) is (code == 404)
    assert requests.get(f"{guarded.url}/harbor/core", timeout=5).status_code == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "field"),
    [
        ("POST", "/repos/harbor/core/issues", {"body": "No title"}, "title"),
        ("POST", "/repos/harbor/core/issues/1/comments", {"body": " "}, "body"),
        ("PATCH", "/repos/harbor/core/issues/1", {"state": "gone"}, "state"),
        ("PATCH", "/repos/harbor/core/issues/1", {"milestone": 99}, "milestone"),
        ("POST", "/repos/harbor/core/labels", {"name": "Good First Issue"}, "name"),
    ],
)
def test_what_is_not_valid_is_named(sandbox, method, path, body, field):
    answer = ask(sandbox, method, path, **body)
    assert refusal(answer) == (422, "Validation Failed")
    assert answer.json()["errors"][0]["field"] == field


def test_a_hundred_comments_at_once_are_all_there(sandbox):
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        made = list(
            pool.map(lambda n: ask(sandbox, "POST", "/repos/harbor/core/issues/1/comments", body=f"{n}"), range(100))
        )
    assert len({answer.json()["id"] for answer in made}) == 100
    found = ask(sandbox, "GET", "/repos/harbor/core/issues/1/comments?per_page=100").json()
    found += ask(sandbox, "GET", "/repos/harbor/core/issues/1/comments?per_page=100&page=2").json()
    assert {comment["body"] for comment in found} >= {str(n) for n in range(100)}
