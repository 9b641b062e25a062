"""What is due is found in the rows, and operators see the state in words and start a sync."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from github_sync.models import Issue, Repository, SyncRun
from github_sync.queries.freshness import repository_states
from github_sync.queries.states import state_of, with_latest_run
from github_sync.tasks import sync_due_repositories

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core():
    return Repository.objects.create(owner="harbor", name="core", full_name="harbor/core")


def add_run(repository, status, minutes_ago, error=""):
    at = timezone.now() - timedelta(minutes=minutes_ago)
    return SyncRun.objects.create(repository=repository, status=status, started_at=at, error=error)


def test_a_new_repository_is_due_and_one_just_synced_is_not(sandbox, core, run_queue):
    sync_due_repositories()
    run_queue()
    assert Issue.objects.count() == 3
    sync_due_repositories()
    run_queue()
    assert SyncRun.objects.count() == 1


def test_a_run_that_died_is_taken_up_at_once(sandbox, core, run_queue):
    add_run(core, "running", 1)
    sync_due_repositories()
    run_queue()
    assert list(SyncRun.objects.order_by("pk").values_list("status", flat=True)) == ["failed", "done"]


def test_a_run_that_goes_on_is_left_alone(sandbox, core, run_queue):
    add_run(core, "running", 1)
    Repository.objects.update(lease_holder="elsewhere:1:x", lease_expires_at=timezone.now() + timedelta(minutes=5))
    sync_due_repositories()
    run_queue()
    assert SyncRun.objects.count() == 1


def test_the_state_is_said_in_words(core, django_assert_num_queries):
    def words():
        return str(state_of(with_latest_run(Repository.objects.all()).get()))

    assert words() == "Not synced yet"
    add_run(core, "running", 30)
    Repository.objects.update(lease_expires_at=timezone.now() + timedelta(minutes=5))
    assert words() == "Syncing now"
    Repository.objects.update(synced_at=timezone.now() - timedelta(minutes=25))
    add_run(core, "done", 29)
    assert words() == "Fresh: synced 25 minutes ago"
    first = add_run(core, "failed", 20, "GitHub is away.")
    add_run(core, "failed", 5, "GitHub is away.")
    assert words().startswith("Failing since ")
    assert words().endswith("GitHub is away.")
    with django_assert_num_queries(1):
        (state,) = repository_states()
    assert (state.state, state.failing_since) == ("failing", first.started_at)


def test_an_operator_starts_a_sync_and_a_stranger_does_not(empty_site, sandbox, core, olga, charlie, client, run_queue):
    address = reverse("repository:sync_now", args=[core.pk])
    client.force_login(charlie)
    client.post(address)
    run_queue()
    assert not Issue.objects.exists()
    client.force_login(olga)
    assert client.get(address).status_code == 405
    client.post(address)
    run_queue()
    assert Issue.objects.count() == 3
    assert "Fresh" in client.get(reverse("repository:index")).content.decode()


def test_an_operator_adds_a_repository_by_its_name(empty_site, olga, client):
    client.force_login(olga)
    answer = client.post(reverse("repository:add"), {"full_name": "not a name", "is_tracked": "on"})
    assert "OWNER/NAME" in answer.content.decode()
    client.post(reverse("repository:add"), {"full_name": "harbor/docs", "is_tracked": "on"})
    assert (Repository.objects.get().owner, Repository.objects.get().name) == ("harbor", "docs")
