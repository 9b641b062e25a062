"""Requests a second of our pages beside `wagtail start` and a bare WSGI app, all in one run (`make bench-web`)."""

import argparse
import os
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import servers
from bench.load import Load, measure

ROOT = Path(__file__).resolve().parents[1]
WORK = ROOT / "var" / "bench"
PAGES = {
    "board": "/tasks/",
    "documentation page": "/docs/mainstay/how-to/run-a-site/",
    "sustainability": "/sustainability/",
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=6.0, help="how long each page is asked for")
    seconds = options.parse_args().seconds
    environment = _environment()
    os.environ.update(environment)
    from bench.web_data import fill

    print("Filling the benchmark's database (100,000 issues)…", flush=True)
    fill(ROOT)
    servers.hello_world(WORK / "hello")
    servers.write_peer_settings(WORK / "peer")
    servers.wagtail_start(WORK / "peer")
    _print(_measure_all(environment, seconds))


def _environment() -> dict[str, str]:
    return {
        "DATA_DIR": str(WORK / "site"),
        "DATABASE_URL": f"sqlite:///{WORK / 'site' / 'mainstay.sqlite3'}",
        "REDIS_URL": "",
        "SITE_URL": "http://127.0.0.1:8000",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }


def _measure_all(environment: dict[str, str], seconds: float) -> dict[str, Load]:
    found = {}
    with servers.gunicorn("hello:application", folder=WORK / "hello", environment={}) as base:
        found["hello-world WSGI app"] = _warm_and_measure(base + "/", seconds)
    with servers.gunicorn("peer.wsgi", folder=WORK / "peer", environment=servers.PEER_ENVIRONMENT) as base:
        found["wagtail start, home page"] = _warm_and_measure(base + "/", seconds)
    for name, kept_for in (("uncached", "0"), ("page cache", "600")):
        ours = {**environment, "PAGE_CACHE_SECONDS": kept_for}
        with servers.gunicorn("config.wsgi", folder=ROOT, environment=ours) as base:
            for page, path in PAGES.items():
                found[f"{page}, {name}"] = _warm_and_measure(base + path, seconds)
    return found


def _warm_and_measure(url: str, seconds: float) -> Load:
    measure(url, seconds=1.5)
    return measure(url, seconds=seconds)


def _print(found: dict[str, Load]) -> None:
    peer = found["wagtail start, home page"].per_second
    table = Table("page", "requests/s", "× wagtail start", "kB", title="gunicorn, 2 workers, 4 clients on loopback")
    for name, load in found.items():
        table.add_row(name, f"{load.per_second:,.0f}", f"{load.per_second / peer:.2f}", f"{load.size / 1000:.0f}")
    Console().print(table)


if __name__ == "__main__":
    main()
