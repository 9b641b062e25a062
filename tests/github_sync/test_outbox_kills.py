"""Real senders killed with SIGKILL at random points: each comment, commit and pull request is there once."""

import os
import random
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager, suppress

import pytest
import requests
from django.conf import settings as django_settings

from github_sync.models import OutboxAction
from tests.github_sync.outbox import CORE, mirror, send, when_due
from tests.github_sync.test_outbox_faults import do_all, each_is_there_once
from tests.github_sync.test_sync_resume import database_url

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, KILLS_A_ROUND = 5, 5


@contextmanager
def senders(server):
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "GITHUB_API_URL": server.api_url, "GITHUB_TOKEN": "sandbox-alice",
        "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", "tests.github_sync.outbox_forks"], cwd=django_settings.BASE_DIR, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process
        process.stdin.close()


def kill_one(process, server, answers, seconds):
    """Kill a sender so long after it was answered so often; returns how it ended (0: it was done before)."""
    before, until = len(server.requests), time.monotonic() + 60
    process.stdin.write("\n")
    process.stdin.flush()
    pid = int(process.stdout.readline())
    while len(server.requests) - before < answers and os.path.exists(f"/proc/{pid}") and time.monotonic() < until:
        pass
    then = time.monotonic() + seconds
    while time.monotonic() < then:
        pass
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    ended = int(process.stdout.readline())
    wait_for_answers(server)
    return ended


def wait_for_answers(server):
    """Until the sandbox is through with what the dead process had asked, as GitHub is after ten seconds.

    Connections are accepted in their order, so once this one is answered no earlier one waits to be accepted.
    """
    requests.get(f"{server.api_url}/meta", headers={"Connection": "close"}, timeout=30)
    until = time.monotonic() + 30
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < until, "the sandbox did not come to rest"


def test_killed_at_any_moment_all_is_there_once(core_for_kills, bob):
    chance, killed, lost = random.Random(8), 0, 0
    for _ in range(ROUNDS):
        server = core_for_kills()
        with senders(server) as process:
            do_all(bob)
            for _ in range(KILLS_A_ROUND):
                ended = kill_one(process, server, chance.randint(0, 4), chance.uniform(0, 0.03))
                killed += ended == -signal.SIGKILL
                lost += OutboxAction.objects.filter(state="sending").count()
                send_later()
        for _ in range(6):
            send_later()
            send()
        assert set(OutboxAction.objects.values_list("state", flat=True)) == {"sent"}
        assert each_is_there_once(server)
    print(f"{killed} killed, {lost} of them while an action was being sent")
    assert killed >= 15
    assert lost >= 8


def send_later():
    """What a sender that died left is taken back; its time comes at once."""
    from github_sync.services.outbox.claiming import take_back_lost

    take_back_lost()
    when_due()


@pytest.fixture
def core_for_kills(make_sandbox):
    from github_sync.models import Account, Budget, Repository
    from tests.fixtures.sandbox import small_community

    def make():
        OutboxAction.objects.all().delete()
        Repository.objects.all().delete()
        Account.objects.all().delete()
        Budget.objects.all().delete()
        community = small_community()
        community[CORE]["contents"] = {"README.md": "# Harbor\n"}
        server = make_sandbox(community)
        mirror()
        return server

    return make
