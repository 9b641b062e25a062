"""What this site may ask GitHub to change at all: it never closes, deletes, merges or overwrites."""

import re
from collections.abc import Mapping
from typing import Any

A_REPOSITORY = re.compile(r"/repos/[^/]+/[^/]+/(.+)")
A_NAME = r"(?!\.{1,2}$)[^/]+"
"""Not a dot or two, which would mean the list itself or what is above it."""
ALLOWED: list[tuple[str, str, set[str]]] = [
    ("POST", r"issues/\d+/comments", {"body"}),
    ("PATCH", r"issues/comments/\d+", {"body"}),
    ("POST", r"issues/\d+/labels", {"labels"}),
    ("DELETE", rf"issues/\d+/labels/{A_NAME}", set()),
    ("POST", r"issues/\d+/assignees", {"assignees"}),
    ("DELETE", r"issues/\d+/assignees", {"assignees"}),
    ("POST", r"git/refs", {"ref", "sha"}),
    ("PATCH", r"git/refs/heads/.+", {"sha", "force"}),
    ("POST", r"git/blobs", {"content", "encoding"}),
    ("POST", r"git/trees", {"base_tree", "tree"}),
    ("POST", r"git/commits", {"message", "tree", "parents", "author", "committer"}),
    ("POST", r"pulls", {"title", "body", "head", "base", "draft"}),
    ("PATCH", r"pulls/\d+", {"title", "body", "base"}),
    ("POST", r"pulls/\d+/requested_reviewers", {"reviewers"}),
    ("POST", r"forks", set()),
]
"""Method, path within a repository, and what may be said there."""


class ForbiddenChangeError(ValueError):
    """Nothing was sent, and nothing ever will be."""


def check_harmless(method: str, path: str, body: Mapping[str, Any] | None) -> None:
    """Raises ForbiddenChangeError for what must never be sent, whoever asks."""
    found = A_REPOSITORY.fullmatch(path)
    said = set(body or ())
    if not found or not any(_fits(allowed, method, found[1], said) for allowed in ALLOWED):
        raise ForbiddenChangeError(f"This site may not ask GitHub for this: {method} {path:.200}.")
    if body and body.get("force"):
        raise ForbiddenChangeError("This site overwrites no history on GitHub.")


def _fits(allowed: tuple[str, str, set[str]], method: str, path: str, said: set[str]) -> bool:
    return method == allowed[0] and said <= allowed[2] and re.fullmatch(allowed[1], path) is not None
