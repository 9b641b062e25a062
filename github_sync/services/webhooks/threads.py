"""The facts that issues and pull requests share, written so that the newest version wins."""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from github_sync.domain.webhooks import Fields
from github_sync.models import Issue, Label, Milestone, PullRequest
from github_sync.services.accounts import AccountBook, Actor
from github_sync.services.rows import Row, link, upsert
from github_sync.services.webhooks.scope import Scope, actor


@dataclass
class Thread:
    """One version of an issue or pull request; people and labels are looked up when it is written."""

    number: int
    row: Row
    people: dict[str, Actor | None] = field(compare=False)
    assignees: list[Actor]
    labels: list[Row]
    milestone: Row | None


@dataclass
class Written:
    """`doubtful` are the numbers of which two versions of the same second differ: GitHub has to be asked."""

    stored: dict[int, Any] = field(default_factory=dict)
    changed: int = 0
    doubtful: set[int] = field(default_factory=set)


def read_thread(fields: Fields, *, closer: Fields | None) -> Thread:
    """Raises PayloadError where a fact is missing that the mirror cannot be without."""
    closed_at = fields.maybe_moment("closed_at")
    people = {"author": actor(fields.maybe_part("user"))}
    if closer is not None or closed_at is None:
        people["closed_by"] = actor(closer) if closed_at else None
    milestone = fields.maybe_part("milestone")
    row: Row = {
        "github_id": fields.id("id"),
        "number": fields.number("number"),
        "title": fields.text("title"),
        "body": fields.text("body"),
        "state": _state(fields.text("state"), is_closed=closed_at is not None),
        "html_url": fields.text("html_url", 500),
        "is_locked": fields.flag("locked"),
        "created_at": fields.moment("created_at"),
        "updated_at": fields.moment("updated_at"),
        "closed_at": closed_at,
    }
    assignees = [who for part in fields.parts("assignees") if (who := actor(part))]
    labels = [label_row(part) for part in fields.parts("labels")]
    return Thread(row["number"], row, people, assignees, labels, milestone_row(milestone) if milestone else None)


def _state(told: str, *, is_closed: bool) -> str:
    """Some events leave the state out."""
    return told if told in {"open", "closed"} else ("closed" if is_closed else "open")


def write_threads(scope: Scope, model: type[Issue] | type[PullRequest], threads: list[Thread]) -> Written:
    """Rows, labels and assignees of the newest version of each; an older one than what is stored changes nothing."""
    if not threads:
        return Written()
    newest = _newest(threads)
    mine = model._default_manager.filter(repository=scope.mirrored, number__in=newest)
    before = dict(mine.values_list("number", "updated_at"))
    book = AccountBook()
    book.learn(who for thread in newest.values() for who in (*thread.people.values(), *thread.assignees))
    milestones = _milestones(scope, newest)
    rows = [
        thread.row
        | {name: book.find(who) for name, who in thread.people.items()}
        | {"milestone": milestones.get(thread.milestone["number"]) if thread.milestone else None}
        for thread in newest.values()
    ]
    stored, changed = upsert(
        rows, model=model, key=["number"], within={"repository": scope.mirrored}, newest="updated_at"
    )
    found = {number: row for (number,), row in stored.items()}
    current = [t for t in newest.values() if found[t.number].updated_at == t.row["updated_at"]]
    linked = _link(scope, model, found, current, book)
    same_second = {number for number, at in before.items() if at == newest[number].row["updated_at"]}
    return Written(found, changed + linked, _tied(threads) | (same_second if changed + linked else set()))


def _newest(threads: list[Thread]) -> dict[int, Thread]:
    found: dict[int, Thread] = {}
    for thread in threads:
        other = found.get(thread.number)
        if other is None or other.row["updated_at"] <= thread.row["updated_at"]:
            found[thread.number] = thread
    return found


def _tied(threads: list[Thread]) -> set[int]:
    """GitHub's times have whole seconds: of two differing versions of one second none is known to be the later."""
    seen: dict[tuple[int, Any], Thread] = {}
    tied = set()
    for thread in threads:
        other = seen.setdefault((thread.number, thread.row["updated_at"]), thread)
        if other != thread:
            tied.add(thread.number)
    return tied


def _link(scope: Scope, model: Any, found: dict[int, Any], threads: list[Thread], book: AccountBook) -> int:
    owner = f"{model.__name__.lower()}_id"
    labels = known_labels(scope, [row for thread in threads for row in thread.labels])
    wanted = {found[t.number].pk: {labels[row["name"]].pk for row in t.labels} for t in threads}
    assigned = {found[t.number].pk: {a.pk for who in t.assignees if (a := book.find(who))} for t in threads}
    changed = link(wanted, through=model.labels.through, owner=owner, other="label_id")
    return changed + link(assigned, through=model.assignees.through, owner=owner, other="account_id")


def known_labels(scope: Scope, rows: list[Row]) -> dict[str, Label]:
    """Labels by name; missing ones are made, present ones stay: a thread's event may show an old colour."""
    wanted = {row["name"]: row for row in rows}
    mine = Label.objects.filter(repository=scope.mirrored)
    found = {label.name: label for label in mine.filter(name__in=wanted)}
    missing, now = [row for name, row in wanted.items() if name not in found], timezone.now()
    fresh = [Label(repository=scope.mirrored, told_at=now, **row) for row in missing]
    return found | {label.name: label for label in Label.objects.bulk_create(fresh)}


def _milestones(scope: Scope, threads: dict[int, Thread]) -> dict[int, Milestone]:
    wanted = {t.milestone["number"]: t.milestone for t in threads.values() if t.milestone}
    if not wanted:
        return {}
    mine = Milestone.objects.filter(repository=scope.mirrored, number__in=wanted)
    found = {milestone.number: milestone for milestone in mine}
    fresh = [Milestone(repository=scope.mirrored, **row) for number, row in wanted.items() if number not in found]
    return found | {milestone.number: milestone for milestone in Milestone.objects.bulk_create(fresh)}


def label_row(fields: Fields) -> Row:
    row = {
        "name": fields.needed_text("name", 255),
        "color": fields.text("color", 6),
        "description": fields.text("description"),
    }
    node_id = fields.text("node_id", 100)
    return {**row, "node_id": node_id} if node_id else row


def milestone_row(fields: Fields) -> Row:
    return {
        "number": fields.number("number"),
        "title": fields.text("title", 500),
        "description": fields.text("description"),
        "state": fields.text("state", 10) or "open",
        "due_on": fields.maybe_moment("due_on"),
        "updated_at": fields.maybe_moment("updated_at"),
    }
