"""The streams of one repository's sync; each writes page by page and moves its cursor with the page."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from github_sync.client import listing, single
from github_sync.client.changes import changed_paths
from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubMissingListError, GitHubNotFoundError
from github_sync.client.survey import Glance
from github_sync.models import Commit, Issue, Label, Milestone, Release, Repository
from github_sync.services import commits, cursors, gone, listings, numbers, repositories, threads
from github_sync.services.accounts import AccountBook
from github_sync.services.labels import write_all_labels
from github_sync.services.lease import Lease
from github_sync.services.reading import text
from github_sync.services.rows import update_rows

Progress = Callable[[str, int, int], None]
"""Called with the stream, rows done and rows in all."""
SETTLED_AFTER = timedelta(seconds=5)
"""A change in the very second of the newest one that was read may still be missing; after this it cannot."""

PATHS_AT_ONCE = 100


@dataclass
class Sync:
    """One run of one repository; `glance` says which streams have anything new."""

    repository: Repository
    client: GitHubClient
    lease: Lease
    glance: Glance
    progress: Progress = lambda stream, done, total: None
    accounts: AccountBook = field(default_factory=AccountBook)
    changed: int = 0
    writing_seconds: float = 0.0
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.repository.full_name

    @property
    def path(self) -> str:
        return f"/repos/{self.name}"

    def run(self) -> None:
        """All streams in the order in which rows refer to each other.

        The head was read before the pull requests, so that those that brought its commits are all known when the
        commits are written.
        """
        self.sync_threads()
        self._default_branch(self.glance.head)
        self._releases()
        self._paths()
        self.changed += self.accounts.changed

    def sync_threads(self) -> None:
        """The repository itself, its labels and milestones, issues and pull requests with all that is said in them."""
        with transaction.atomic():
            self.changed += repositories.write_repository(self.repository, self.glance.node, self.accounts)
        self._labels_and_milestones()
        self._issues()
        self._pulls()
        self._numbers()

    def _labels_and_milestones(self) -> None:
        """A glance shows them unless they are many; then the whole lists are asked for, if they changed."""
        labels, milestones = self.glance.labels, self.glance.milestones
        if labels is None:
            self._whole_list("labels", Label, write_all_labels)
        else:
            self.changed += write_all_labels(self.repository, labels)
        if milestones is None:
            self._whole_list("milestones", Milestone, repositories.write_milestones, state="all")
        else:
            self.changed += repositories.write_milestones(self.repository, milestones)
            present = [node["number"] for node in milestones]
            before = self.glance.asked_at - gone.MARGIN
            self.changed += repositories.drop_milestones(self.repository, present=present, before=before)

    def _whole_list(
        self, name: str, model: type[Label] | type[Milestone], write: Callable[..., int], **parameters: Any
    ) -> None:
        held = model._default_manager.filter(repository=self.repository).count()
        found = listings.read_if_changed(self.client, f"{self.path}/{name}", held=held, **parameters)
        if found is not None:
            with transaction.atomic():
                self.lease.renew()
                self.changed += write(self.repository, found.nodes)
                found.keep_tags()

    def _issues(self) -> None:
        cursor = cursors.read(self.repository, "issues")
        since = cursor.get("since")
        if not is_due(self.glance.issues_changed_at, since, cursor):
            return
        seen, done = cursor.get("seen") or since, 0
        for page in listing.issue_pages(self.client, self.name, since=since, after=cursor.get("after")):
            seen = _later(seen, page.nodes)
            done += len(page.nodes)
            self.totals["issues"] = page.total if since is None else self.glance.issues
            following: dict[str, Any] = {"since": since, "after": page.next_cursor, "seen": seen}
            if page.next_cursor is None:
                following = {"since": seen, "is_settled": self._is_settled(seen)}
            self._write("issues", following, threads.write_issues, page.nodes)
            self.progress("issues", done, page.total)

    def _pulls(self) -> None:
        """First all, oldest change first and resumable; then what changed, newest first, until it meets the known."""
        cursor = cursors.read(self.repository, "pulls")
        if not is_due(self.glance.pulls_changed_at, cursor.get("until"), cursor):
            return
        if cursor.get("until"):
            self._changed_pulls(cursor["until"])
            return
        seen, done = cursor.get("seen"), 0
        for page in listing.pull_pages(self.client, self.name, direction="ASC", after=cursor.get("after")):
            seen = _later(seen, page.nodes)
            done += len(page.nodes)
            self.totals["pullRequests"] = page.total
            following: dict[str, Any] = {"after": page.next_cursor, "seen": seen}
            if page.next_cursor is None:
                following = {"until": seen, "is_settled": self._is_settled(seen)}
            self._write("pulls", following, threads.write_pulls, page.nodes)
            self.progress("pull requests", done, page.total)

    def _changed_pulls(self, until: str) -> None:
        newest = until
        for page in listing.pull_pages(self.client, self.name, direction="DESC", after=None):
            fresh = [node for node in page.nodes if node["updatedAt"] >= until]
            newest = _later(newest, fresh) or newest
            is_last = len(fresh) < len(page.nodes) or page.next_cursor is None
            following: dict[str, Any] = {"until": until}
            if is_last:
                following = {"until": newest, "is_settled": self._is_settled(newest)}
            self._write("pulls", following, threads.write_pulls, fresh)
            if is_last:
                return

    def _numbers(self) -> None:
        """Where the mirror holds more or fewer threads than GitHub counts, a complete listing says which.

        More: some are gone. Fewer: a page shifted while it was read. What cannot be explained is remembered, so that
        it is not asked for again.
        """
        unexplained = cursors.read(self.repository, "numbers")
        for kind in numbers.KINDS:
            counted = self.totals.get(kind.field, numbers.counted(self.glance, kind))
            if counted - numbers.held(self.repository, kind) == unexplained.get(kind.field, 0):
                continue
            pages = listing.thread_numbers(self.client, self.name, kind.field)
            present = {node["number"] for page in pages for node in page.nodes}
            self.changed += gone.mark_gone(repository=self.repository, model=kind.model, present=present)
            for number in numbers.missing(self.repository, kind, present):
                self._read_one(kind, number)
            unexplained[kind.field] = counted - numbers.held(self.repository, kind)
            cursors.move(self.repository, "numbers", unexplained)

    def _read_one(self, kind: numbers.Kind, number: int) -> None:
        with suppress(GitHubNotFoundError):  # listed, and gone or hidden since
            node = single.thread(self.client, self.name, kind.thread, number)
            write = threads.write_issues if kind.model is Issue else threads.write_pulls
            with transaction.atomic():
                self.lease.renew()
                self.changed += write(self.repository, [node], self.accounts)

    def _default_branch(self, head: str) -> None:
        """A first walk whose beginning GitHub has dropped since, as after a forced push, is left to a new one."""
        walking = cursors.read(self.repository, "commits").get("walking")
        try:
            self._commits(head)
        except GitHubMissingListError:
            if walking and walking != head:
                cursors.move(self.repository, "commits", {"complete": walking})
            raise

    def _commits(self, head: str) -> None:
        """From the newest commit down, until the last complete head was met and as many are known as the branch has.

        A branch that was rewritten never meets it, so it is walked to its end; what is not on it any more is marked.
        Only a whole walk tells that. So one that was interrupted goes on only where it was the first; any other begins
        anew and goes to the end, for what it wrote until then may have left the branch, too.
        """
        cursor = cursors.read(self.repository, "commits")
        complete = cursor.get("complete")
        was_interrupted = bool(cursor.get("after"))
        resumed = {} if complete else cursor
        oid, after = resumed.get("walking") or head, resumed.get("after")
        if not oid or oid == complete:
            return
        seen: set[str] = set()
        for page in listing.history_pages(self.client, self.name, oid=oid, after=after):
            seen.update(node["oid"] for node in page.nodes)
            following = {"walking": oid, "after": page.next_cursor, "complete": complete}
            if page.next_cursor is None:
                self._mark_commits(seen, is_whole=not after)
                following = {"complete": oid}
            self._write("commits", following, commits.write_commits, page.nodes)
            self.progress("commits", len(seen), page.total)
            if complete in seen and not was_interrupted and self._commit_count() == page.total:
                cursors.move(self.repository, "commits", {"complete": oid})
                break
        self.repository.head_sha = oid
        self.repository.save(update_fields=["head_sha"])

    def _mark_commits(self, present: set[str], *, is_whole: bool) -> None:
        """Before the cursor says that the walk is complete: whoever is killed in between walks again."""
        if is_whole:
            self.lease.renew()
            self.changed += gone.mark_commits(repository=self.repository, present=present)

    def _commit_count(self) -> int:
        return Commit.objects.filter(repository=self.repository, gone_at=None).count()

    def _paths(self) -> None:
        """Changed paths are asked only of commits that belong to no pull request, for those of one are known by it."""
        mine = Commit.objects.filter(repository=self.repository)
        missing = mine.filter(pull_request=None, paths__isnull=True, parent_count__lte=1, gone_at=None)
        shas = list(missing.values_list("sha", flat=True))
        for start in range(0, len(shas), PATHS_AT_ONCE):
            some = shas[start : start + PATHS_AT_ONCE]
            found = changed_paths(self.client, self.name, some)
            found |= {sha: self._paths_of(sha) for sha in some if sha not in found}
            with transaction.atomic():
                self.lease.renew()
                rows = list(mine.filter(sha__in=found))
                for row in rows:
                    row.paths = [text(path, 1000) for path in found[row.sha]]
                update_rows(Commit, rows, ["paths"])
            self.changed += len(rows)
            self.progress("changed paths", start + len(found), len(shas))

    def _paths_of(self, sha: str) -> list[str]:
        pages = self.client.pages(f"{self.path}/commits/{sha}")
        return [file["filename"] for page in pages for file in page.get("files") or ()]

    def _releases(self) -> None:
        """Newest first; once all are known, until a page brings nothing new. A whole walk tells which are gone."""
        cursor = cursors.read(self.repository, "releases")
        known = releases_known(self.glance)
        if cursor == known:
            return
        mine, asked_at = Release.objects.filter(repository=self.repository), timezone.now()
        held = set(mine.filter(gone_at=None).values_list("github_id", flat=True))
        pages = self.client.pages(f"{self.path}/releases") if self.glance.releases else ()
        published: set[int] = set()
        drafts = 0
        for page in pages:
            before = self.changed
            self._write("releases", cursor, repositories.write_releases, page)
            published.update(node["id"] for node in page if not node.get("draft"))
            drafts += sum(bool(node.get("draft")) for node in page)
            has_all = mine.filter(gone_at=None).count() + drafts == self.glance.releases
            if cursor.get("is_complete") and self.changed == before and has_all:
                break
        else:
            if len(published) + drafts >= self.glance.releases:  # else a page shifted while they were read
                self._mark_releases(held - published, published, asked_at)
        cursors.move(self.repository, "releases", known)

    def _mark_releases(self, left: set[int], present: set[int], asked_at: datetime) -> None:
        """`left` were held before the listing was asked for: one that a webhook has brought since is none of them."""
        with transaction.atomic():
            self.lease.renew()
            mine = Release.objects.filter(repository=self.repository)
            self.changed += gone.mark_said(rows=mine, left=left, present=present, asked_at=asked_at)

    def _is_settled(self, seen: str | None) -> bool:
        if seen is None:
            return True
        there = datetime.now(UTC) + timedelta(seconds=self.client.clock_ahead)
        return there - datetime.fromisoformat(seen) > SETTLED_AFTER

    def _write(self, stream: str, following: dict[str, Any], write: Callable[..., int], nodes: list[Any]) -> None:
        began = time.perf_counter()
        with transaction.atomic():
            self.lease.renew()  # in the page's transaction: who has lost the lease writes nothing
            changed = write(self.repository, nodes, self.accounts) if nodes else 0
            cursors.move(self.repository, stream, following)
            if changed:  # with the page, so that whoever reads the mirror hears of it even if this run dies
                Repository.objects.filter(pk=self.repository.pk).update(changed_at=timezone.now())
        self.changed += changed
        self.writing_seconds += time.perf_counter() - began


def is_due(changed_at: str | None, known: str | None, cursor: dict[str, Any]) -> bool:
    """Whether a stream may hold something that the mirror has not: newest change on GitHub against the cursor's."""
    if changed_at is None:
        return False
    return known is None or changed_at > known or not cursor.get("is_settled") or bool(cursor.get("after"))


def releases_known(glance: Glance) -> dict[str, Any]:
    """The cursor of a mirror that holds all releases that `glance` saw."""
    return {"is_complete": True, "count": glance.releases, "newest": glance.releases_changed_at}


def _later(seen: str | None, nodes: list[Any]) -> str | None:
    moments = [node["updatedAt"] for node in nodes]
    return max([*moments, seen] if seen else moments, default=None)
