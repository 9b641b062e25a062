"""One after another in a lane, whatever fails; what was lost is taken up; retry, cancel and dry run."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from common.errors import ConflictError
from github_sync.models import OutboxAction, OutboxSettings
from github_sync.services.outbox import proposing
from github_sync.services.outbox.changing import cancel_action, cancel_unsent, retry_action
from github_sync.services.outbox.claiming import take
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.sending import send_due
from tests.fixtures.sandbox import small_community
from tests.github_sync.outbox import CORE, again, changes, comments, mirror, repo, say, send, state, when_due

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(make_sandbox):
    community = small_community()
    community[CORE]["contents"] = {"README.md": "# Harbor\n"}
    server = make_sandbox(community)
    mirror()
    return server


def test_one_that_waits_holds_back_the_later_ones_of_its_lane_only(core, bob):
    core.faults.add(r"POST .*/issues/1/comments", "status", status=502)
    first, second, elsewhere = say(bob, "One"), say(bob, "Two"), say(bob, "Three", 3)
    send()
    assert [state(one) for one in (first, second, elsewhere)] == ["waiting", "waiting", "sent"]
    assert "it answered 502" in first.error
    assert timezone.now() < first.due_at < timezone.now() + timedelta(minutes=1)
    when_due()
    send()
    assert [text.partition("\n")[0] for text in comments(core)] == ["May I?", "One", "Two"]


def test_waits_grow(core, bob):
    core.faults.add(r"POST .*/comments", "status", status=500, times=0)
    action, waits = say(bob, "One"), []
    for _ in range(3):
        when_due()
        send()
        waits.append(round((again(action).due_at - timezone.now()).total_seconds(), -1))
    assert waits == [20, 60, 300]


def test_one_that_is_refused_holds_nothing_back(core, bob):
    core.faults.add(r"POST .*/comments", "status", status=422, message="Validation Failed")
    first, second = say(bob, "One"), say(bob, "Two")
    send()
    assert [state(first), state(second)] == ["refused", "sent"]


@pytest.mark.parametrize("kind", ["primary_limit", "secondary_limit"])
def test_the_end_of_a_limit_is_waited_for(core, bob, kind):
    core.faults.add(r"POST .*/comments", kind, seconds=600)
    action = say(bob, "One")
    send()
    assert state(action) == "waiting"
    assert timedelta(minutes=9) < action.due_at - timezone.now() < timedelta(minutes=11)
    assert not action.is_uncertain


def test_people_may_use_what_the_sync_keeps_back(core, bob):
    from github_sync.models import Budget

    Budget.objects.update(remaining=3, resets_at=timezone.now() + timedelta(minutes=30))
    action = say(bob, "One")
    send()
    assert state(action) == "sent"


def fail_for_days(action):
    since = timezone.now() - timedelta(days=4)
    OutboxAction.objects.update(progress={"failing_since": since.isoformat()}, due_at=since)
    send()


def test_three_days_without_an_answer_are_said(core, bob):
    core.faults.add(r"POST .*/comments", "status", status=500, times=0)
    action = say(bob, "One")
    OutboxAction.objects.update(created_at=timezone.now() - timedelta(days=4))
    send()
    assert state(action) == "waiting", "what waited behind others so long has not failed so long"
    began = again(action).progress["failing_since"]
    when_due()
    send()
    assert again(action).progress["failing_since"] == began
    fail_for_days(action)
    assert (state(action), action.refusal) == ("refused", "unreachable")
    core.faults.clear()
    retry_action(action_id=action.pk, actor=bob)
    send()
    assert state(action) == "sent"


def test_what_may_have_been_done_before_it_was_given_up_is_looked_for_when_it_is_retried(core, bob):
    core.faults.add(r"POST .*/comments", "status", status=500, when="after")
    action = say(bob, "One")
    fail_for_days(action)
    assert state(action) == "refused"
    retry_action(action_id=action.pk, actor=bob)
    send()
    assert state(action) == "sent"
    assert sum("One" in body for body in comments(core)) == 1


def test_a_lost_queue_loses_nothing(core, bob):
    say(bob, "One")
    assert send_due() == 1


def test_two_workers_never_are_at_one_lane(core, bob):
    for number in range(4):
        say(bob, f"{number}")
        say(bob, f"{number}", 3)
    core.faults.add(r"POST .*/comments", "slow", times=0, delay_ms=30)
    start, errors = threading.Barrier(2), []

    def work():
        try:
            start.wait()
            for _ in range(6):
                send_due()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    send()
    assert errors == []
    for number, before in ((1, 1), (3, 0)):
        assert [text[0] for text in comments(core, number)[before:]] == ["0", "1", "2", "3"]


def test_the_database_itself_lets_one_of_a_lane_be_sent(core, bob):
    first, second = say(bob, "One"), say(bob, "Two")
    assert take(second.pk) is None
    assert take(first.pk).pk == first.pk
    assert take(first.pk) is None
    OutboxAction.objects.filter(pk=first.pk).update(lane="elsewhere")
    OutboxAction.objects.filter(pk=second.pk).update(lane=again(second).lane)
    OutboxAction.objects.filter(pk=first.pk).update(lane=second.lane, state="sent")
    assert take(second.pk).pk == second.pk


def test_what_a_dead_worker_left_is_taken_up_after_it_has_settled(core, bob):
    action = say(bob, "One")
    take(action.pk)
    OutboxAction.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    send()
    assert state(action) == "waiting"
    assert action.is_uncertain
    assert timezone.now() + timedelta(seconds=10) < action.due_at
    when_due()
    send()
    assert state(action) == "sent"
    assert len(comments(core)) == 2


def test_what_needs_a_refused_one_is_refused_and_comes_back_with_it(core, wendy):
    by = By(wendy)
    core.faults.add(r"POST .*/git/refs", "status", status=403, message="Resource not accessible by integration")
    branch = proposing.create_branch(by=by, repository=CORE, branch="topic")
    files = [proposing.FileChange("a.md", text="A\n")]
    commit = proposing.commit_files(by=by, repository=CORE, branch="topic", message="A", files=files, needs=branch)
    pull = proposing.open_pull_request(by=by, repository=CORE, branch="topic", base="main", title="A", needs=commit)
    send()
    assert [state(one) for one in (branch, commit, pull)] == ["refused"] * 3
    assert "create a branch in harbor/core topic" in commit.refusal_text
    with pytest.raises(ConflictError, match="Retry that first"):
        retry_action(action_id=pull.pk, actor=wendy)
    retry_action(action_id=branch.pk, actor=wendy)
    send()
    assert [state(one) for one in (branch, commit, pull)] == ["sent"] * 3


def test_only_what_was_not_sent_is_cancelled(core, bob):
    sent, waiting = say(bob, "One"), None
    send()
    waiting = say(bob, "Two")
    cancel_action(action_id=waiting.pk, actor=bob)
    send()
    assert state(waiting) == "cancelled"
    with pytest.raises(ConflictError, match="This is sent"):
        cancel_action(action_id=sent.pk, actor=bob)
    with pytest.raises(ConflictError, match="nothing to retry"):
        retry_action(action_id=sent.pk, actor=bob)
    assert len(comments(core)) == 2


def test_what_may_have_been_sent_is_not_called_off_silently(core, bob):
    core.faults.add(r"POST .*/comments", "drop", when="after")
    action = say(bob, "One")
    send()
    assert not cancel_unsent(action_id=action.pk, actor=bob)
    when_due()
    send()
    assert (state(action), len(comments(core))) == ("sent", 2)


@pytest.fixture(params=["setting", "switch"])
def dry(request, settings):
    if request.param == "setting":
        settings.GITHUB_DRY_RUN = True
        return lambda: setattr(settings, "GITHUB_DRY_RUN", False)
    OutboxSettings.objects.create(is_dry_run=True)
    return lambda: OutboxSettings.objects.update(is_dry_run=False)


def test_a_dry_run_sends_nothing_and_keeps_what_it_would_have(core, bob, dry):
    action = say(bob, "One")
    branch = proposing.create_branch(by=By(bob), repository=CORE, branch="topic")
    commit = proposing.commit_files(
        by=By(bob),
        repository=CORE,
        branch="topic",
        message="A",
        files=[proposing.FileChange("a.md", text="A")],
        needs=branch,
    )
    send()
    assert [state(one) for one in (action, branch, commit)] == ["dry_run"] * 3
    assert changes(core) == []
    [would] = action.answer["would_have_sent"]
    assert (would["method"], would["path"]) == ("POST", "/repos/harbor/core/issues/1/comments")
    assert would["body"]["body"].startswith("One\n\n– bob")
    with pytest.raises(ConflictError, match="dry run is still on"):
        retry_action(action_id=action.pk, actor=bob)
    dry()
    when_due()
    send()
    assert changes(core) == []
    retry_action(action_id=action.pk, actor=bob)
    send()
    assert (state(action), len(comments(core))) == ("sent", 2)


def test_a_renamed_repository_is_written_to_under_its_new_name(core, bob):
    action = say(bob, "One")
    core.change.rename_repository("harbor/core", "kernel")
    send()
    assert state(action) == "sent"
    assert "One" in core.community.repo("harbor", "kernel").comments_of_thread[1][-1]["body"]


def test_postgresql_has_no_open_transaction_while_github_is_asked(core, bob):
    say(bob, "One")
    send()
    assert not connection.in_atomic_block
    assert repo(core) is not None
