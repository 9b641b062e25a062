"""What a sync costs, read from the sandbox's own log."""

import pytest
from django.core.management import call_command

from github_sync.models import Issue, Repository, SyncRun
from github_sync.tasks import sync_due_repositories
from tests.fixtures.sandbox import at, small_community

pytestmark = pytest.mark.django_db(transaction=True)


def many(count):
    core = small_community()["harbor/core"]
    part = {"issues": core["issues"], "labels": core["labels"], "commits": core["commits"][:1]}
    offset = {"issue_comments": [], "reviews": []}
    return {f"harbor/part-{n}": {**part, **offset} for n in range(count)}


@pytest.fixture
def hundred(make_sandbox):
    server = make_sandbox(many(100))
    call_command("sync_github", *(f"harbor/part-{n}" for n in range(100)))
    server.requests.clear()
    return server


def made_due():
    Repository.objects.update(synced_at="2026-01-01T00:00:00Z")
    SyncRun.objects.update(started_at="2026-01-01T00:00:00Z")


def test_a_hundred_repositories_with_nothing_new_take_one_request(hundred):
    made_due()
    sync_due_repositories()
    assert len(hundred.requests) == 1
    assert hundred.requests[0]["points"] <= 10
    assert not Repository.objects.filter(synced_at__lt="2026-01-02T00:00:00Z").exists()


def test_one_changed_issue_among_them_takes_few(hundred):
    issue = hundred.community.repo("harbor", "part-42").issues[1]
    issue |= {"title": "Another title", "updated_at": at(20)}
    call_command("sync_github")
    assert len(hundred.requests) <= 3
    assert Issue.objects.get(title="Another title").repository.name == "part-42"
    hundred.requests.clear()
    call_command("sync_github")
    assert len(hundred.requests) == 1


def test_the_schedule_enqueues_only_what_changed(make_sandbox, run_queue):
    server = make_sandbox(many(3))
    call_command("sync_github", *(f"harbor/part-{n}" for n in range(3)))
    run_queue()
    server.community.repo("harbor", "part-1").issues[1] |= {"title": "Another title", "updated_at": at(20)}
    server.requests.clear()
    made_due()
    sync_due_repositories()
    run_queue()
    assert len(server.requests) <= 6
    assert Issue.objects.get(title="Another title").repository.name == "part-1"


def test_a_new_label_alone_is_seen(hundred):
    hundred.community.repo("harbor", "part-7").labels["help wanted"] = {"id": 77, "name": "help wanted"}
    call_command("sync_github")
    assert Repository.objects.get(name="part-7").labels.filter(name="help wanted").exists()


def test_a_thousand_threads_of_ordinary_size_take_few_requests_and_points(make_sandbox):
    data = small_community()
    core = data["harbor/core"]
    issue, pull = core["issues"][0], core["pulls"][0]
    core["issues"] += [{**issue, "number": n} for n in range(100, 600)]
    core["pulls"] += [{**pull, "number": n, "commits": []} for n in range(600, 1100)]
    core["issue_comments"] += [
        {"id": 10_000 + n, "issue": 100 + n % 1000, "user": "bob", "body": "Me too", "created_at": at(3),
         "updated_at": at(3)}
        for n in range(5000)
    ]  # fmt: skip
    core["reviews"] += [
        {"id": 20_000 + n, "pull": 600 + n % 500, "user": "alice", "state": "APPROVED", "submitted_at": at(8)}
        for n in range(1000)
    ]
    server = make_sandbox(data)
    call_command("sync_github", "harbor/core")
    threads = [r for r in server.requests if r["path"].endswith("graphql")]
    assert Issue.objects.count() == 503
    assert len(threads) <= 45
    assert sum(r["points"] for r in threads) <= 150
