"""Small pieces of a mirror, made directly, for tests that are not about the sync."""

import itertools
from datetime import UTC, datetime
from typing import Any

from django.apps import apps

WHEN = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
_numbers = itertools.count(1)


def model(name: str) -> Any:
    return apps.get_model("github_sync", name)


def account(login: str, **fields: Any) -> Any:
    defaults = {"github_id": next(_numbers) + 5000, "name": login.title()}
    return model("Account").objects.create(login=login, **{**defaults, **fields})


def repository(full_name: str = "ferrywell/ferrywell", **fields: Any) -> Any:
    owner, name = full_name.split("/")
    defaults = {"github_id": next(_numbers) + 100, "language": "Python", "html_url": f"https://github.com/{full_name}"}
    return model("Repository").objects.create(owner=owner, name=name, full_name=full_name, **{**defaults, **fields})


def public(number: int = 1, full_name: str = "ferrywell/ferrywell", **fields: Any) -> int:
    """GitHub's number of a repository that the public may see, made where it is not there: for rows made directly."""
    owner, name = full_name.split("/")
    defaults = {"owner": owner, "name": name, "github_id": number, **fields}
    return int(model("Repository").objects.get_or_create(full_name=full_name, defaults=defaults)[0].github_id)


def _thread(kind: str, of: Any, number: int, labels: tuple[str, ...], assignees: tuple[Any, ...], **fields: Any) -> Any:
    defaults = {"title": f"{kind} {number}", "state": "open", "created_at": WHEN, "updated_at": WHEN}
    row = model(kind).objects.create(repository=of, number=number, **{**defaults, **fields})
    for name in labels:
        row.labels.add(model("Label").objects.get_or_create(repository=of, name=name)[0])
    row.assignees.set(assignees)
    return row


def issue(of: Any, number: int, *labels: str, assignees: tuple[Any, ...] = (), **fields: Any) -> Any:
    return _thread("Issue", of, number, labels, assignees, **fields)


def completed(of: Any, number: int, author: Any, *labels: str) -> Any:
    return issue(of, number, *labels, author=author, state="closed", state_reason="completed", closed_at=WHEN)


def pull(of: Any, number: int, *labels: str, **fields: Any) -> Any:
    return _thread("PullRequest", of, number, labels, (), **fields)


def merged(of: Any, number: int, author: Any, *paths: str, **fields: Any) -> Any:
    defaults = {"author": author, "paths": list(paths) or None, "merged_at": WHEN}
    return pull(of, number, state="closed", is_merged=True, **{**defaults, **fields})


def commit(of: Any, sha: str, author: Any = None, co_authors: tuple[tuple[str, str], ...] = (), **fields: Any) -> Any:
    defaults = {"message": f"Change {sha}", "authored_at": WHEN, "committed_at": WHEN}
    row = model("Commit").objects.create(repository=of, sha=sha, author=author, **{**defaults, **fields})
    for name, email in co_authors:
        model("CommitCoAuthor").objects.create(commit=row, name=name, email=email)
    return row


def review(of_pull: Any, author: Any, **fields: Any) -> Any:
    defaults = {"github_id": next(_numbers) + 900, "state": "APPROVED", "submitted_at": WHEN}
    return model("Review").objects.create(pull_request=of_pull, author=author, **{**defaults, **fields})
