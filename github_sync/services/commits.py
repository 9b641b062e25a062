"""Writes one page of the default branch's history."""

from typing import Any

from django.utils import timezone

from github_sync.domain.coauthors import co_authors, noreply_account
from github_sync.domain.landing import landed_number
from github_sync.domain.moments import ceiling_of
from github_sync.models import Account, Commit, CommitCoAuthor, PullRequest, Repository
from github_sync.services.accounts import AccountBook
from github_sync.services.reading import moment, number, text
from github_sync.services.rows import Row, upsert

Node = dict[str, Any]


def write_commits(repository: Repository, nodes: list[Node], accounts: AccountBook) -> int:
    """Returns how many rows were written. A commit never changes; only its pull request may become known later."""
    accounts.learn(actor for node in nodes for actor in _users(node))
    pulls = _pulls(repository, nodes)
    rows = [_row(repository, node, pulls, accounts) for node in nodes]
    _hold_down(repository, rows)
    stored, changed = upsert(rows, model=Commit, key=["sha"], within={"repository": repository})
    return changed + _write_co_authors(nodes, {sha: commit for (sha,), commit in stored.items()}, accounts)


def _row(repository: Repository, node: Node, pulls: dict[int, PullRequest], accounts: AccountBook) -> Row:
    author = node["author"] or {}
    return {
        "sha": node["oid"],
        "message": text(node["message"]),
        "author": accounts.find(author.get("user")),
        "author_name": text(author.get("name"), 255),
        "author_email": text(author.get("email"), 320),
        "authored_at": moment(node["authoredDate"]),
        "committed_at": moment(node["committedDate"]),
        "parent_count": min(node["parents"]["totalCount"], 1000),
        "additions": number(node["additions"]),
        "deletions": number(node["deletions"]),
        "landed_number": landed_number(text(node["message"]), repository.full_name),
        "gone_at": None,
        "pull_request": _pull_of(repository, node, pulls),
    }


def _hold_down(repository: Repository, rows: list[Row]) -> None:
    """Dates from a clock that was wrong get a ceiling at the first sight of them, and keep it."""
    now = timezone.now()
    late = [row for row in rows if row["committed_at"] > now]
    if not late:
        return
    held = Commit.objects.filter(repository=repository, sha__in=[row["sha"] for row in late])
    known = dict(held.values_list("sha", "ceiling"))
    for row in late:
        row["ceiling"] = known.get(row["sha"]) or ceiling_of(row["committed_at"], now, repository.pushed_at)


def _merged_numbers(repository: Repository, node: Node) -> list[int]:
    found = (node["associatedPullRequests"] or {}).get("nodes") or ()
    return [p["number"] for p in found if p["merged"] and p["repository"]["nameWithOwner"] == repository.full_name]


def _pull_of(repository: Repository, node: Node, pulls: dict[int, PullRequest]) -> PullRequest | None:
    """Of several that hold the commit, the one that it merged; else the first."""
    own = [pulls[number] for number in _merged_numbers(repository, node) if number in pulls]
    return next((pull for pull in own if pull.merge_commit_sha == node["oid"]), own[0] if own else None)


def _pulls(repository: Repository, nodes: list[Node]) -> dict[int, PullRequest]:
    numbers = {n for node in nodes for n in _merged_numbers(repository, node)}
    found = PullRequest.objects.filter(repository=repository, number__in=numbers)
    return {pull.number: pull for pull in found.only("id", "number", "merge_commit_sha")}


def _write_co_authors(nodes: list[Node], commits: dict[str, Commit], accounts: AccountBook) -> int:
    rows: list[Row] = []
    for node in nodes:
        named = {(a["email"] or "").lower(): a["user"] for a in (node["authors"]["nodes"] or ()) if a}
        for name, email in co_authors(node["message"], (node["author"] or {}).get("email") or ""):
            rows.append(
                {
                    "commit": commits[node["oid"]],
                    "name": text(name, 255),
                    "email": text(email, 320),
                    "account": accounts.find(named.get(email)) or _account_of_noreply(email),
                }
            )
    _, changed = upsert(
        [{**row, "commit_id": row["commit"].pk} for row in rows], model=CommitCoAuthor, key=["commit_id", "email"]
    )
    return changed


def _account_of_noreply(email: str) -> Account | None:
    named = noreply_account(email)
    if named is None:
        return None
    github_id, login = named
    found = Account.objects.filter(github_id=github_id) if github_id else Account.objects.filter(login__iexact=login)
    return found.first()


def _users(node: Node) -> list[Node | None]:
    authors = [author["user"] for author in node["authors"]["nodes"] or () if author]
    return [(node["author"] or {}).get("user"), *authors]
