"""Work done in forks of another process, so that one can be killed with SIGKILL at any moment."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.conf import settings as django_settings

from github_sync.sandbox import Sandbox
from tests.github_sync.test_sync_resume import database_url


@contextmanager
def forks(module: str, server: Sandbox) -> Iterator[subprocess.Popen[str]]:
    """A process that forks for each line it reads, prints the fork's id, and at its end how it ended."""
    environment = {
        **os.environ, "DATABASE_URL": database_url(), "GITHUB_API_URL": server.api_url, "GITHUB_TOKEN": "sandbox-alice",
        "REDIS_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings",
    }  # fmt: skip
    with subprocess.Popen(
        [sys.executable, "-m", module], cwd=django_settings.BASE_DIR, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        yield process
        process.stdin.close()


def kill_one(process: subprocess.Popen[str], server: Sandbox, line: str, requests: int, seconds: float) -> int:
    """Kill a fork so long after it was answered so often; returns how it ended (0: it was done before)."""
    before, until = len(server.requests), time.monotonic() + 60
    process.stdin.write(f"{line}\n")
    process.stdin.flush()
    pid = int(process.stdout.readline())
    while len(server.requests) - before < requests and os.path.exists(f"/proc/{pid}") and time.monotonic() < until:
        pass
    then = time.monotonic() + seconds
    while time.monotonic() < then:
        pass
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return int(process.stdout.readline())
