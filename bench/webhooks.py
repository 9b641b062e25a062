"""How fast webhook deliveries are answered, stored, applied and on the board (`make bench-webhooks`).

Gunicorn as the site runs it, on a fresh database: SQLite with the embedded queue, and PostgreSQL with Redis and a
worker where both answer. All the while the queue applies what was stored. A bare WSGI app beside it shows what the
machine gives at that moment.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg2
import redis
from rich.console import Console
from rich.table import Table

from bench.servers import free_port, wait_for_port
from bench.webhook_board import LIMIT_SECONDS, Shown, measure
from bench.webhook_load import Answers, Change, Target, send_apart

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "var" / "bench" / "webhooks"
LIMIT_MS = 100
SECRET = "of-a-benchmark"
REPOSITORY = "harbor/core"
REPOSITORY_ID = 101
BARE = """
def application(environ, start_response):
    environ["wsgi.input"].read()
    start_response("202 Accepted", [("Content-Length", "0")])
    return [b""]
"""
FILL = f"""
from github_sync.models import Repository
from home.services.setup import ensure_site
ensure_site(name="Harbor")
Repository.objects.create(owner="harbor", name="core", full_name="{REPOSITORY}", github_id={REPOSITORY_ID})
"""
COUNT = """
import json
from django.db.models import Count, Max
from github_sync.models import Delivery, Issue, IssueComment
states = dict(Delivery.objects.order_by().values_list("state").annotate(n=Count("pk")))
print("COUNTED " + json.dumps({**states, "issues": Issue.objects.count(), "comments": IssueComment.objects.count()}))
"""


@dataclass(frozen=True)
class Result:
    answers: Answers
    states: dict[str, int]
    applied_after: float
    shown: Shown

    def of(self, state: str) -> int:
        return self.states.get(state, 0)

    @property
    def stored(self) -> int:
        return sum(self.of(state) for state in ("pending", "applied", "ignored", "failed"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--deliveries", type=int, default=10_000)
    parser.add_argument("--at-once", type=int, default=50)
    parser.add_argument("--apply-seconds", type=float, default=180, help="how long to wait for the queue at most")
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    bare = _bare(options)
    results = {}
    for name, environment in _sites(options.only).items():
        print(f"{name}: sending {options.deliveries:,} deliveries, {options.at_once} at once…", flush=True)
        results[name] = _measure(environment, options)
    _print(bare, results, options)
    return 0 if all(_is_met(result, options.deliveries) for result in results.values()) else 1


def _is_met(result: Result, deliveries: int) -> bool:
    is_fast = result.answers.percentile(0.99) < LIMIT_MS and result.shown.slowest < LIMIT_SECONDS
    return is_fast and result.stored == deliveries


def _sites(only: str | None) -> dict[str, dict[str, str]]:
    common = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "GITHUB_WEBHOOK_SECRET": SECRET,
        "GITHUB_API_URL": "http://127.0.0.1:9",
        "SITE_URL": "http://127.0.0.1:8000",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        "DATA_DIR": str(WORK),
    }
    sites = {
        "SQLite, embedded queue": {**common, "DATABASE_URL": f"sqlite:///{WORK / 'fresh.sqlite3'}", "REDIS_URL": ""}
    }
    services = _services()
    if services and only != "sqlite":
        sites["PostgreSQL, Redis, a worker"] = {**common, **services}
    if only == "postgresql":
        sites.pop("SQLite, embedded queue")
    return sites


def _services() -> dict[str, str] | None:
    server = os.environ.get("DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
    queue = os.environ.get("REDIS_URL") or "redis://127.0.0.1:6379/15"
    try:
        psycopg2.connect(server, connect_timeout=2).close()
        redis.Redis.from_url(queue, socket_connect_timeout=2).ping()
    except (psycopg2.OperationalError, redis.RedisError):
        print("PostgreSQL or Redis does not answer, so only SQLite is measured.", file=sys.stderr)
        return None
    return {"DATABASE_URL": f"{server.rpartition('/')[0]}/bench_webhooks", "REDIS_URL": queue, "SERVER_URL": server}


def _measure(environment: dict[str, str], options: argparse.Namespace) -> Result:
    with ExitStack() as stack:
        stack.enter_context(_fresh_database(environment))
        _manage(environment, "migrate", "-v", "0")
        _manage(environment, "collectstatic", "--no-input", "-v", "0")
        _manage(environment, "shell", "-v", "0", "-c", FILL)
        if environment["REDIS_URL"]:
            stack.enter_context(_worker(environment))
        base = stack.enter_context(_gunicorn(environment))
        target = Target(f"{base}/github/webhooks/", SECRET, REPOSITORY_ID, REPOSITORY)
        answers = send_apart(target, _changes(options), options.at_once)
        states, seconds = _wait_until_applied(environment, options.apply_seconds)
        shown = measure(base, target)
    return Result(answers, states, seconds, shown)


def _changes(options: argparse.Namespace) -> list[Change]:
    return [Change(number) for number in range(options.deliveries)]


def _bare(options: argparse.Namespace) -> Answers:
    """What this machine gives at this moment: an app that reads the body and answers, on the same gunicorn."""
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / "bare.py").write_text(BARE)
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "bare", "--threads", "8", "--bind", f"127.0.0.1:{port}"]
    environment = {"PYTHONPATH": str(WORK)}
    with _running([*command, "--no-control-socket", "--log-level", "warning"], environment) as process:
        wait_for_port(port, process)
        target = Target(f"http://127.0.0.1:{port}/", SECRET, 1, "a/b")
        return send_apart(target, _changes(options), options.at_once)


def _wait_until_applied(environment: dict[str, str], patience: float) -> tuple[dict[str, int], float]:
    began = time.monotonic()
    while True:
        states = _states(environment)
        spent = time.monotonic() - began
        if not states.get("pending") or spent > patience:
            return states, spent
        time.sleep(2)


def _states(environment: dict[str, str]) -> dict[str, int]:
    output = _manage(environment, "shell", "-v", "0", "-c", COUNT)
    line = next(line for line in output.splitlines() if line.startswith("COUNTED "))
    found: dict[str, int] = json.loads(line.removeprefix("COUNTED "))
    return found


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "manage.py"), *arguments]
    done = subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode()


@contextmanager
def _fresh_database(environment: dict[str, str]) -> Iterator[None]:
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    if "SERVER_URL" not in environment:
        yield
        return
    _execute(environment["SERVER_URL"], "DROP DATABASE IF EXISTS bench_webhooks WITH (FORCE)")
    _execute(environment["SERVER_URL"], "CREATE DATABASE bench_webhooks")
    redis.Redis.from_url(environment["REDIS_URL"]).delete("mainstay")
    yield
    _execute(environment["SERVER_URL"], "DROP DATABASE bench_webhooks WITH (FORCE)")


def _execute(url: str, statement: str) -> None:
    with closing(psycopg2.connect(url)) as server:
        server.autocommit = True
        server.cursor().execute(statement)


@contextmanager
def _gunicorn(environment: dict[str, str]) -> Iterator[str]:
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:config.gunicorn",
        "config.wsgi",
        "--log-level",
        "warning",
    ]
    with _running(command, {**environment, "PORT": str(port)}) as process:
        wait_for_port(port, process)
        yield f"http://127.0.0.1:{port}"


@contextmanager
def _worker(environment: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-c", "1", "-l", "ERROR"]
    with _running([*command, "--without-gossip", "--without-mingle"], environment):
        yield


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment})
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _print(bare: Answers, results: dict[str, Result], options: argparse.Namespace) -> None:
    title = f"{options.deliveries:,} deliveries, {options.at_once} at once; limit {LIMIT_MS} ms at the 99th percentile"
    columns = ("p50", "p95", "p99", "p99 / limit", "deliveries/s", "stored", "applied", "failed", "queue empty after")
    table = Table("site", *columns, title=title)
    table.add_row("a bare WSGI app", *_times(bare))
    for name, result in results.items():
        ends = (f"{result.stored:,}", f"{result.of('applied'):,}", f"{result.of('failed') + result.answers.refused:,}")
        table.add_row(name, *_times(result.answers), *ends, f"{result.applied_after:.0f} s")
    Console(width=150).print(table)
    _print_shown(results)


def _print_shown(results: dict[str, Result]) -> None:
    title = f"A changed issue is on the board after its webhook; limit {LIMIT_SECONDS:.0f} s"
    table = Table("site", "median, one by one", "slowest", "slowest of a burst of 100", "slowest / limit", title=title)
    for name, result in results.items():
        one, bursts = result.shown.one_by_one, result.shown.bursts
        ratio = result.shown.slowest / LIMIT_SECONDS
        table.add_row(name, f"{one[len(one) // 2]:.2f} s", f"{one[-1]:.2f} s", f"{bursts[-1]:.2f} s", f"{ratio:.2f}")
    Console(width=150).print(table)


def _times(answers: Answers) -> list[str]:
    p50, p95, p99 = (answers.percentile(part) for part in (0.5, 0.95, 0.99))
    rate = len(answers.times) / answers.seconds
    return [f"{p50:.0f} ms", f"{p95:.0f} ms", f"{p99:.0f} ms", f"{p99 / LIMIT_MS:.2f}", f"{rate:,.0f}"]


if __name__ == "__main__":
    sys.exit(main())
