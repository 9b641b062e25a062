"""Changes of files, from a branch to a pull request, on their way to GitHub.

They go one after another in the lane of their branch, and each names the one that it needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from common.errors import InvalidInputError
from github_sync.domain.outbox import (
    LONGEST_BODY,
    LONGEST_TITLE,
    MOST_BYTES,
    MOST_FILES,
    content_of,
    is_branch_name,
    is_file_path,
)
from github_sync.models import OutboxAction
from github_sync.services.outbox.enqueuing import By, enqueue, required
from github_sync.services.reading import text

Kind = OutboxAction.Kind


@dataclass(frozen=True)
class FileChange:
    """The whole new content of `path`, as text or in base64, or its end. `moved_from`: where it was, which goes away
    with it."""

    path: str
    text: str | None = None
    base64: str | None = None
    moved_from: str = ""
    is_removed: bool = False

    def as_payload(self) -> dict[str, Any]:
        if self.is_removed:
            return {"path": self.path, "is_removed": True}
        content = {"base64": self.base64} if self.base64 is not None else {"text": self.text or ""}
        return {"path": self.path, **content, **({"moved_from": self.moved_from} if self.moved_from else {})}


def create_branch(*, by: By, repository: str, branch: str, base: str = "", base_sha: str = "") -> OutboxAction:
    """At `base_sha`, else where the branch `base` (else the default one) is when it is made."""
    _check_branch(branch)
    payload = {"base": base, "sha": base_sha}
    return enqueue(by=by, kind=Kind.CREATE_BRANCH, repository=repository, branch=branch, payload=payload)


def commit_files(
    *, by: By, repository: str, branch: str, message: str, files: Iterable[FileChange], base_sha: str = "",
    needs: OutboxAction | None = None,
) -> OutboxAction:  # fmt: skip
    """One commit on `branch`. `base_sha` is the commit that the person started from: a file that changed on GitHub
    since then is not written over, and the person is told."""
    _check_branch(branch)
    changes = [file.as_payload() for file in files]
    _check_files(changes)
    message = required(message, "what changed", LONGEST_BODY)
    payload = {"message": message, "files": changes, "base_sha": base_sha}
    return enqueue(by=by, kind=Kind.COMMIT_FILES, repository=repository, branch=branch, payload=payload, needs=needs)


def open_pull_request(
    *, by: By, repository: str, branch: str, base: str, title: str, body: str = "", is_draft: bool = False,
    trailers: Iterable[str] = (), needs: OutboxAction | None = None,
) -> OutboxAction:  # fmt: skip
    """`trailers` stand last in its text, so that a squash that takes the text over takes them too."""
    _check_branch(branch)
    payload = {
        "title": required(title, "a title", LONGEST_TITLE), "body": _body(body), "base": base, "is_draft": is_draft,
        "trailers": list(trailers),
    }  # fmt: skip
    return enqueue(by=by, kind=Kind.OPEN_PULL, repository=repository, branch=branch, payload=payload, needs=needs)


def update_pull_request(
    *, by: By, repository: str, number: int | None = None, title: str = "", body: str | None = None,
    trailers: Iterable[str] = (), needs: OutboxAction | None = None,
) -> OutboxAction:  # fmt: skip
    """`needs`: the action that opens it, where it has no number yet. A body replaces the whole one and its trailers."""
    payload: dict[str, object] = {"title": required(title, "a title", LONGEST_TITLE)} if title else {}
    if body is not None:
        payload |= {"body": _body(body), "trailers": list(trailers)}
    if not payload:
        raise InvalidInputError("Change the title or the text first.")
    return enqueue(by=by, kind=Kind.UPDATE_PULL, repository=repository, number=number, payload=payload, needs=needs)


def _body(body: str) -> str:
    if len(body) > LONGEST_BODY:
        raise InvalidInputError(f"GitHub takes {LONGEST_BODY:,} characters at most; this has {len(body):,}.")
    return text(body)


def _check_branch(branch: str) -> None:
    if not is_branch_name(branch):
        raise InvalidInputError(f"“{branch}” is no name for a branch.")


def _check_files(files: list[dict[str, Any]]) -> None:
    if not 0 < len(files) <= MOST_FILES:
        raise InvalidInputError(f"Change between one and {MOST_FILES} files at a time.")
    paths = [path for file in files for path in (file["path"], file.get("moved_from", "")) if path]
    for path in paths:
        if not is_file_path(path):
            raise InvalidInputError(f"“{path}” is no path of a file.")
    if len(set(paths)) != len(paths):
        raise InvalidInputError("Name each file once.")
    try:
        size = sum(len(content_of(file)) for file in files)
    except ValueError as error:
        raise InvalidInputError("The content of a file is not valid base64.") from error
    if size > MOST_BYTES:
        raise InvalidInputError(f"{MOST_BYTES // 1024 // 1024} MB at most can be sent at a time. Use Git for more.")
