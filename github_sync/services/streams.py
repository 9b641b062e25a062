"""The streams of one repository's sync; each writes page by page and moves its cursor with the page."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone

from github_sync.client import listing, single
from github_sync.client.errors import GitHubNotFoundError
from github_sync.client.survey import Glance
from github_sync.models import Issue, Release
from github_sync.services import branch, cursors, gone, labels, milestones, numbers, repositories, threads
from github_sync.services.run import Run

SETTLED_AFTER = timedelta(seconds=5)
"""A change in the very second of the newest one that was read may still be missing; after this it cannot."""


class Sync(Run):
    """All streams of one run."""

    def run(self) -> None:
        """All streams in the order in which rows refer to each other.

        The head was read before the pull requests, so that those that brought its commits are all known when the
        commits are written.
        """
        self.sync_threads()
        branch.sync_commits(self, self.glance.head)
        self._releases()
        branch.sync_paths(self)
        self.changed += self.accounts.changed

    def sync_threads(self) -> None:
        """The repository itself, its labels and milestones, issues and pull requests with all that is said in them."""
        with self.writing():
            self.changed += repositories.write_repository(self.repository, self.glance.node, self.accounts)
        labels.sync_labels(self)
        milestones.sync_milestones(self)
        self._issues()
        self._pulls()
        self._numbers()

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
            self.write_page("issues", following, threads.write_issues, page.nodes)
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
            self.write_page("pulls", following, threads.write_pulls, page.nodes)
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
            self.write_page("pulls", following, threads.write_pulls, fresh)
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
            asked_at = datetime.now(UTC) + timedelta(seconds=self.client.clock_ahead)
            pages = list(listing.thread_numbers(self.client, self.name, kind.field))
            present = {node["number"] for page in pages for node in page.nodes}
            with self.writing():
                self.changed += gone.mark_gone(
                    repository=self.repository, model=kind.model, present=present, asked_at=asked_at
                )
            for number in numbers.missing(self.repository, kind, present):
                self._read_one(kind, number)
            unexplained[kind.field] = pages[-1].total - numbers.held(self.repository, kind)
            with self.writing():
                cursors.move(self.repository, "numbers", unexplained)

    def _read_one(self, kind: numbers.Kind, number: int) -> None:
        with suppress(GitHubNotFoundError):  # listed, and gone or hidden since
            node = single.thread(self.client, self.name, kind.thread, number)
            write = threads.write_issues if kind.model is Issue else threads.write_pulls
            with self.writing():
                self.changed += write(self.repository, [node], self.accounts)

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
            self.write_page("releases", cursor, repositories.write_releases, page)
            published.update(node["id"] for node in page if not node.get("draft"))
            drafts += sum(bool(node.get("draft")) for node in page)
            has_all = mine.filter(gone_at=None).count() + drafts == self.glance.releases
            if cursor.get("is_complete") and self.changed == before and has_all:
                break
        else:
            if len(published) + drafts >= self.glance.releases:  # else a page shifted while they were read
                self._mark_releases(held - published, published, asked_at)
        with self.writing():
            cursors.move(self.repository, "releases", known)

    def _mark_releases(self, left: set[int], present: set[int], asked_at: datetime) -> None:
        """`left` were held before the listing was asked for: one that a webhook has brought since is none of them."""
        with self.writing():
            mine = Release.objects.filter(repository=self.repository)
            self.changed += gone.mark_said(rows=mine, left=left, present=present, asked_at=asked_at)

    def _is_settled(self, seen: str | None) -> bool:
        if seen is None:
            return True
        there = datetime.now(UTC) + timedelta(seconds=self.client.clock_ahead)
        return there - datetime.fromisoformat(seen) > SETTLED_AFTER


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
