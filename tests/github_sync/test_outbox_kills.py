"""Real senders killed with SIGKILL at random points: each comment, commit and pull request is there once."""

import random
import signal
import threading
import time

import pytest
import requests

from github_sync.models import OutboxAction
from tests.github_sync.killing import forks, kill_one
from tests.github_sync.outbox import CORE, mirror, send, when_due
from tests.github_sync.test_outbox_faults import do_all, each_is_there_once

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, KILLS_A_ROUND = 5, 5


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
        with forks("tests.github_sync.outbox_forks", server) as process:
            do_all(bob)
            for _ in range(KILLS_A_ROUND):
                ended = kill_one(process, server, "", chance.randint(0, 4), chance.uniform(0, 0.03))
                wait_for_answers(server)
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
