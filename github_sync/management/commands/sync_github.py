import argparse
import json
import sys
from dataclasses import dataclass, replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from common.errors import MainstayError
from github_sync.client.client import GitHubClient
from github_sync.client.survey import Glance
from github_sync.models import Repository
from github_sync.services.connection import open_client
from github_sync.services.repositories import track_repository
from github_sync.services.sync import SyncResult, survey, sync_repository, unchanged


@dataclass(frozen=True)
class Chosen:
    repository: Repository
    is_new: bool


class Spent:
    """Counts each request once: what a glance at many cost is told with the first of them."""

    def __init__(self, client: GitHubClient) -> None:
        self.client = client
        self.requests = self.points = 0

    def add_to(self, result: SyncResult) -> SyncResult:
        found = replace(
            result,
            requests=self.client.requests - self.requests,
            graphql_points=self.client.points - self.points,
        )
        self.requests, self.points = self.client.requests, self.client.points
        return found


class Command(BaseCommand):
    help = "Mirror the named repositories from GitHub, or all that are tracked."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("repositories", nargs="*", metavar="OWNER/NAME")
        parser.add_argument("--json", action="store_true", help="print one object a repository on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        failures: list[str] = []
        chosen = _chosen(options["repositories"], failures) if options["repositories"] else _tracked()
        try:
            self._sync_all(chosen, open_client(), failures, is_json=options["json"])
        except MainstayError as error:
            failures.append(str(error))
            for one in chosen:
                _forget(one)
        if failures:
            raise CommandError("\n".join(dict.fromkeys(failures)))

    def _sync_all(self, chosen: list[Chosen], client: GitHubClient, failures: list[str], *, is_json: bool) -> None:
        """Goes on with the others where one fails, and adds what went wrong to `failures`, a line each."""
        by_id, spent = {one.repository.pk: one for one in chosen}, Spent(client)
        for repository, glance, error in survey([one.repository for one in chosen], client=client):
            try:
                if error is not None:
                    raise error
                result = _sync(repository, glance, client) if glance else unchanged(repository)
            except MainstayError as failure:
                failures.append(str(failure))
                _forget(by_id[repository.pk])
                continue
            told = spent.add_to(result)
            self.stdout.write(json.dumps(told.as_json()) if is_json else _in_words(told))


def _chosen(names: list[str], failures: list[str]) -> list[Chosen]:
    found = []
    for name in names:
        is_new = not Repository.objects.filter(full_name__iexact=name.strip()).exists()
        try:
            found.append(Chosen(track_repository(full_name=name, actor=None), is_new))
        except MainstayError as error:
            failures.append(str(error))
    return found


def _tracked() -> list[Chosen]:
    found = [Chosen(repository, False) for repository in Repository.objects.filter(is_tracked=True)]
    if not found:
        raise CommandError("No repository is tracked yet. Name one: sync_github OWNER/NAME")
    return found


def _forget(chosen: Chosen) -> None:
    """A name that was typed for the first time and that GitHub does not show leaves no row behind."""
    if chosen.is_new:
        Repository.objects.filter(pk=chosen.repository.pk, github_id=None, lease_holder="").delete()


def _sync(repository: Repository, glance: Glance, client: GitHubClient) -> SyncResult:
    name = repository.full_name
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task(name, total=None)

        def show(stream: str, done: int, total: int) -> None:
            bar.update(task, description=f"{name}: {stream}", completed=done, total=total)

        return sync_repository(repository, client=client, progress=show, glance=glance)


def _in_words(result: SyncResult) -> str:
    rows = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in result.rows.items() if count)
    return (
        f"{result.repository}: {result.changed:,} rows changed in {result.seconds:.1f} s"
        f" with {result.requests} requests. The mirror holds {rows or 'no rows'}."
    )
