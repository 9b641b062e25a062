import argparse
import json
import signal
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.errors import MainstayError
from home.demo import processes
from home.demo.accounts import ACCOUNTS, PASSWORD
from home.demo.loading import HISTORY_ENDS

MANAGE = str(settings.BASE_DIR / "manage.py")


class Command(BaseCommand):
    help = "Load the demo community once and serve it on loopback; Ctrl-C stops everything."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--no-serve", action="store_true", help="load, print a summary and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            run_demo(port=options["port"], is_served=not options["no_serve"])
        except MainstayError as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            print("\nStopped.", file=sys.stderr)


def run_demo(*, port: int, is_served: bool) -> None:
    """Raises MainstayError in one line for what keeps the demo from running."""
    if is_served:
        processes.require_free_port(port)
    data_dir = settings.BASE_DIR / "var" / "demo"
    data_dir.mkdir(parents=True, exist_ok=True)
    sandbox_port = processes.free_port(port + 1)
    environment = _environment(data_dir, port, sandbox_port)
    community = _community(data_dir)
    sandbox = [MANAGE, "github_sandbox", "--data", str(community), "--port", str(sandbox_port)]
    sandbox += ["--log", str(data_dir / "sandbox.jsonl")]
    with processes.child(sandbox, environment) as running:
        processes.wait_until_answers(f"http://127.0.0.1:{sandbox_port}/api/v3/meta", running)
        summary = data_dir / "loaded.json"
        if not summary.exists():
            processes.run([MANAGE, "load_demo"], environment, data_dir / "load.log")
        elif _is_newer_code(summary):
            _bring_up_to_date(environment, data_dir, summary)
        _print_summary(json.loads(summary.read_text()))
        if is_served:
            _serve(port, sandbox_port, environment)


def _is_newer_code(summary: Path) -> bool:
    """Whether tables or style sheets changed since the demo was loaded."""
    loaded_at = summary.stat().st_mtime
    changing = ("requirements.lock", "*/migrations/*.py", "site/*/migrations/*.py", "site/static/**/*")
    files = (path for pattern in changing for path in settings.BASE_DIR.glob(pattern))
    return any(path.stat().st_mtime > loaded_at for path in files)


def _bring_up_to_date(environment: dict[str, str], data_dir: Path, summary: Path) -> None:
    print("Bringing the demo up to date with the code…", file=sys.stderr, flush=True)
    processes.run([MANAGE, "migrate", "-v", "0"], environment, data_dir / "load.log")
    processes.run([MANAGE, "collectstatic", "--noinput", "-v", "0"], environment, data_dir / "load.log")
    summary.touch()


def _environment(data_dir: Path, port: int, sandbox_port: int) -> dict[str, str]:
    web = f"http://127.0.0.1:{sandbox_port}"
    return {
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": f"sqlite:///{data_dir / 'mainstay.sqlite3'}",
        "REDIS_URL": "",
        "DEBUG": "false",
        "SECRET_KEY": "",
        "SITE_NAME": "Ferrywell",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "HOST": "127.0.0.1",  # the demo's password is printed, so it never listens elsewhere
        "PORT": str(port),
        "GITHUB_API_URL": f"{web}/api/v3",
        "GITHUB_WEB_URL": web,
        "GITHUB_TOKEN": "sandbox-ferrywell",
        "GITHUB_APP_ID": "",
        "GITHUB_APP_PRIVATE_KEY": "",
        "GITHUB_APP_INSTALLATION_ID": "",
        "LINK_CHECK": "false",  # the invented community's links lead nowhere, and nobody is asked from a demo
        "GITHUB_OAUTH_CLIENT_ID": "mainstay-demo",
        "GITHUB_OAUTH_CLIENT_SECRET": "mainstay-demo-secret",
    }


def _community(data_dir: Path) -> Path:
    from github_sync.services.sandbox import write_demo_community

    community = data_dir / "community"
    if not (community / "dataset.json").exists():
        print("Writing three years of an invented community…", file=sys.stderr, flush=True)
        write_demo_community(community, until=HISTORY_ENDS)
    return community


def _serve(port: int, sandbox_port: int, environment: dict[str, str]) -> None:
    gunicorn = ["-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"]
    with processes.child(gunicorn, environment) as web:
        processes.wait_until_answers(f"http://127.0.0.1:{port}/healthz", web)
        _print_addresses(port, sandbox_port)
        if web.wait() not in (0, -signal.SIGINT, -signal.SIGTERM):
            raise MainstayError("The web server stopped by itself; the lines above say why.")


def _print_summary(rows: dict[str, int]) -> None:
    print("\nFerrywell, an invented community, is loaded:")
    for name, count in rows.items():
        print(f"  {count:>7,}  {name}")
    sys.stdout.flush()


def _print_addresses(port: int, sandbox_port: int) -> None:
    site = f"http://127.0.0.1:{port}"
    print(f"\nOpen {site}\n")
    for path, what in (
        ("tasks/", "first tasks"),
        ("docs/", "documentation"),
        ("people/", "people"),
        ("sustainability/", "sustainability"),
        ("admin/", "the operators' and writers' room"),
    ):
        print(f"  {site}/{path:<16} {what}")
    print(f"  http://127.0.0.1:{sandbox_port}/{'':<16} GitHub's stand-in")
    print(f"\nSign in with one of these, password “{PASSWORD}”:\n")
    for account in ACCOUNTS:
        print(f"  {account.username:<12} {account.does}")
    print("\nCtrl-C stops everything.", flush=True)


def _interrupt(*_: Any) -> None:
    raise KeyboardInterrupt
