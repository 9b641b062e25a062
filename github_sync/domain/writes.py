"""What this site may ask GitHub to change at all: it never closes, deletes, merges or overwrites."""

import re
from collections.abc import Mapping
from typing import Any

TAKEN_BACK = re.compile(r"^/repos/[^/]+/[^/]+/issues/\d+/(labels/[^/]+|assignees)$")
"""A label or an assignee taken off again: the only thing that is ever asked for with DELETE."""
NEVER = re.compile(r"/(merge|merges|lock|transfer|dispatches|teams|memberships|collaborators)(/|$)")


def check_harmless(method: str, path: str, body: Mapping[str, Any] | None) -> None:
    """Raises ValueError for what must never be sent, whoever asks."""
    if method not in {"POST", "PATCH", "DELETE"}:
        raise ValueError(f"This site sends no {method} to GitHub.")
    if method == "DELETE" and not TAKEN_BACK.match(path):
        raise ValueError("This site deletes nothing on GitHub but a label or an assignee of an issue.")
    if NEVER.search(path):
        raise ValueError("This site neither merges nor locks, and moves nobody in or out.")
    if body and ("state" in body or body.get("force")):
        raise ValueError("This site closes nothing on GitHub and overwrites no history.")
