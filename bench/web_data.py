"""Fills the benchmark's database: 100,000 issues, 2,000 of them on the board, documentation, funding, merged work."""

import os
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import django

ISSUES = 100_000
ON_BOARD = 2_000
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def fill(root: Path) -> None:
    """Idempotent: does nothing where the issues are there already."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    from common.queue import work_off_embedded_queue
    from github_sync.models import Issue
    from home.services.setup import ensure_site
    from sustainability.services.reporting import refresh_reports

    call_command("migrate", verbosity=0)
    if Issue.objects.count() >= ISSUES:
        refresh_reports()  # reports of an older version of the code are not shown
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    ensure_site(name="Benchmark")
    _write_mirror()
    call_command("record_contributions")
    call_command("import_docs", "--from", str(root), "--title", "Mainstay", "--slug", "mainstay")
    call_command("import_funding", str(root / "site" / "home" / "demo_data" / "funding.csv"))
    work_off_embedded_queue()
    refresh_reports()
    call_command("metrics", "--from", "2025-11-20", "--to", "2026-11-20", "--json", stdout=StringIO())


def _write_mirror() -> None:
    from github_sync.models import Account, Issue, Label, Repository

    repositories = Repository.objects.bulk_create(
        Repository(
            github_id=n,
            owner="bench",
            name=f"part-{n}",
            full_name=f"bench/part-{n}",
            language=language,
            synced_at=NOW,
            updated_at=NOW,
        )
        for n, language in enumerate(("Python", "TypeScript", "Go", "Shell"), 1)
    )
    accounts = Account.objects.bulk_create(
        Account(github_id=n, login=f"person{n}", html_url=f"https://github.com/person{n}") for n in range(1, 501)
    )
    labels = {
        repository.pk: Label.objects.bulk_create(
            Label(repository=repository, name=name)
            for name in ("good first issue", "bug", "documentation", "skill: python", "skill: writing", "effort: 1h")
        )
        for repository in repositories
    }
    issues = Issue.objects.bulk_create(
        (_issue(n, repositories[n % 4], accounts[n % 500]) for n in range(1, ISSUES + 1)), batch_size=2000
    )
    through = Issue.labels.through
    every = ISSUES // ON_BOARD
    through.objects.bulk_create(
        (
            through(issue_id=issue.pk, label_id=label.pk)
            for position, issue in enumerate(issues[::every])
            for label in _labels_of(position, labels[issue.repository_id])
        ),
        batch_size=2000,
    )
    _write_merged_work(repositories, accounts)


def _issue(number: int, repository, account):
    from github_sync.models import Issue

    created = NOW - timedelta(minutes=15 * number)
    is_on_board = (number - 1) % (ISSUES // ON_BOARD) == 0
    return Issue(
        repository=repository,
        github_id=number,
        number=number,
        title=f"Reports drop the last day of month {number}",
        body="Open the report for a month with 31 days.\n\n- [ ] the last day is there\n- [ ] a test shows it\n",
        author=account,
        state="open" if is_on_board or number % 3 == 0 else "closed",
        state_reason="" if is_on_board or number % 3 == 0 else "completed",
        closed_at=None if is_on_board or number % 3 == 0 else created + timedelta(days=3),
        html_url=f"https://github.com/{repository.full_name}/issues/{number}",
        created_at=created,
        updated_at=created + timedelta(days=1),
    )


def _labels_of(position: int, labels):
    return [labels[0], labels[1 + position % 2], labels[3 + position % 3]]


def _write_merged_work(repositories, accounts) -> None:
    from github_sync.models import PullRequest

    PullRequest.objects.bulk_create(
        (
            PullRequest(
                repository=repositories[n % 4],
                github_id=ISSUES + n,
                number=ISSUES + n,
                title=f"Keep the last day of month {n}",
                author=accounts[(n * n) % 500],
                state="closed",
                is_merged=True,
                merged_at=NOW - timedelta(hours=4 * n),
                closed_at=NOW - timedelta(hours=4 * n),
                created_at=NOW - timedelta(hours=4 * n + 30),
                updated_at=NOW - timedelta(hours=4 * n),
                paths=["reports/month.py"],
                html_url=f"https://github.com/{repositories[n % 4].full_name}/pull/{ISSUES + n}",
            )
            for n in range(1, 2001)
        ),
        batch_size=2000,
    )
