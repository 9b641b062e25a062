import argparse
import json
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from common.errors import MainstayError
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubError
from github_sync.models import Repository
from github_sync.services.repositories import track_repository
from github_sync.services.sync import SyncResult, sync_repository


class Command(BaseCommand):
    help = "Mirror the named repositories from GitHub, or all that are tracked."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("repositories", nargs="*", metavar="OWNER/NAME")
        parser.add_argument("--json", action="store_true", help="print one object a repository on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            client, failures = GitHubClient(), list[str]()
        except MainstayError as error:
            raise CommandError(str(error)) from error
        for name in options["repositories"] or _tracked():
            try:
                result = _sync(name, client)
            except MainstayError as error:
                failures.append(str(error))
                continue
            self.stdout.write(json.dumps(result.as_json()) if options["json"] else _in_words(result))
        if failures:
            raise CommandError("\n".join(dict.fromkeys(failures)))


def _tracked() -> list[str]:
    names = list(Repository.objects.filter(is_tracked=True).values_list("full_name", flat=True))
    if not names:
        raise CommandError("No repository is tracked yet. Name one: sync_github OWNER/NAME")
    return names


def _sync(name: str, client: GitHubClient) -> SyncResult:
    is_new = not Repository.objects.filter(full_name__iexact=name.strip()).exists()
    repository = track_repository(full_name=name, actor=None)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(name, total=None)

        def show(stream: str, done: int, total: int) -> None:
            bar.update(task, description=f"{name}: {stream}", completed=done, total=total)

        try:
            return sync_repository(repository, client=client, progress=show)
        except GitHubError:
            if is_new:
                Repository.objects.filter(pk=repository.pk, github_id=None, lease_holder="").delete()
            raise


def _in_words(result: SyncResult) -> str:
    rows = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in result.rows.items() if count)
    return (
        f"{result.repository}: {result.changed:,} rows changed in {result.seconds:.1f} s"
        f" with {result.requests} requests. The mirror holds {rows or 'no rows'}."
    )
