"""Pull requests of the sandbox from the first commit to the merge, also from a fork."""

import base64

import pytest
import requests

from tests.github_sync.test_sandbox_git import ask, coded, head_of


@pytest.fixture
def offered(sandbox):
    """A pull request of Bob's to harbor/docs, which closes issue 1."""
    sandbox.change.open_issue("harbor/docs", "Say more")
    sandbox.change.push("harbor/docs", {"docs/more.md": "# More\n"}, "Say more", branch="more", login="bob")
    made = ask(sandbox, "POST", "/repos/harbor/docs/pulls", "sandbox-bob", title="Say more", head="more", base="main",
               body="Fixes #1")  # fmt: skip
    assert made.status_code == 201
    assert made.json()["number"] == 2
    return sandbox


def test_a_pull_request_shows_what_it_changes(offered):
    whole = ask(offered, "GET", "/repos/harbor/docs/pulls/2").json()
    assert (whole["commits"], whole["changed_files"], whole["additions"], whole["mergeable"]) == (1, 1, 1, True)
    assert (whole["head"]["ref"], whole["head"]["sha"]) == ("more", head_of(offered, "more"))
    files = ask(offered, "GET", "/repos/harbor/docs/pulls/2/files").json()
    assert [(file["filename"], file["status"]) for file in files] == [("docs/more.md", "added")]


@pytest.mark.parametrize(
    ("head", "base", "message"),
    [
        ("more", "main", "A pull request already exists for harbor:more."),
        ("main", "main", "No commits between main and main"),
    ],
)
def test_a_second_or_an_empty_one_is_refused(offered, head, base, message):
    answer = ask(offered, "POST", "/repos/harbor/docs/pulls", title="Again", head=head, base=base)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == message


def test_a_branch_that_is_not_there_is_named_by_its_field(offered):
    answer = ask(offered, "POST", "/repos/harbor/docs/pulls", title="Again", head="nowhere", base="main")
    assert answer.json()["errors"] == [{"resource": "PullRequest", "field": "head", "code": "invalid"}]


def test_a_push_to_its_branch_is_part_of_it(offered):
    offered.change.push("harbor/docs", {"docs/even.md": "# Even\n"}, "Even more", branch="more", login="bob")
    whole = ask(offered, "GET", "/repos/harbor/docs/pulls/2").json()
    assert (whole["commits"], whole["changed_files"]) == (2, 2)


def test_a_review_is_asked_for_and_given(offered):
    asked = ask(offered, "POST", "/repos/harbor/docs/pulls/2/requested_reviewers", reviewers=["alice"])
    assert [user["login"] for user in asked.json()["requested_reviewers"]] == ["alice"]
    own = ask(offered, "POST", "/repos/harbor/docs/pulls/2/reviews", "sandbox-bob", event="APPROVE")
    assert own.status_code == 422
    given = ask(offered, "POST", "/repos/harbor/docs/pulls/2/reviews", event="APPROVE", body="Good",
                comments=[{"path": "docs/more.md", "body": "Nice"}])  # fmt: skip
    assert given.json()["state"] == "APPROVED"
    assert ask(offered, "GET", "/repos/harbor/docs/pulls/2/comments").json()[0]["body"] == "Nice"
    assert ask(offered, "GET", "/repos/harbor/docs/pulls/2").json()["requested_reviewers"] == []


@pytest.mark.parametrize(("method", "parents"), [("merge", 2), ("squash", 1)])
def test_a_merge_brings_the_files_and_closes_the_issue(offered, method, parents):
    merged = ask(offered, "PUT", "/repos/harbor/docs/pulls/2/merge", merge_method=method)
    assert merged.json()["merged"] is True
    commit = ask(offered, "GET", f"/repos/harbor/docs/commits/{merged.json()['sha']}").json()
    assert len(commit["parents"]) == parents
    read = ask(offered, "GET", "/repos/harbor/docs/contents/docs/more.md").json()
    assert base64.b64decode(read["content"]) == b"# More\n"
    assert ask(offered, "GET", "/repos/harbor/docs/issues/1").json()["state"] == "closed"
    assert ask(offered, "GET", "/repos/harbor/docs/pulls/2").json()["merged_by"]["login"] == "alice"
    again = ask(offered, "PUT", "/repos/harbor/docs/pulls/2/merge", merge_method=method)
    assert (again.status_code, again.json()["message"]) == (405, "Pull Request is not mergeable")


def test_two_changes_of_one_file_do_not_merge(offered):
    offered.change.push("harbor/docs", {"docs/more.md": "Other\n"}, "Other")
    assert ask(offered, "GET", "/repos/harbor/docs/pulls/2").json()["mergeable_state"] == "dirty"
    assert ask(offered, "PUT", "/repos/harbor/docs/pulls/2/merge", merge_method="merge").status_code == 405


def test_a_merge_of_what_was_not_seen_is_refused(offered):
    answer = ask(offered, "PUT", "/repos/harbor/docs/pulls/2/merge", sha="f" * 40)
    assert answer.status_code == 409


def test_a_pull_request_from_a_fork(sandbox):
    made = ask(sandbox, "POST", "/repos/harbor/docs/forks", "sandbox-charlie", name="docs")
    assert (made.status_code, made.json()["full_name"]) == (202, "charlie/docs")
    assert made.json()["parent"]["full_name"] == "harbor/docs"
    again = ask(sandbox, "POST", "/repos/harbor/docs/forks", "sandbox-charlie", name="other")
    assert again.json()["full_name"] == "charlie/docs"
    ask(sandbox, "PUT", "/repos/charlie/docs/contents/x.md", "sandbox-charlie", message="X", content=coded("x\n"))
    offered = ask(
        sandbox, "POST", "/repos/harbor/docs/pulls", "sandbox-charlie", title="X", head="charlie:main", base="main"
    )
    assert offered.json()["head"]["label"] == "charlie:main"
    merged = ask(sandbox, "PUT", f"/repos/harbor/docs/pulls/{offered.json()['number']}/merge", merge_method="merge")
    assert merged.status_code == 200
    assert ask(sandbox, "GET", "/repos/harbor/docs/contents/x.md").status_code == 200
    assert requests.get(f"{sandbox.url}/harbor/docs/fork", timeout=5).text.count("charlie/docs") == 2


def test_nobody_else_may_write_to_a_fork(sandbox):
    ask(sandbox, "POST", "/repos/harbor/docs/forks", "sandbox-charlie", name="docs")
    answer = ask(sandbox, "PUT", "/repos/charlie/docs/contents/x.md", "sandbox-bob", message="X", content=coded("x\n"))
    assert answer.status_code == 403


def test_it_is_closed_and_reopened_but_not_after_the_merge(offered):
    assert ask(offered, "PATCH", "/repos/harbor/docs/pulls/2", state="closed").json()["state"] == "closed"
    assert ask(offered, "PATCH", "/repos/harbor/docs/pulls/2", state="open", title="New").json()["title"] == "New"
    ask(offered, "PUT", "/repos/harbor/docs/pulls/2/merge", merge_method="merge")
    assert ask(offered, "PATCH", "/repos/harbor/docs/pulls/2", state="open").status_code == 422
