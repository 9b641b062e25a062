"""Every fault that GitHub and the network produce, over real HTTP: the sync gets through, or stops and loses nothing."""

import time
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from contributors.models import Contribution, Task
from github_sync.models import Account, Budget, Issue, IssueComment, PullRequest, Repository, SyncRun
from github_sync.queries.due import due_repositories
from github_sync.queries.states import state_of, with_latest_run
from github_sync.sandbox.access import Access
from tests.github_sync.test_kills import rows
from tests.github_sync.test_sync_resume import long_community

pytestmark = pytest.mark.django_db(transaction=True)

PASSING = [
    ("graphql issues", "status", {"status": 500}),
    ("graphql pulls", "status", {"status": 502}),
    ("graphql history", "status", {"status": 503}),
    ("graphql survey", "drop", {}),
    ("graphql pulls", "cut_body", {}),
    ("graphql issues", "invalid_json", {}),
    ("/releases", "html", {"status": 200}),
    ("/releases", "cut_body", {}),
    ("graphql pulls", "slow", {"delay_ms": 300}),
    ("graphql issues", "timeout", {"delay_ms": 2500}),
    ("graphql issues", "secondary_limit", {"seconds": 1}),
    ("/releases", "secondary_limit", {"seconds": 1, "status": 429}),
    ("graphql pulls", "primary_limit", {"seconds": 1}),
    ("/releases", "primary_limit", {"seconds": 1, "status": 429}),
    ("graphql survey", "wrong_clock", {"seconds": 3600, "times": 0}),
    ("graphql", "wrong_clock", {"seconds": -3600, "times": 0}),
    ("graphql issues", "graphql_errors", {"errors": [{"message": "Something went wrong while executing your query."}]}),
]


@pytest.fixture
def whole(make_sandbox):
    """A sandbox of several pages, and the rows of an undisturbed sync of it."""
    server = make_sandbox(long_community())
    call_command("sync_github", "harbor/core")
    undisturbed = rows()
    Repository.objects.all().delete()
    Account.objects.all().delete()
    Budget.objects.all().delete()
    return server, undisturbed


@pytest.mark.parametrize(("match", "kind", "more"), PASSING, ids=[f"{kind} {match}" for match, kind, _ in PASSING])
def test_what_passes_is_got_through(whole, settings, match, kind, more):
    settings.GITHUB_TIMEOUT = 1
    server, undisturbed = whole
    server.faults.add(match, kind, **more)
    call_command("sync_github", "harbor/core")
    assert server.faults.listed()[0]["met"] > 0
    assert rows() == undisturbed


@pytest.mark.parametrize(
    ("kind", "more", "said"),
    [
        ("status", {"status": 500}, "is in trouble: it answered 500"),
        ("cut_body", {}, "cannot be read"),
        ("html", {"status": 200}, "cannot be read"),
        ("drop", {}, "cannot be reached"),
        ("status", {"status": 403, "message": "Resource not accessible"}, "answered 403"),
    ],
)
def test_what_stays_is_said_and_the_next_sync_goes_on(whole, kind, more, said):
    server, undisturbed = whole
    server.faults.add("graphql pulls", kind, times=0, skip=2, **more)
    with pytest.raises(CommandError, match=said):
        call_command("sync_github", "harbor/core")
    assert SyncRun.objects.get().status == "failed"
    assert PullRequest.objects.count() == 100
    server.faults.clear()
    call_command("sync_github", "harbor/core")
    assert rows() == undisturbed


def test_a_page_that_shifts_while_paging_loses_nothing(whole):
    server, _ = whole
    touch = {"do": "touch_issue", "repository": "harbor/core", "number": 105}
    server.faults.add("graphql issues", "change", skip=1, change=touch)
    server.faults.add("graphql issues", "change", skip=3, change={**touch, "number": 110})
    call_command("sync_github", "harbor/core")
    assert Issue.objects.count() == 243
    call_command("sync_github", "harbor/core")
    for number in (105, 110):
        there = server.community.repo("harbor", "core").issues[number]["updated_at"]
        assert Issue.objects.get(number=number).updated_at.isoformat().replace("+00:00", "Z") == there


