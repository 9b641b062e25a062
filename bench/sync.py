"""What a first sync costs: requests, time and memory beside Perceval's, and how it bears 100,000 threads.

`make bench-sync`: everything runs in turn and in one run, each side as a process of its own, on one generated
repository that the sandbox serves. Perceval lives in a virtual environment of its own (bench/perceval.txt).
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests
from rich.console import Console
from rich.table import Table

from bench import bare_rows
from bench.processes import Cost, measured
from bench.servers import free_port, wait_for_port

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "var" / "bench" / "sync"
ONE_SYNC = [sys.executable, "-m", "bench.one_sync"]
REPOSITORY = "load/part-001"
NEAR = {"threads": 1_000, "comments": 5, "latency_ms": 50}
LARGE = {"threads": 100_000, "comments": 5, "latency_ms": 0}
MANY = {"threads": 2_000, "comments": 5, "latency_ms": 0, "repositories": 100}
AGAIN = {"nothing_new": 3, "one_changed": 6}
LIMITS = {
    "requests": 45,
    "points": 150,
    "times_faster": 20,
    "times_fewer": 50,
    "memory_mb": 300,
    "of_bare": 1 / 3,
}


@dataclass(frozen=True)
class Side:
    """What one side cost; `requests` and `sandbox_seconds` are read from the sandbox's log."""

    cost: Cost
    requests: int
    points: int
    sandbox_seconds: float


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--threads", type=int, default=LARGE["threads"], help="size of the large repository")
    options.add_argument("--without-peer", action="store_true", help="leave Perceval out, which takes minutes")
    chosen = options.parse_args()
    WORK.mkdir(parents=True, exist_ok=True)
    with sandbox(**NEAR) as near:
        threads, commits = _sync(near, "threads", "threads"), _sync(near, "near", "whole")
        peer = None if chosen.without_peer else _perceval(near)
    with sandbox(**MANY) as many:
        nothing_new, one_changed = _many(many)
    with sandbox(**{**LARGE, "threads": chosen.threads}) as large:
        whole = _sync(large, "large", "whole")
        environment = _environment(large, WORK / "large")
    rows, writing = whole.cost.told.split()[-2:]
    written = bare_rows.Rate(int(rows), float(writing))
    bare = bare_rows.measure(WORK / "large" / "mainstay.sqlite3", WORK / "bare")
    removal = measured([*ONE_SYNC, "remove", REPOSITORY], folder=ROOT, environment=environment)
    _print_near(threads, commits, peer)
    _print_many(nothing_new, one_changed)
    _print_large(whole, chosen.threads, written, bare)
    _print_removal(removal)


@dataclass(frozen=True)
class Server:
    port: int
    log: Path

    def lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]


@contextmanager
def sandbox(threads: int, comments: int, latency_ms: int, repositories: int = 1) -> Iterator[Server]:
    server = Server(free_port(), WORK / f"sandbox-{threads}.jsonl")
    server.log.unlink(missing_ok=True)
    size = f"threads={threads},comments={comments},repositories={repositories}"
    command = [sys.executable, "manage.py", "github_sandbox", "--generate", size]
    command += ["--latency-ms", str(latency_ms), "--port", str(server.port), "--log", str(server.log)]
    command += ["--rate-limit", "100000000"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)
    try:
        wait_for_port(server.port, process, seconds=600)  # a large repository is made first
        yield server
    finally:
        process.terminate()
        process.wait(timeout=15)


def _sync(server: Server, name: str, what: str) -> Side:
    """A first sync into an empty SQLite database: of `threads`, as Perceval fetches them, or the `whole`."""
    return _side(server, [*ONE_SYNC, what, REPOSITORY], _fresh(server, WORK / name))


