"""Who changed which files of a mirrored repository and when, from commits and merged pull requests."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from github_sync.domain.moments import commit_time
from github_sync.models import Account, Commit, CommitCoAuthor, PullRequest, Repository


@dataclass(frozen=True, slots=True)
class PathChange:
    """One change that reached the default branch. `people`: name, and login (empty where no account is known)."""

    changed_at: datetime
    people: tuple[tuple[str, str], ...]
    paths: tuple[str, ...]


def path_changes(full_name: str) -> Iterator[PathChange]:
    """Five queries, whatever the number of commits; none of a repository that is not mirrored. Bots are left out."""
    repository = Repository.objects.filter(full_name__iexact=full_name).first()
    if repository is None:
        return
    accounts = {
        pk: None if is_bot else (name or login, login)
        for pk, name, login, is_bot in Account.objects.values_list("pk", "name", "login", "is_bot")
    }
    together: dict[int, set[tuple[str, str]]] = {}
    of_pull: dict[int, set[tuple[str, str]]] = {}
    rows = CommitCoAuthor.objects.filter(commit__repository=repository, commit__gone_at=None)
    for commit, pull, name, account in rows.values_list("commit_id", "commit__pull_request_id", "name", "account_id"):
        if person := accounts.get(account, (name, "")):
            together.setdefault(commit, set()).add(person)
            if pull:
                of_pull.setdefault(pull, set()).add(person)
    inside = Commit.objects.filter(repository=repository, gone_at=None, pull_request__isnull=False, parent_count__lte=1)
    for pull, account in inside.order_by().values_list("pull_request_id", "author_id").distinct():
        if person := accounts.get(account):
            of_pull.setdefault(pull, set()).add(person)
    commits = Commit.objects.filter(repository=repository, gone_at=None, pull_request=None, paths__isnull=False)
    fields = ("pk", "authored_at", "committed_at", "ceiling", "author_id", "author_name", "paths")
    for pk, authored_at, committed_at, ceiling, account, name, paths in commits.values_list(*fields).iterator(
        chunk_size=2000
    ):
        when = commit_time(authored_at, committed_at, ceiling)
        yield PathChange(when, _people(accounts.get(account, (name, "")), together.get(pk)), tuple(paths))
    pulls = PullRequest.objects.filter(repository=repository, merged_at__isnull=False, paths__isnull=False)
    for pk, at, account, paths in pulls.values_list("pk", "merged_at", "author_id", "paths").iterator(chunk_size=2000):
        if at is not None:
            yield PathChange(at, _people(accounts.get(account), of_pull.get(pk)), tuple(paths or ()))


def _people(first: tuple[str, str] | None, others: set[tuple[str, str]] | None) -> tuple[tuple[str, str], ...]:
    found = dict.fromkeys([*([first] if first and first[0] else []), *sorted(others or ())])
    return tuple(found)
