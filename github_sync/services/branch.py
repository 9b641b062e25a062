"""The commits of the default branch, and which paths those changed that came without a pull request."""

from github_sync.client import listing
from github_sync.client.changes import changed_paths
from github_sync.client.errors import GitHubMissingListError
from github_sync.models import Commit
from github_sync.services import commits, cursors, gone
from github_sync.services.reading import text
from github_sync.services.rows import update_rows
from github_sync.services.run import Run

PATHS_AT_ONCE = 100


def sync_commits(run: Run, head: str) -> None:
    """A first walk whose beginning GitHub has dropped since, as after a forced push, is left to a new one."""
    walking = cursors.read(run.repository, "commits").get("walking")
    try:
        _walk(run, head)
    except GitHubMissingListError:
        if walking and walking != head:
            with run.writing():
                cursors.move(run.repository, "commits", {"complete": walking})
        raise


def _walk(run: Run, head: str) -> None:
    """From the newest commit down, until the last complete head was met and as many are known as the branch has.

    A branch that was rewritten never meets it, so it is walked to its end; what is not on it any more is marked.
    Only a whole walk tells that. So one that was interrupted goes on only where it was the first; any other begins
    anew and goes to the end, for what it wrote until then may have left the branch, too.
    """
    cursor = cursors.read(run.repository, "commits")
    complete = cursor.get("complete")
    was_interrupted = bool(cursor.get("after"))
    resumed = {} if complete else cursor
    oid, after = resumed.get("walking") or head, resumed.get("after")
    if not oid or oid == complete:
        return
    seen: set[str] = set()
    for page in listing.history_pages(run.client, run.name, oid=oid, after=after):
        seen.update(node["oid"] for node in page.nodes)
        following = {"walking": oid, "after": page.next_cursor, "complete": complete}
        if page.next_cursor is None:
            _mark(run, seen, is_whole=not after)
            following = {"complete": oid}
        run.write_page("commits", following, commits.write_commits, page.nodes)
        run.progress("commits", len(seen), page.total)
        if complete in seen and not was_interrupted and _count(run) == page.total:
            with run.writing():
                cursors.move(run.repository, "commits", {"complete": oid})
            break
    with run.writing():
        run.repository.head_sha = oid
        run.repository.save(update_fields=["head_sha"])


def _mark(run: Run, present: set[str], *, is_whole: bool) -> None:
    """Before the cursor says that the walk is complete: whoever is killed in between walks again."""
    if is_whole:
        with run.writing():
            run.changed += gone.mark_commits(repository=run.repository, present=present)


def _count(run: Run) -> int:
    return Commit.objects.filter(repository=run.repository, gone_at=None).count()


def sync_paths(run: Run) -> None:
    """Changed paths are asked only of commits that belong to no pull request, for those of one are known by it."""
    mine = Commit.objects.filter(repository=run.repository)
    missing = mine.filter(pull_request=None, paths__isnull=True, parent_count__lte=1, gone_at=None)
    shas = list(missing.values_list("sha", flat=True))
    for start in range(0, len(shas), PATHS_AT_ONCE):
        some = shas[start : start + PATHS_AT_ONCE]
        found = changed_paths(run.client, run.name, some)
        found |= {sha: _paths_of(run, sha) for sha in some if sha not in found}
        with run.writing():
            rows = list(mine.filter(sha__in=found))
            for row in rows:
                row.paths = [text(path, 1000) for path in found[row.sha]]
            update_rows(Commit, rows, ["paths"])
        run.changed += len(rows)
        run.progress("changed paths", start + len(found), len(shas))


def _paths_of(run: Run, sha: str) -> list[str]:
    pages = run.client.pages(f"{run.path}/commits/{sha}")
    return [file["filename"] for page in pages for file in page.get("files") or ()]
