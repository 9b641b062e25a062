"""The repository itself, its pushes, releases, labels and milestones, as webhooks tell it."""

from functools import partial

from django.db import transaction
from django.utils import timezone

from common.errors import ConflictError
from github_sync.domain.webhooks import Fields
from github_sync.models import DueRead, Label, Milestone, Release, Repository
from github_sync.services.accounts import AccountBook, Actor
from github_sync.services.repositories import follow_name
from github_sync.services.rows import Row, upsert
from github_sync.services.visibility import FIELDS, mark_deleted, tell_visibility
from github_sync.services.webhooks.marks import mark_gone
from github_sync.services.webhooks.scope import Item, Scope, actor, built
from github_sync.services.webhooks.threads import label_row, milestone_row
from github_sync.signals import branch_pushed

BOARD_FACTS = {"owner", "name", "full_name", "is_archived", "is_private", "language", "gone_at"}


def apply_repositories(scope: Scope, items: list[Item]) -> None:
    """Renamed, transferred, archived, made private: the row says so; deleted: the row stays, marked and not synced."""
    found = built(items, lambda item: _facts(item.fields.part("repository")))
    for item, row in sorted(found, key=lambda pair: pair[1]["updated_at"]):
        _take(scope, row)
        if item.delivery.event == "repository" and item.action == "deleted":
            _mark_deleted(scope, item)


def _facts(fields: Fields) -> Row:
    owner = fields.part("owner")
    row = {
        "github_id": fields.id("id"),
        "owner": owner.needed_text("login", 100),
        "name": fields.needed_text("name", 200),
        "full_name": fields.needed_text("full_name", 301),
        "description": fields.text("description"),
        "html_url": fields.text("html_url", 500),
        "default_branch": fields.needed_text("default_branch", 255),
        "language": fields.text("language", 80),
        "is_private": _is_private(fields),
        "is_archived": fields.flag("archived"),
        "is_fork": fields.flag("fork"),
        "stargazers": fields.count("stargazers_count"),
        "forks": fields.count("forks_count"),
        "pushed_at": fields.maybe_moment("pushed_at"),
        "updated_at": fields.moment("updated_at"),
    }
    return {name: value for name, value in row.items() if value is not None}


def _is_private(fields: Fields) -> bool | None:
    """Internal ones too: whatever is not said to be public. None where nothing is said."""
    if "private" not in fields and "visibility" not in fields:
        return None
    return fields.flag("private") or fields.text("visibility", 30) not in ("", "public")


def _take(scope: Scope, row: Row) -> None:
    """Raises ConflictError where another repository of the mirror has the name; the next sync of that one frees it."""
    repository = scope.mirrored
    if repository.updated_at and repository.updated_at > row["updated_at"]:
        return
    if repository.pushed_at and row.get("pushed_at", repository.pushed_at) < repository.pushed_at:
        row.pop("pushed_at")
    others = Repository.objects.exclude(pk=repository.pk).filter(full_name__iexact=row["full_name"])
    if others.exists():
        raise ConflictError(
            f"{repository} is called {row['full_name']} now, but the mirror holds another of that name."
        )
    former = repository.full_name
    differing = {name for name, value in row.items() if getattr(repository, name) != value}
    for name in differing:
        setattr(repository, name, row[name])
    if differing:
        repository.save(update_fields=sorted(differing))
        follow_name(repository, former)
    if differing & FIELDS:
        tell_visibility(repository)
    scope.has_wide_news |= bool(differing & BOARD_FACTS)


def _mark_deleted(scope: Scope, item: Item) -> None:
    mark_deleted(scope.mirrored, was_private=_is_private(item.fields.part("repository")) is not False)
    scope.has_wide_news = True
    item.reason = "The repository was deleted on GitHub. Its rows stay; it is not synced any more."