def test_a_long_limit_is_waited_out_by_the_schedule(whole):
    server, undisturbed = whole
    server.faults.add("graphql pulls", "primary_limit", seconds=900)
    with pytest.raises(CommandError, match="allows no more requests until"):
        call_command("sync_github", "harbor/core")
    run = SyncRun.objects.get()
    assert run.status == "waiting"
    assert abs(run.goes_on_at - timezone.now() - timedelta(seconds=900)) < timedelta(seconds=30)
    assert str(state_of(with_latest_run(Repository.objects.all()).get())).startswith("Waiting for GitHub's limit")
    assert not due_repositories().exists()
    SyncRun.objects.update(goes_on_at=timezone.now())
    Budget.objects.all().delete()
    assert due_repositories().exists()
    call_command("sync_github", "harbor/core")
    assert rows() == undisturbed


def test_the_sync_keeps_a_fifth_back_for_people(make_sandbox):
    access = Access(core_limit=1000, points_limit=1000)
    make_sandbox(long_community(), access=access)
    budget = access.budget("sandbox-alice", "graphql")
    budget.used, budget.reset_at = 795, int(time.time()) + 600
    with pytest.raises(CommandError, match="kept for people"):
        call_command("sync_github", "harbor/core")
    assert budget.limit - budget.used >= 190
    told = Budget.objects.get(resource="graphql")
    assert told.remaining == budget.limit - budget.used


def sync():
    call_command("sync_github")


@pytest.fixture
def synced(sandbox, run_queue):
    call_command("sync_github", "harbor/core", "harbor/docs")
    run_queue()
    return sandbox


def test_a_renamed_and_a_transferred_repository_keep_their_row_and_their_credit(synced, run_queue):
    first, credits = Repository.objects.get(name="core").pk, Contribution.objects.count()
    synced.change.rename_repository("harbor/core", "kernel")
    sync()
    assert Repository.objects.get(pk=first).full_name == "harbor/kernel"
    synced.change.transfer_repository("harbor/kernel", "bob")
    sync()
    run_queue()
    assert Repository.objects.get(pk=first).full_name == "bob/kernel"
    assert Contribution.objects.count() == credits > 0
    assert set(Contribution.objects.values_list("repository", flat=True)) == {"bob/kernel", "harbor/docs"}


@pytest.mark.parametrize("what", ["archive_repository", "privatize_repository", "delete_repository"])
def test_a_repository_that_is_archived_hidden_or_deleted_offers_no_task(synced, run_queue, what):
    assert Task.objects.filter(is_on_board=True, state="available").exists()
    getattr(synced.change, what)("harbor/core")
    if what != "archive_repository":  # what is private is not shown to a token from outside
        with pytest.raises(CommandError, match="knows no harbor/core"):
            sync()
    else:
        sync()
    from contributors import tasks

    tasks.reconcile.delay()
    run_queue()
    assert not Task.objects.filter(is_on_board=True, state="available").exists()
    assert Issue.objects.count() == 3
    assert Contribution.objects.exists()


@pytest.mark.parametrize("what", ["delete_issue", "convert_issue", "transfer_issue"])
def test_an_issue_that_left_is_marked_and_leaves_the_board(synced, run_queue, what):
    more = ("harbor/docs",) if what == "transfer_issue" else ()
    getattr(synced.change, what)("harbor/core", 1, *more)
    sync()
    run_queue()
    gone = Issue.objects.get(number=1, repository__name="core")
    assert gone.gone_at is not None
    assert not Task.objects.filter(number=1, name="core", is_on_board=True).exists()


def test_a_locked_issue_is_not_free(synced, run_queue):
    synced.change.lock_issue("harbor/core", 1)
    sync()
    run_queue()
    assert Task.objects.get(number=1).state == "blocked"


def test_a_renamed_account_is_the_same_person_and_a_deleted_one_keeps_its_credit(synced, run_queue):
    bob = Account.objects.get(login="bob")
    synced.change.rename_account("bob", "robert")
    synced.change.comment("harbor/core", 1, "New name", login="robert")
    sync()
    bob.refresh_from_db()
    assert bob.login == "robert"
    credits = Contribution.objects.count()
    synced.change.delete_account("robert")
    synced.change.touch_issue("harbor/core", 4)
    sync()
    run_queue()
    assert PullRequest.objects.get(number=4).author is None
    assert Contribution.objects.filter(status="automatic").count() == credits
    assert IssueComment.objects.filter(body="New name").exists()
