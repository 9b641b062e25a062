"""What an operator is shown of repositories before the site follows them, in few requests."""

import pytest
from django.utils import timezone

from github_sync.client.errors import GitHubError, GitHubNotFoundError
from github_sync.models import Repository, SyncRun
from github_sync.queries.first_sync import following, has_run_since
from github_sync.services.choosing import follow, pause
from github_sync.services.outlook import issues_in_sight, labels_in_sight, repository_in_sight
from github_sync.services.sync import sync_repository
from tests.fixtures.sandbox import at, small_community

pytestmark = pytest.mark.django_db(transaction=True)

TOO_MUCH = "Something went wrong while executing your query. Please include `1` when reporting this issue."


def community(labels: int = 3) -> dict:
    repositories = small_community()
    issue = {"body": "", "assignees": [], "state": "open", "created_at": at(1)}
    repositories["harbor/core"]["labels"] += [
        {"id": 10 + number, "name": f"label {number:03d}", "color": "ededed"} for number in range(labels)
    ]
    repositories["harbor/core"]["issues"] += [
        {**issue, "number": 10 + number, "title": f"Task {number}", "user": "bob", "labels": ["label 000"],
         "updated_at": at(3 + number), "assignees": ["bob"] if number == 1 else []}
        for number in range(5)
    ]  # fmt: skip
    return repositories


def test_labels_come_with_open_issues_and_titles_in_one_request(make_sandbox):
    sandbox = make_sandbox(community())
    [core, docs] = labels_in_sight(full_names=["harbor/core", "harbor/docs"])
    assert len(sandbox.requests) == 1
    by_name = {label.name: label for label in core.labels}
    assert (by_name["good first issue"].open_issues, by_name["label 000"].open_issues) == (2, 5)
    assert len(by_name["label 000"].titles) == 3
    assert by_name["label 001"].titles == ()
    assert docs.labels == ()


def test_more_than_a_hundred_labels_are_read_to_their_end(make_sandbox):
    make_sandbox(community(labels=230))
    [core] = labels_in_sight(full_names=["harbor/core"])
    assert len({label.name for label in core.labels}) == 231


def test_a_repository_that_github_does_not_show_is_left_out(make_sandbox):
    make_sandbox(community())
    assert [one.full_name for one in labels_in_sight(full_names=["harbor/nowhere", "harbor/core"])] == ["harbor/core"]


def test_a_request_that_is_too_much_is_asked_in_halves(make_sandbox):
    sandbox = make_sandbox(community())
    sandbox.faults.add("graphql outlook", "graphql_errors", errors=[{"message": TOO_MUCH}])
    assert len(labels_in_sight(full_names=["harbor/core", "harbor/docs"])) == 2
    assert len(sandbox.requests) == 3


def test_issues_that_would_be_tasks_are_counted_and_the_newest_shown(make_sandbox):
    sandbox = make_sandbox(community())
    total, found = issues_in_sight(
        full_names=["harbor/core", "harbor/docs"], labels=["good first issue", "label 000"], most=3
    )
    assert total == 7
    assert [issue.title for issue in found] == ["Task 4", "Task 3", "Task 2"]
    assert len(sandbox.requests) == 1
    assert issues_in_sight(full_names=["harbor/core"], labels=[], most=3) == (0, [])
    assert len(sandbox.requests) == 1


def test_a_name_is_checked_before_github_is_asked(make_sandbox):
    sandbox = make_sandbox(community())
    for name in ("", "core", "a/b/c", "../..", "harbor/<script>"):
        with pytest.raises(GitHubNotFoundError):
            repository_in_sight(full_name=name)
    assert sandbox.requests == []
    assert repository_in_sight(full_name="harbor/core").open_issues == 7
    with pytest.raises(GitHubError, match="knows no harbor/gone"):
        repository_in_sight(full_name="harbor/gone")


def test_pausing_keeps_the_rows(make_sandbox):
    make_sandbox()
    [core] = follow(full_names=["harbor/core"], actor=None)
    sync_repository(core)
    assert pause(full_names=["HARBOR/core", "harbor/unknown"], actor=None) == 1
    core.refresh_from_db()
    assert (core.is_tracked, core.issues.count()) == (False, 3)
    assert pause(full_names=["harbor/core"], actor=None) == 0


def test_progress_says_state_and_rows(make_sandbox):
    make_sandbox()
    before = timezone.now()
    core, docs = follow(full_names=["harbor/core", "harbor/docs"], actor=None)
    assert not has_run_since(before)
    sync_repository(core)
    SyncRun.objects.create(repository=docs, started_at=timezone.now(), status="failed", error="The token was refused.")
    [first, second] = following()
    assert (first.state, first.threads, first.is_complete) == ("fresh", 6, True)
    assert (second.state, second.error, second.is_complete) == ("failing", "The token was refused.", False)
    assert has_run_since(before)
    assert Repository.objects.count() == 2
