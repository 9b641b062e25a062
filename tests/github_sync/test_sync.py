"""The mirror after a first sync, a second one, and a change."""

import json

import pytest
from django.core.management import call_command

from github_sync.client.errors import GitHubError
from github_sync.models import (
    Account,
    ClosingReference,
    Commit,
    CommitCoAuthor,
    Issue,
    IssueComment,
    PullRequest,
    Release,
    Repository,
    Review,
    ReviewComment,
    SyncRun,
)
from github_sync.services.sync import sync_repository

pytestmark = pytest.mark.django_db(transaction=True)


def sync(capsys, *names):
    call_command("sync_github", *names, "--json")
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_first_sync_mirrors_every_kind_of_row(sandbox, capsys):
    (result,) = sync(capsys, "harbor/core")
    assert result["rows"] == {
        "issues": 3, "pull_requests": 3, "issue_comments": 2, "review_comments": 1, "reviews": 1, "commits": 5,
        "releases": 1,
    }  # fmt: skip
    assert set(result) == {"repository", "requests", "graphql_points", "seconds", "rows", "changed"}
    assert ClosingReference.objects.get().issue_number == 3
    assert PullRequest.objects.get(number=4).paths == ["core/save.py"]
    assert Release.objects.get().tag_name == "v1.0"
    assert Issue.objects.get(number=1).labels.get().name == "good first issue"
    assert Issue.objects.get(number=3).milestone.title == "3.0"


def test_second_sync_writes_nothing(sandbox, capsys):
    sync(capsys, "harbor/core")
    (result,) = sync(capsys, "harbor/core")
    assert result["changed"] == 0
    assert result["requests"] <= 8


def test_deleted_accounts_are_null_and_bots_are_marked(sandbox, capsys):
    sync(capsys, "harbor/core")
    assert Issue.objects.get(number=2).author is None
    assert IssueComment.objects.get(github_id=72).author is None
    assert Account.objects.get(login="dependabot[bot]").is_bot
    assert not Account.objects.get(login="bob").is_bot


def test_null_characters_are_left_out(sandbox, capsys):
    sync(capsys, "harbor/core")
    assert "\0" not in Issue.objects.get(number=2).title


def test_commits_know_their_pull_request_and_co_authors(sandbox, capsys):
    sync(capsys, "harbor/core")
    by_bob = Commit.objects.get(sha="a" * 40)
    assert by_bob.pull_request.number == 4
    assert by_bob.paths is None
    assert CommitCoAuthor.objects.get(commit=by_bob).account.login == "charlie"
    assert Commit.objects.get(sha="b" * 40).pull_request.number == 4


def test_changed_paths_are_asked_only_of_direct_commits(sandbox, capsys):
    sync(capsys, "harbor/core")
    assert Commit.objects.get(sha="c" * 40).paths == ["docs/save.md"]
    assert Commit.objects.get(sha="e" * 40).paths == ["README.md"]
    assert set(Commit.objects.filter(pull_request__isnull=False).values_list("paths", flat=True)) == {None}


def test_a_changed_issue_is_written_and_nothing_else(sandbox, capsys):
    sync(capsys, "harbor/core")
    sandbox.community.repo("harbor", "core").issues[1] |= {
        "title": "A better title",
        "updated_at": "2026-04-01T00:00:00Z",
    }
    (result,) = sync(capsys, "harbor/core")
    assert result["changed"] == 1
    assert Issue.objects.get(number=1).title == "A better title"


def test_an_older_version_never_overwrites_a_newer(sandbox, capsys):
    sync(capsys, "harbor/core")
    Issue.objects.filter(number=1).update(title="Newest", updated_at="2027-01-01T00:00:00Z")
    sandbox.community.repo("harbor", "core").issues[1]["updated_at"] = "2026-04-01T00:00:00Z"
    sync(capsys, "harbor/core")
    assert Issue.objects.get(number=1).title == "Newest"


def test_a_renamed_account_keeps_its_row(sandbox, capsys):
    sync(capsys, "harbor/core")
    community = sandbox.community
    community.users["robert"] = community.users.pop("bob") | {"login": "robert"}
    repo = community.repo("harbor", "core")
    repo.pulls[4] |= {"user": "robert", "updated_at": "2026-04-01T00:00:00Z"}
    for comment in repo.issue_comments.values():
        comment["user"] = "robert" if comment["user"] == "bob" else comment["user"]
    sync(capsys, "harbor/core")
    assert Account.objects.get(github_id=2).login == "robert"


def test_lists_longer_than_a_page_are_followed(make_sandbox, capsys):
    from tests.fixtures.sandbox import at, small_community

    data = small_community()
    core = data["harbor/core"]
    core["issue_comments"] += [
        {"id": 1000 + n, "issue": 1, "user": "bob", "body": str(n), "created_at": at(3), "updated_at": at(3)}
        for n in range(170)
    ]
    core["pulls"][0]["files"] = [[f"core/{n}.py", 1, 0] for n in range(250)]
    core["reviews"] += [
        {"id": 2000 + n, "pull": 4, "user": "alice", "state": "COMMENTED", "body": "", "submitted_at": at(8)}
        for n in range(25)
    ]
    make_sandbox(data)
    sync(capsys, "harbor/core")
    assert IssueComment.objects.filter(number=1).count() == 171
    assert len(PullRequest.objects.get(number=4).paths) == 250
    assert Review.objects.count() == 26
    assert ReviewComment.objects.count() == 1


def test_a_run_is_kept(sandbox, capsys):
    sync(capsys, "harbor/core")
    run = SyncRun.objects.get()
    assert (run.status, run.error) == ("done", "")
    assert run.requests > 0
    assert run.rows["commits"] == 5


def test_a_sync_that_stopped_goes_on_where_it_was(sandbox):
    repository = Repository.objects.create(owner="harbor", name="core", full_name="harbor/core")
    sandbox.faults.add("graphql history", status=403, message="Resource not accessible", times=0)
    with pytest.raises(GitHubError):
        sync_repository(repository)
    sandbox.faults.clear()
    sandbox_requests = len(sandbox.requests)
    result = sync_repository(Repository.objects.get())
    assert result.rows["issues"] == 3
    assert result.rows["commits"] == 5
    assert len(sandbox.requests) - sandbox_requests < 15
