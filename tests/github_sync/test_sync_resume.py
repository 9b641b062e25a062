"""A sync that is stopped at any moment, even killed, goes on and ends with the same rows."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection
from django.utils import timezone

from common.errors import ConflictError
from github_sync.client.errors import GitHubError, GitHubUnreachableError
from github_sync.models import Commit, Issue, IssueComment, PullRequest, Release, Repository, SyncRun
from github_sync.services.lease import Lease, lease
from github_sync.services.sync import sync_repository
from tests.fixtures.sandbox import at, commit, small_community

pytestmark = pytest.mark.django_db(transaction=True)


def long_community():
    """240 more issues and pull requests, 150 releases: several pages of each."""
    data = small_community()
    core = data["harbor/core"]
    thread = core["issues"][0]
    core["issues"] += [{**thread, "number": n, "title": f"Issue {n}"} for n in range(100, 340)]
    core["pulls"] += [{**core["pulls"][0], "number": n, "commits": []} for n in range(400, 640)]
    core["issue_comments"] += [
        {"id": 5000 + n, "issue": n, "user": "bob", "body": "Me too", "created_at": at(3), "updated_at": at(3)}
        for n in range(100, 340)
    ]
    core["releases"] += [
        {"id": 7000 + n, "tag_name": f"v0.{n}", "published_at": at(1), "author": "alice"} for n in range(150)
    ]
    return data


def core():
    return Repository.objects.get_or_create(full_name="harbor/core", defaults={"owner": "harbor", "name": "core"})[0]


def database_url():
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT'] or 5432}/{database['NAME']}"


def kill_after(server, requests):
    """Start the command in a process of its own and kill it once the server has answered so many requests."""
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "GITHUB_API_URL": server.api_url, "GITHUB_TOKEN": "sandbox-alice",
        "REDIS_URL": "",
    }  # fmt: skip
    before, until = len(server.requests), time.monotonic() + 60
    with subprocess.Popen(
        [sys.executable, "manage.py", "sync_github", "harbor/core"],
        cwd=django_settings.BASE_DIR, env=environment, stdout=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        while len(server.requests) - before < requests and process.poll() is None and time.monotonic() < until:
            pass
        process.send_signal(signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def test_a_killed_process_loses_nothing(make_sandbox):
    server = make_sandbox(long_community())
    kill_after(server, 9)
    assert Repository.objects.get().lease_holder
    result = sync_repository(core())
    assert (Issue.objects.count(), PullRequest.objects.count(), Release.objects.count()) == (243, 243, 151)
    assert IssueComment.objects.count() == 242
    assert result.rows["commits"] == 5
    assert sorted(SyncRun.objects.values_list("status", flat=True)) == ["done", "failed"]
    assert sync_repository(core()).changed == 0


def test_releases_that_were_not_reached_come_with_the_next_sync(make_sandbox):
    server = make_sandbox(long_community())
    server.faults.add("/releases", status=403, message="Resource not accessible", times=0, skip=1)
    with pytest.raises(GitHubError):
        sync_repository(core())
    assert Release.objects.count() == 100
    server.faults.clear()
    sync_repository(core())
    assert Release.objects.count() == 151


def minute_of_march(number):
    return f"2026-03-01T{number // 60:02d}:{number % 60:02d}:00Z"


def branch_of(first, last):
    """A community whose branch has the commits of these numbers, the last one newest; several pages of them."""
    data = small_community()
    data["harbor/core"]["commits"] = [
        commit("f", "alice", 1, f"Commit {n}", ["a.txt"])
        | {"sha": f"{n:040x}", "committer": {"name": "A", "email": "a@example.org", "date": minute_of_march(n)}}
        for n in range(first, last + 1)
    ]
    return data


def current_commits():
    return {int(sha, 16) for sha in Commit.objects.filter(gone_at=None).values_list("sha", flat=True)}


def interrupted_on(make_sandbox, data):
    """Its sync wrote one page of the history, then GitHub was gone."""
    server = make_sandbox(data)
    server.faults.add("graphql history", status=403, message="Resource not accessible", times=0, skip=1)
    with pytest.raises(GitHubError):
        sync_repository(core())
    server.faults.clear()


def test_what_left_a_rewritten_branch_is_marked_after_an_interrupted_walk_too(make_sandbox):
    make_sandbox(branch_of(1, 250))
    sync_repository(core())
    interrupted_on(make_sandbox, branch_of(400, 650))
    sync_repository(core())
    assert current_commits() == set(range(400, 651))
    assert Commit.objects.count() == 501
    assert sync_repository(core()).changed == 0


def test_what_an_interrupted_walk_brought_of_a_branch_that_was_taken_back_is_marked(make_sandbox):
    make_sandbox(branch_of(1, 250))
    sync_repository(core())
    interrupted_on(make_sandbox, branch_of(400, 650))
    make_sandbox(branch_of(1, 260))
    sync_repository(core())
    assert current_commits() == set(range(1, 261))


def test_a_history_that_github_does_not_tell_is_no_empty_one(make_sandbox):
    make_sandbox(branch_of(1, 250))
    sync_repository(core())
    server = make_sandbox(branch_of(400, 650))
    server.faults.add("graphql history", "hole", path=["repository", "object"])
    with pytest.raises(GitHubUnreachableError, match="does not tell the history of harbor/core"):
        sync_repository(core())
    assert SyncRun.objects.get(status="failed").cause == "unreadable"
    assert current_commits() == set(range(1, 251))
    sync_repository(core())
    assert current_commits() == set(range(400, 651))


def test_a_list_of_threads_that_github_does_not_tell_is_no_empty_one(make_sandbox):
    server = make_sandbox(long_community())
    sync_repository(core())
    del server.community.repo("harbor", "core").issues[100]
    server.faults.add("graphql numbers", "hole", path=["repository", "issues"])
    with pytest.raises(GitHubUnreachableError, match="does not tell issues of harbor/core"):
        sync_repository(core())
    assert not Issue.objects.exclude(gone_at=None).exists()
    sync_repository(core())
    assert [issue.number for issue in Issue.objects.exclude(gone_at=None)] == [100]


def test_a_first_walk_whose_beginning_github_has_dropped_is_made_anew(make_sandbox):
    interrupted_on(make_sandbox, branch_of(1, 250))
    make_sandbox(branch_of(400, 650))
    with pytest.raises(GitHubUnreachableError, match="does not tell"):
        sync_repository(core())
    sync_repository(core())
    assert current_commits() == set(range(400, 651))


def test_a_repository_without_commits_is_no_failure(make_sandbox):
    make_sandbox({"harbor/core": {"issues": []}})
    assert sync_repository(core()).rows["commits"] == 0


def test_an_interrupted_first_walk_goes_on_where_it_was(make_sandbox):
    interrupted_on(make_sandbox, branch_of(1, 250))
    asked = make_sandbox(branch_of(1, 250)).faults.add("graphql history", "slow", delay_ms=1, times=0)
    sync_repository(core())
    assert current_commits() == set(range(1, 251))
    assert asked.met == 2


def test_a_page_is_written_whole_or_not_at_all(make_sandbox):
    make_sandbox(long_community())
    with taking_no_rows(IssueComment), pytest.raises(DatabaseError, match="no room"):
        sync_repository(core())
    assert not Issue.objects.exists()
    assert SyncRun.objects.get().status == "failed"


@contextmanager
def taking_no_rows(model):
    """The database itself refuses, as a full disk makes it do."""
    table = model._meta.db_table
    made, gone = TRIGGERS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(made.format(table=table))
        try:
            yield
        finally:
            cursor.execute(gone.format(table=table))


TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER takes_none BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no room'); END",
        "DROP TRIGGER takes_none",
    ),
    "postgresql": (
        "CREATE FUNCTION takes_none() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;"
        "CREATE TRIGGER takes_none BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION takes_none()",
        "DROP TRIGGER takes_none ON {table}; DROP FUNCTION takes_none()",
    ),
}


def test_who_has_lost_the_lease_writes_nothing_more(sandbox):
    repository = core()
    with lease(repository) as held:
        Repository.objects.update(lease_holder="another")
        with pytest.raises(ConflictError, match="taken over"):
            held.renew()
    assert Repository.objects.get().lease_holder == "another"


def test_the_lease_of_a_living_process_is_respected_and_of_a_dead_one_taken(sandbox):
    repository, later = core(), timezone.now() + timedelta(minutes=5)
    mine = Lease(repository).holder
    Repository.objects.update(lease_holder=mine, lease_expires_at=later)
    with pytest.raises(ConflictError), lease(repository):
        pass
    with subprocess.Popen([sys.executable, "-c", ""]) as ended:
        pass
    machine, _, _ = mine.rsplit(":", 2)
    Repository.objects.update(lease_holder=f"{machine}:{ended.pid}:abcd", lease_expires_at=later)
    with lease(repository) as held:
        assert Repository.objects.get().lease_holder == held.holder
