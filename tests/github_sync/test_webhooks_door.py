"""The webhooks' address as GitHub finds it: a real server, where a delivery does not pass through Django."""

import json
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator

import pytest
import requests
from django.conf import settings
from django.db import connection

from bench.servers import free_port, wait_for_port
from github_sync.domain.webhooks import sign
from github_sync.models import Delivery, Issue, Repository
from tests.fixtures.webhooks import ADDRESS, SECRET, issue, repository

pytestmark = pytest.mark.django_db(transaction=True)
EDITED = json.dumps({"action": "edited", "issue": issue(1, 2), "repository": repository()}).encode()
BOARD_SECONDS = 5.0


@pytest.fixture
def server() -> Iterator[str]:
    """The site as `make serve` runs it, on the test's database."""
    told, port = connection.settings_dict, free_port()
    url = f"sqlite:///{told['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{told['USER']}@{told['HOST']}:{told['PORT'] or 5432}/{told['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": url,
        "REDIS_URL": settings.REDIS_URL,
        "GITHUB_WEBHOOK_SECRET": SECRET,
        "PORT": str(port),
        "WEB_CONCURRENCY": "1",
    }
    command = [sys.executable, "-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi", "--log-level", "error"]
    process = subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR)
    try:
        wait_for_port(port, process)
        yield f"http://127.0.0.1:{port}{ADDRESS}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def headers(body: bytes, guid: str, **others: str) -> dict[str, str]:
    return {"X-GitHub-Event": "issues", "X-GitHub-Delivery": guid, "X-Hub-Signature-256": sign(body, SECRET),
            "Content-Type": "application/json; charset=utf-8", **others}  # fmt: skip


def test_what_is_answered_over_the_wire(server):
    guid = str(uuid.uuid4())
    first, again = (requests.post(server, EDITED, headers=headers(EDITED, guid), timeout=30) for _ in range(2))
    assert (first.status_code, first.json(), first.headers["Content-Type"]) == (
        202,
        {"message": "Stored."},
        "application/json",
    )
    assert (again.status_code, again.json()) == (200, {"message": "Known already."})
    assert Delivery.objects.get().guid == uuid.UUID(guid)
    wrong = headers(EDITED, str(uuid.uuid4()), **{"X-Hub-Signature-256": "sha256=00"})
    assert requests.post(server, EDITED, headers=wrong, timeout=30).status_code == 403
    assert requests.post(server, b"[]", headers=headers(b"[]", str(uuid.uuid4())), timeout=30).status_code == 400
    assert requests.get(server, timeout=30).status_code == 405
    assert Delivery.objects.count() == 1


def test_a_body_that_is_cut_off_is_refused(server):
    host, port = server.removeprefix("http://").partition("/")[0].split(":")
    lines = [f"POST {ADDRESS} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(EDITED) + 1}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in headers(EDITED, str(uuid.uuid4())).items()]
    with socket.create_connection((host, int(port)), timeout=30) as connected:
        connected.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + EDITED)
        connected.shutdown(socket.SHUT_WR)
        assert connected.recv(4096).startswith(b"HTTP/1.1 400 Bad Request")
    assert not Delivery.objects.exists()


@pytest.mark.skipif(not settings.EMBEDDED_QUEUE, reason="only the embedded queue lives in the server")
def test_a_changed_issue_is_there_within_five_seconds(server):
    Repository.objects.create(owner="harbor", name="core", full_name="harbor/core", github_id=101)
    requests.post(server, EDITED, headers=headers(EDITED, str(uuid.uuid4())), timeout=30)
    assert within(BOARD_SECONDS, Issue.objects.exists)


def within(seconds: float, is_so: Callable[[], bool]) -> bool:
    until = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