def apply_pushes(scope: Scope, items: list[Item]) -> None:
    """A push tells neither parents, dates nor co-authors of its commits: the default branch is read from GitHub."""
    for item, (ref, row) in built(items, _push):
        _take(scope, row)
        _tell_pushed(scope.mirrored, ref)
        if ref != f"refs/heads/{row['default_branch']}":
            item.reason = "Not the default branch, which is the one that the mirror keeps."
        else:
            scope.reads.add((DueRead.Kind.REPOSITORY, 0))


def _tell_pushed(repository: Repository, ref: str) -> None:
    news = partial(branch_pushed.send, sender=Repository, repository_id=repository.pk, ref=ref)
    transaction.on_commit(news, robust=True)


def _push(item: Item) -> tuple[str, Row]:
    return item.fields.needed_text("ref"), _facts(item.fields.part("repository"))


def apply_releases(scope: Scope, items: list[Item]) -> None:
    found = built(items, _release)
    book = AccountBook()
    book.learn(who for _, (_, who) in found)
    rows = [row | {"author": book.find(who)} for _, (row, who) in found]
    upsert(rows, model=Release, key=["github_id"], within={"repository": scope.mirrored})
    gone = [row["github_id"] for item, (row, _) in found if item.action in {"deleted", "unpublished"}]
    mark_gone(Release.objects.filter(github_id__in=gone))
    for row in rows:
        again = Release.objects.filter(github_id=row["github_id"], gone_at__lt=row["published_at"])
        again.update(gone_at=None)
    scope.reads.add((DueRead.Kind.REPOSITORY, 0))


def _release(item: Item) -> tuple[Row, Actor | None] | None:
    release = item.fields.part("release")
    published_at = release.maybe_moment("published_at")
    if release.flag("draft") or published_at is None:
        item.ignore("A draft is not published, so the mirror does not keep it.")
        return None
    row = {
        "github_id": release.id("id"),
        "tag_name": release.needed_text("tag_name", 255),
        "name": release.text("name", 500),
        "body": release.text("body"),
        "html_url": release.text("html_url", 500),
        "is_prerelease": release.flag("prerelease"),
        "published_at": published_at,
    }
    return row, actor(release.maybe_part("author"))


def apply_labels(scope: Scope, items: list[Item]) -> None:
    """Labels have no time of change: new names and colours show at once, and the whole list is read from GitHub, which
    alone decides that a label is gone."""
    for item, row in built(items, lambda item: label_row(item.fields.part("label"))):
        if item.action != "deleted":
            _write_label(scope, row, _former_name(item))
    scope.reads.add((DueRead.Kind.LABELS, 0))
    scope.has_wide_news = True


def _write_label(scope: Scope, row: Row, former: str) -> None:
    mine = Label.objects.filter(repository=scope.mirrored)
    same = mine.filter(node_id=row["node_id"]) if "node_id" in row else mine.none()
    known = same.first() or mine.filter(name__in=[row["name"], former]).first()
    row = {**row, "told_at": timezone.now()}
    if known is None:
        Label.objects.create(repository=scope.mirrored, **row)
    elif not mine.filter(name=row["name"]).exclude(pk=known.pk).exists():
        mine.filter(pk=known.pk).update(**row)


def _former_name(item: Item) -> str:
    changes = item.fields.maybe_part("changes")
    name = changes.maybe_part("name") if changes else None
    return name.text("from", 255) if name else ""


def apply_milestones(scope: Scope, items: list[Item]) -> None:
    found = built(items, lambda item: milestone_row(item.fields.part("milestone")))
    mine = Milestone.objects.filter(repository=scope.mirrored)
    known = dict(mine.values_list("number", "updated_at"))
    rows = [row for item, row in found if item.action != "deleted" and _is_news(row, known.get(row["number"]))]
    upsert(rows, model=Milestone, key=["number"], within={"repository": scope.mirrored})
    scope.reads.add((DueRead.Kind.LABELS, 0))


def _is_news(row: Row, known: object) -> bool:
    return known is None or row["updated_at"] is None or row["updated_at"] >= known
