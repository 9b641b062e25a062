"""What a pull request brings, measured anew when its branch moves."""

from github_sync.sandbox.actions import lines, threads
from github_sync.sandbox.doer import Doer
from github_sync.sandbox.git import Files
from github_sync.sandbox.records import Record, touch
from github_sync.sandbox.repo import Repo


def synchronize(doer: Doer, repo: Repo, pull: Record, sha: str) -> None:
    """Its branch was pushed to."""
    before = pull.get("head_sha") or sha
    measure(repo, pull, sha)
    lines.follow(repo, pull, before)
    touch(pull)
    repo.changed("pulls_of_commit")
    threads.tell(doer, repo, pull, "synchronize", before=before, after=sha)


def measure(repo: Repo, pull: Record, head: str) -> None:
    base = repo.branch_of(pull["base_ref"])
    origin = repo.branches.merge_base(base, head)
    changes = repo.branches.objects.changes(files_of(repo, origin), files_of(repo, head) or {})
    pull |= {
        "head_sha": head,
        "base_sha": base,
        "commits": [record["sha"] for record in repo.branches.missing(base, head)],
        "files": changes,
        "changed_files": len(changes),
        "additions": sum(int(str(change[1])) for change in changes),
        "deletions": sum(int(str(change[2])) for change in changes),
    }


def files_of(repo: Repo, sha: str | None) -> Files | None:
    return repo.branches.files(sha) if sha else None
