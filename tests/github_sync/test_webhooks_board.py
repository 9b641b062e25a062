"""From GitHub's request to the board and to the whole row, through the real queue and a real sandbox."""

import pytest
from django.apps import apps
from django.utils import timezone

from github_sync.models import DueRead, Issue, Label, PullRequest, Repository
from github_sync.services.sync import sync_repository
from github_sync.services.webhooks.reads import mark_reads, read_due_rows
from tests.fixtures.webhooks import ALICE, BOB, HELP, issue, pull, repository

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(sandbox):
    row = Repository.objects.create(owner="harbor", name="core", full_name="harbor/core")
    sync_repository(row)
    row.refresh_from_db()
    return row


def task(number):
    return apps.get_model("contributors", "Task").objects.get(number=number)


def test_a_changed_issue_is_on_the_board_once_the_queue_is_empty(deliver, core, run_queue, empty_site):
    run_queue()
    told = issue(1, 2, labels=[HELP], assignees=[BOB], title="Typo at the harbor")
    deliver("issues", {"action": "assigned", "issue": told, "repository": repository(), "sender": ALICE})
    run_queue()
    row = task(1)
    assert (row.title, row.state, row.reason) == ("Typo at the harbor", "assigned", "Assigned to bob")


def test_a_closed_and_a_deleted_issue_leave_the_board(deliver, core, run_queue, empty_site):
    run_queue()
    assert (task(1).is_on_board, task(2).is_on_board) == (True, True)
    closed = issue(1, 2, labels=[HELP], state="closed", closed_at="2026-04-02T12:00:00Z")
    deliver("issues", {"action": "closed", "issue": closed, "repository": repository(), "sender": ALICE})
    deliver("issues", {"action": "deleted", "issue": issue(2, 2, labels=[HELP]), "repository": repository()})
    run_queue()
    assert (task(1).is_on_board, task(2).is_on_board) == (False, False)


@pytest.mark.parametrize(("action", "fields"), [("privatized", {"private": True}), ("deleted", {})])
def test_the_tasks_of_a_repository_that_nobody_can_see_leave_the_board(
    deliver, core, run_queue, empty_site, action, fields
):
    run_queue()
    about = repository(updated_at=timezone.now().isoformat(), **fields)
    deliver("repository", {"action": action, "repository": about, "sender": ALICE})
    run_queue()
    assert not task(1).is_on_board


def test_what_the_payload_does_not_say_is_read_from_github(deliver, core, sandbox, run_queue):
    PullRequest.objects.all().delete()
    told = pull(4, 2, state="closed", merged_at="2026-04-02T12:00:00Z", closed_at="2026-04-02T12:00:00Z")
    told["updated_at"] = "2026-03-09T12:00:00Z"
    before = len(sandbox.requests)
    deliver("pull_request", {"action": "closed", "pull_request": told, "repository": repository(), "sender": ALICE})
    run_queue()
    row = PullRequest.objects.get(number=4)
    assert (row.paths, row.closes.get().issue_number, row.reviews.count()) == (["core/save.py"], 3, 1)
    assert not DueRead.objects.exists()
    assert len(sandbox.requests) - before == 1


def test_an_issue_is_read_by_its_number(core, sandbox):
    Issue.objects.filter(number=1).update(title="Old", state="closed")
    mark_reads(core, {("issue", 1)})
    assert read_due_rows() == 1
    assert (Issue.objects.get(number=1).title, Issue.objects.get(number=1).state) == ("Typo on the start page", "open")


def test_the_list_of_labels_decides_which_are_gone(core, sandbox):
    gone = Label.objects.create(repository=core, name="gone")
    renamed = Label.objects.get(name="good first issue")
    Label.objects.filter(pk=renamed.pk).update(name="as it was called before")
    Issue.objects.get(number=3).labels.add(gone)
    mark_reads(core, {("labels", 0)})
    read_due_rows()
    assert list(Label.objects.values_list("pk", "name")) == [(renamed.pk, "good first issue")]


def test_a_read_that_fails_is_kept_and_tried_again(core, sandbox, settings):
    settings.GITHUB_TOKEN = "nobody's"
    mark_reads(core, {("issue", 1)})
    read_due_rows()
    row = DueRead.objects.get()
    assert ("token" in row.error, row.attempts, row.due_at > timezone.now()) == (True, 1, True)
    assert read_due_rows() == 0
    settings.GITHUB_TOKEN = "sandbox-alice"
    mark_reads(core, {("issue", 1)})
    assert read_due_rows() == 1
    assert not DueRead.objects.exists()


def test_what_github_does_not_know_is_not_read_for_ever(core, sandbox):
    mark_reads(core, {("issue", 4711)})
    read_due_rows()
    assert not DueRead.objects.exists()
    assert Issue.objects.count() == 3
