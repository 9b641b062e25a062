"""The demo's processes: the sandbox and the web server as children that end with their parent."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from common.errors import MainstayError

READY_WITHIN = 60.0


def free_port(preferred: int) -> int:
    """`preferred` where it is free, else one that the system picks."""
    for port in (preferred, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise MainstayError("No free port on 127.0.0.1.")


def require_free_port(port: int) -> None:
    """Raises MainstayError with what to do where something already listens on `port`."""
    if free_port(port) != port:
        raise MainstayError(f"Port {port} is in use. Stop what uses it, or choose another: make demo PORT={port + 10}")


@contextmanager
def child(arguments: list[str], environment: Mapping[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run `python ARGUMENTS` until the block ends, then stop it and wait for it."""
    process = subprocess.Popen([sys.executable, *arguments], env={**os.environ, **environment})
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def wait_until_answers(url: str, process: subprocess.Popen[bytes]) -> None:
    """Poll `url` until it answers at all; raises MainstayError when `process` ended or the time is up."""
    until = time.monotonic() + READY_WITHIN
    while time.monotonic() < until:
        if process.poll() is not None:
            raise MainstayError(f"{url} could not be started; the lines above say why.")
        try:
            urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - loopback, our own address
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise MainstayError(f"{url} did not answer within {READY_WITHIN:.0f} seconds.")


def run(arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
    """Run a command to its end; its standard output goes to `log`."""
    with log.open("ab") as out:
        done = subprocess.run([sys.executable, *arguments], env={**os.environ, **environment}, stdout=out, check=False)
    if done.returncode:
        raise MainstayError(f"“{' '.join(arguments[1:3])}” failed; the lines above and {log} say why.")