def _many(server: Server) -> tuple[Side, Side]:
    """A hundred repositories looked at again: with nothing new, and with one issue changed in one of them."""
    environment = _fresh(server, WORK / "many")
    command = [sys.executable, "manage.py", "sync_github"]
    names = [f"load/part-{number:03d}" for number in range(1, MANY["repositories"] + 1)]
    subprocess.run([*command, *names], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    nothing_new = _side(server, command, environment)
    change = {"do": "edit_issue", "repository": names[41], "number": 1, "title": "Another title"}
    requests.post(f"http://127.0.0.1:{server.port}/_control/change", json=change, timeout=10).raise_for_status()
    return nothing_new, _side(server, command, environment)


def _fresh(server: Server, folder: Path) -> dict[str, str]:
    """The environment of a site with an empty database."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    environment = _environment(server, folder)
    subprocess.run([*ONE_SYNC, "migrate"], cwd=ROOT, env=environment, check=True)
    return environment


def _environment(server: Server, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DATA_DIR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'mainstay.sqlite3'}",
        "REDIS_URL": "",
        "GITHUB_API_URL": f"http://127.0.0.1:{server.port}/api/v3",
        "GITHUB_TOKEN": "sandbox-load",
    }


def _perceval(server: Server) -> Side:
    """Issues and pull requests with all that Perceval fetches, one process after the other."""
    python = WORK / "perceval" / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(WORK / "perceval")], check=True)
        wanted = [str(python), "-m", "pip", "install", "-q", "-r", str(ROOT / "bench" / "perceval.txt")]
        subprocess.run(wanted, check=True)
    owner, _, name = REPOSITORY.partition("/")
    command = [str(python.with_name("perceval")), "github", owner, name, "--no-archive", "--json-line"]
    command += ["--enterprise-url", f"http://127.0.0.1:{server.port}", "-t", "sandbox-load", "-o", os.devnull]
    sides = [_side(server, [*command, "--category", one], dict(os.environ)) for one in ("issue", "pull_request")]
    return Side(
        Cost(sum(side.cost.seconds for side in sides), max(side.cost.memory_mb for side in sides)),
        sum(side.requests for side in sides),
        0,
        sum(side.sandbox_seconds for side in sides),
    )


def _side(server: Server, command: list[str], environment: dict[str, str]) -> Side:
    before = len(server.lines())
    cost = measured(command, folder=ROOT, environment=environment)
    lines = server.lines()[before:]
    return Side(
        cost,
        len(lines),
        sum(int(str(line["points"])) for line in lines),
        sum(float(str(line["ms"])) for line in lines) / 1000,
    )


def _print_near(ours: Side, whole: Side, peer: Side | None) -> None:
    title = f"First sync of {NEAR['threads']:,} threads, each answer after {NEAR['latency_ms']} ms"
    table = Table("", "seconds", "requests", "GraphQL points", "peak MB", title=title)
    named = {
        "Mainstay, issues and pull requests": ours,
        "Perceval 1.6, issues and pull requests": peer,
        "Mainstay, with commits and releases": whole,
    }
    for name, side in named.items():
        if side:
            memory = f"{side.cost.memory_mb:.0f}"
            table.add_row(name, f"{side.cost.seconds:.1f}", f"{side.requests:,}", f"{side.points:,}", memory)
    console = Console(width=140)
    console.print(table)
    if peer:
        faster, fewer = peer.cost.seconds / ours.cost.seconds, peer.requests / ours.requests
        _say(console, f"{faster:.1f} times faster", faster >= LIMITS["times_faster"], "20")
        _say(console, f"{fewer:.0f} times fewer requests", fewer >= LIMITS["times_fewer"], "50")
    asked = f"{ours.requests} requests and {ours.points} points for the threads"
    _say(console, asked, ours.requests <= LIMITS["requests"] and ours.points <= LIMITS["points"], "45, 150")


def _print_many(nothing_new: Side, one_changed: Side) -> None:
    console = Console(width=140)
    console.print(f"\nLooking at {MANY['repositories']} repositories again")
    quiet = f"nothing new: {nothing_new.requests} requests, {nothing_new.points} points"
    _say(console, quiet, nothing_new.requests <= AGAIN["nothing_new"], "3")
    changed = f"one issue changed: {one_changed.requests} requests, {one_changed.points} points"
    _say(console, changed, one_changed.requests <= AGAIN["one_changed"], "6")


def _print_large(side: Side, threads: int, written: bare_rows.Rate, bare: bare_rows.Rate) -> None:
    console, seconds = Console(width=140), side.cost.seconds
    share = side.sandbox_seconds / seconds
    console.print(f"\nFirst sync of {threads:,} threads, {bare.rows:,} rows, no delay: {seconds:.0f} s")
    console.print(f"  {threads / seconds:,.0f} threads a second; the sandbox took {share:.0%} of the time")
    console.print(f"  {side.requests:,} requests and {side.points:,} GraphQL points")
    _say(console, f"peak memory {side.cost.memory_mb:.0f} MB", side.cost.memory_mb < LIMITS["memory_mb"], "300")
    ratio = written.per_second / bare.per_second
    rates = (
        f"written at {written.per_second:,.0f} rows a second, {bare.per_second:,.0f} by a bare bulk_create: {ratio:.2f}"
    )
    _say(console, rates, ratio >= LIMITS["of_bare"], "1/3")


def _print_removal(cost: Cost) -> None:
    console = Console(width=140)
    console.print(f"\nRemoving it: {int(cost.told.split()[-1]):,} rows in {cost.seconds:.0f} s")
    _say(console, f"peak memory {cost.memory_mb:.0f} MB", cost.memory_mb < LIMITS["memory_mb"], "300")


def _say(console: Console, what: str, is_met: bool, limit: str) -> None:
    console.print(f"  {what} (asked: {limit}) [{'green' if is_met else 'red'}]{'met' if is_met else 'NOT MET'}[/]")


if __name__ == "__main__":
    main()
