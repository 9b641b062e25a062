"""Writes one page of issues or pull requests with all that is said in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from github_sync.domain.hunks import commented_lines, how_many
from github_sync.domain.moments import ready_at
from github_sync.models import (
    ClosingReference,
    Issue,
    IssueComment,
    Label,
    Milestone,
    PullRequest,
    Repository,
    Review,
    ReviewComment,
)
from github_sync.services import gone
from github_sync.services.accounts import AccountBook
from github_sync.services.labels import label_row
from github_sync.services.reading import maybe_number, moment, number, text
from github_sync.services.rows import Row, link, upsert

Node = dict[str, Any]


def write_issues(repository: Repository, nodes: list[Node], accounts: AccountBook) -> int:
    """Returns how many rows were written; idempotent, the newest version of a row wins."""
    writer = _Writer(repository, nodes, accounts)
    rows = [writer.thread_row(node) | {"state_reason": (node["stateReason"] or "").lower()} for node in nodes]
    writer.write_threads(Issue, rows)
    return writer.changed


def write_pulls(repository: Repository, nodes: list[Node], accounts: AccountBook) -> int:
    """The same for pull requests, with their reviews and the issues that they close."""
    writer = _Writer(repository, nodes, accounts)
    threads = writer.write_threads(PullRequest, [writer.thread_row(node) | writer.pull_row(node) for node in nodes])
    writer.write_reviews(threads)
    writer.write_closing_references(threads)
    return writer.changed


class _Writer:
    def __init__(self, repository: Repository, nodes: list[Node], accounts: AccountBook) -> None:
        self.repository, self.nodes, self.accounts = repository, nodes, accounts
        self.changed = 0
        self.newest: list[Node] = []  # those that are not older than what is stored
        accounts.learn(_actors(nodes))
        self.labels = self._labels()
        numbers = {node["milestone"]["number"] for node in nodes if node["milestone"]}
        milestones = Milestone.objects.filter(repository=repository, number__in=numbers) if numbers else ()
        self.milestones = {milestone.number: milestone for milestone in milestones}

    def _labels(self) -> dict[str, Label]:
        rows = {label["name"]: label_row(label) for node in self.nodes for label in node["labels"]}
        stored, changed = upsert(rows.values(), model=Label, key=["name"], within={"repository": self.repository})
        self.changed += changed
        return {name: label for (name,), label in stored.items()}

    def thread_row(self, node: Node) -> Row:
        milestone = self.milestones.get(node["milestone"]["number"]) if node["milestone"] else None
        return {
            "github_id": _id(node),
            "number": node["number"],
            "title": text(node["title"]),
            "body": text(node["body"]),
            "author": self.accounts.find(node["author"]),
            "state": "open" if node["state"] == "OPEN" else "closed",
            "milestone": milestone,
            "html_url": text(node["url"], 500),
            "is_locked": bool(node["locked"]),
            "created_at": moment(node["createdAt"]),
            "updated_at": moment(node["updatedAt"]),
            "closed_at": moment(node["closedAt"]),
            "closed_by": self.accounts.find(_closer(node)),
            "gone_at": None,
        }

    def pull_row(self, node: Node) -> Row:
        return {
            "is_draft": bool(node["isDraft"]),
            "ready_at": _ready_at(node),
            "is_merged": bool(node["merged"]),
            "merged_at": moment(node["mergedAt"]),
            "merged_by": self.accounts.find(node["mergedBy"]),
            "merge_commit_sha": (node["mergeCommit"] or {}).get("oid") or "",
            "head_ref": text(node["headRefName"], 255),
            "base_ref": text(node["baseRefName"], 255),
            "additions": number(node["additions"]),
            "deletions": number(node["deletions"]),
            "changed_files": number(node["changedFiles"]),
            "paths": [text(file["path"], 1000) for file in node["files"]],
        }

    def write_threads(self, model: type[Issue] | type[PullRequest], rows: list[Row]) -> dict[int, Any]:
        stored, changed = upsert(
            rows, model=model, key=["number"], within={"repository": self.repository}, newest="updated_at"
        )
        threads = {thread_number: thread for (thread_number,), thread in stored.items()}
        owner = f"{model.__name__.lower()}_id"
        newest = self.newest = [n for n in self.nodes if threads[n["number"]].updated_at <= moment(n["updatedAt"])]
        labels = {threads[n["number"]].pk: {self.labels[x["name"]].pk for x in n["labels"]} for n in newest}
        assignees = {
            threads[n["number"]].pk: {a.pk for x in n["assignees"] if (a := self.accounts.find(x))} for n in newest
        }
        changed += link(labels, through=model.labels.through, owner=owner, other="label_id")
        changed += link(assignees, through=model.assignees.through, owner=owner, other="account_id")
        self.changed += changed
        self._write_comments()
        return threads

    def _write_comments(self) -> None:
        rows = [
            self._said(comment) | {"number": node["number"], "repository": self.repository}
            for node in self.nodes
            for comment in node["comments"]
        ]
        self.changed += upsert(rows, model=IssueComment, key=["github_id"], newest="updated_at")[1]
        numbers = [node["number"] for node in self.nodes if "comments" in node["whole"]]
        mine = IssueComment.objects.filter(repository=self.repository, number__in=numbers)
        self._mark_left(mine, {row["github_id"] for row in rows})

    def _mark_left(self, rows: QuerySet[Any], present: set[int]) -> None:
        """`rows` are all that is held of what was listed whole; what was said later than the listing is left alone."""
        if not self.nodes:
            return
        told = self.nodes[0]["told"]
        before = rows.filter(gone_at=None, created_at__lt=told["there"] - gone.MARGIN)
        left = set(before.values_list("github_id", flat=True)) - present
        self.changed += gone.mark_said(rows=rows, left=left, present=present, asked_at=told["asked_at"])

    def write_reviews(self, threads: dict[int, PullRequest]) -> None:
        reviews, comments = [], []
        for node in self.nodes:
            pull = threads[node["number"]]
            for review in node["reviews"]:
                reviews.append(self._review_row(review, pull))
                comments += [
                    self._said(comment) | _place(comment) | {"pull_request": pull}
                    for comment in review["comments"]["nodes"] or ()
                ]
        self.changed += upsert(reviews, model=Review, key=["github_id"])[1]
        self.changed += upsert(comments, model=ReviewComment, key=["github_id"], newest="updated_at")[1]
        whole = [threads[node["number"]].pk for node in self.nodes if "reviews" in node["whole"]]
        mine = ReviewComment.objects.filter(pull_request__in=whole)
        self._mark_left(mine, {row["github_id"] for row in comments})

    def _review_row(self, review: Node, pull: PullRequest) -> Row:
        return {
            "github_id": _id(review),
            "pull_request": pull,
            "author": self.accounts.find(review["author"]),
            "state": text(review["state"], 20),
            "body": text(review["body"]),
            "html_url": text(review["url"], 500),
            "submitted_at": moment(review["submittedAt"]),
        }

    def _said(self, node: Node) -> Row:
        return {
            "github_id": _id(node),
            "author": self.accounts.find(node["author"]),
            "body": text(node["body"]),
            "html_url": text(node["url"], 500),
            "created_at": moment(node["createdAt"]),
            "updated_at": moment(node["updatedAt"]),
        }

    def write_closing_references(self, threads: dict[int, PullRequest]) -> None:
        wanted = {
            (threads[node["number"]].pk, issue["repository"]["nameWithOwner"], issue["number"])
            for node in self.newest
            for issue in node["closingIssuesReferences"]
        }
        pulls = {threads[node["number"]].pk for node in self.newest}
        mine = ClosingReference.objects.filter(pull_request__in=pulls)
        stored = {(r.pull_request_id, r.issue_repository, r.issue_number): r.pk for r in mine}
        left = [pk for identity, pk in stored.items() if identity not in wanted]
        if left:
            ClosingReference.objects.filter(pk__in=left).delete()
        fresh = sorted(wanted - stored.keys())
        ClosingReference.objects.bulk_create(
            ClosingReference(pull_request_id=pull, issue_repository=name, issue_number=issue)
            for pull, name, issue in fresh
        )
        self.changed += len(left) + len(fresh)


def _place(comment: Node) -> Row:
    line, start = maybe_number(comment["line"]), maybe_number(comment["startLine"])
    side, quoted = commented_lines(text(comment["diffHunk"]), comment["originalLine"], how_many(start, line))
    return {
        "path": text(comment["path"], 1000),
        "line": line,
        "start_line": start,
        "original_line": maybe_number(comment["originalLine"]),
        "side": side,
        "quoted": quoted,
    }


def _id(node: Node) -> int:
    return int(node["fullDatabaseId"])


def _closer(node: Node) -> Node | None:
    """Who closed it last; nobody while it is open again."""
    closings = [event for event in node["closings"]["nodes"] or () if event]
    return closings[-1]["actor"] if closings and node["closedAt"] else None


def _ready_at(node: Node) -> datetime | None:
    events = [event for event in (node.get("readiness") or {}).get("nodes") or () if event]
    names = {"ReadyForReviewEvent": "ready", "ConvertToDraftEvent": "draft"}
    changes = [(names[event["__typename"]], at) for event in events if (at := moment(event["createdAt"]))]
    created_at = moment(node["createdAt"])
    return ready_at(created_at, bool(node["isDraft"]), changes) if created_at else None


def _actors(nodes: Iterable[Node]) -> Iterable[Node | None]:
    for node in nodes:
        yield node["author"]
        yield node.get("mergedBy")
        yield _closer(node)
        yield from node["assignees"]
        yield from (comment["author"] for comment in node["comments"])
        for review in node.get("reviews") or ():
            yield review["author"]
            yield from (comment["author"] for comment in review["comments"]["nodes"] or ())
