"""What the demo loads, step by step; every step may run twice, so a killed load simply goes on."""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from common.errors import ConflictError
from common.models import User
from common.queue import work_off_embedded_queue
from github_sync.queries.first_sync import known_names
from home.demo.accounts import ACCOUNTS, create_accounts
from home.demo.desk import fill_desk
from home.demo.first_tasks import curate_first_tasks

REPOSITORIES = ("ferrywell/ferrywell", "ferrywell/ferrywell-mobile", "ferrywell/handbook", "ferrywell/deploy")
HISTORY_ENDS = date(2026, 11, 20)
FUNDING = Path(__file__).resolve().parents[1] / "demo_data" / "funding.csv"


@dataclass(frozen=True)
class Step:
    title: str
    run: Callable[[], object]


def load() -> None:
    """Run the steps in order and say which one is on; raises what a step raises, and ConflictError for a database that
    holds somebody's site."""
    refuse_a_real_site()
    for number, step in enumerate(STEPS, 1):
        print(f"[{number}/{len(STEPS)}] {step.title}", file=sys.stderr, flush=True)
        step.run()


def refuse_a_real_site() -> None:
    """The demo's accounts have a password that everybody knows."""
    if User._meta.db_table not in connection.introspection.table_names():
        return
    strangers = User.objects.exclude(username__in=[account.username for account in ACCOUNTS]).count()
    mirrored = {name.lower() for name in known_names()} - set(REPOSITORIES)
    if strangers or mirrored:
        raise ConflictError(
            "This database holds a site already: the demo is not loaded into it. Give it an empty one with DATA_DIR or "
            "DATABASE_URL."
        )


def _sync() -> None:
    call_command("sync_github", *REPOSITORIES, stdout=sys.stdout)
    work_off_embedded_queue()


def _import_documentation() -> None:
    handbook = ("--repository", "ferrywell/handbook", "--path", "docs", "--title", "Ferrywell handbook")
    call_command("import_docs", *handbook, "--slug", "handbook")
    call_command("import_docs", "--from", str(settings.BASE_DIR), "--title", "Mainstay", "--slug", "mainstay")


def _record_funding() -> None:
    call_command("import_funding", str(FUNDING))


def _compute_metrics() -> None:
    work_off_embedded_queue()
    to = HISTORY_ENDS + timedelta(days=1)
    call_command("metrics", "--from", (to - timedelta(days=365)).isoformat(), "--to", to.isoformat(), "--json")


TAGLINE = "Free software for food banks and mutual-aid groups, built by the people who use it."
INTRODUCTION = (
    "Ferrywell is an invented community: a demonstration of what a platform project can run with Mainstay. "
    "Its people, issues and figures are made up; everything they show is real software at work."
)


def _prepare_site() -> None:
    from home.services.setup import ensure_site

    ensure_site(name="Ferrywell", tagline=TAGLINE, introduction=INTRODUCTION)
    create_accounts()


STEPS = (
    Step("Creating the database", lambda: call_command("migrate", verbosity=0)),
    Step("Collecting style sheets and scripts", lambda: call_command("collectstatic", interactive=False, verbosity=0)),
    Step("Setting up pages, roles and the demo accounts", _prepare_site),
    Step("Syncing four repositories from GitHub's stand-in", _sync),
    Step("Saying what done looks like, and who helps", curate_first_tasks),
    Step("Importing the documentation", _import_documentation),
    Step("Filling the writers' desk", fill_desk),
    Step("Recording three years of funding", _record_funding),
    Step("Computing the metrics", _compute_metrics),
)


def write_summary(path: Path) -> None:
    """Keep what was loaded; the file also says that the load came to its end."""
    from home.queries.summary import loaded_rows

    path.write_text(json.dumps(loaded_rows(), indent=1) + "\n")
