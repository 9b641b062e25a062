"""The sites of the web benchmark, each served by the same gunicorn with two workers."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

HELLO = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"Hello"]
"""


@contextmanager
def gunicorn(module: str, *, folder: Path, environment: Mapping[str, str], path: str = "/") -> Iterator[str]:
    """Serve `module` from `folder` on a free port until the block ends; yields the base address."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", module, "--workers", "2", "--bind", f"127.0.0.1:{port}"]
    command += ["--no-control-socket", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder), **environment})
    try:
        wait_for_port(port, process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=15)


def hello_world(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "hello.py").write_text(HELLO)


def wagtail_start(folder: Path) -> None:
    """The unchanged project that `wagtail start` makes, migrated, with its production cache defaults."""
    if (folder / "db.sqlite3").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    wagtail = Path(sys.executable).with_name("wagtail")
    subprocess.run([str(wagtail), "start", "peer", str(folder)], check=True, stdout=subprocess.DEVNULL)
    run([str(folder / "manage.py"), "migrate", "-v", "0"], folder, PEER_ENVIRONMENT)


PEER_ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "bench_settings"}
PEER_SETTINGS = """
from peer.settings.base import *  # the project's own, with what any deployment sets
DEBUG = False
SECRET_KEY = "of-a-benchmark"
ALLOWED_HOSTS = ["127.0.0.1"]
"""


def write_peer_settings(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench_settings.py").write_text(PEER_SETTINGS)


def run(arguments: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), **environment},
        check=True,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, process: subprocess.Popen[bytes], seconds: float = 60) -> None:
    """Raises RuntimeError where nothing listens in time, or the process ended."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r:.120} did not start")
