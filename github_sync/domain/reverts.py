"""What a commit or a pull request says that it takes back, as Git and GitHub write it."""

import re
from itertools import islice

MOST_AT_ONCE = 100
"""Reverts that are read of one message."""
_COMMIT = re.compile(r"^This reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b", re.MULTILINE)
_PULL = re.compile(r"^Reverts (?:([\w.-]++/[\w.-]++))?#(\d{1,9})[ \t\r\f\v]*+$", re.MULTILINE)
_MERGED = re.compile(r"\AMerge pull request #\d++[^\n]*+\n\n")
_BUTTON = re.compile(r"revert-(\d{1,9})-")
_TITLES = ("Revert ", "Reapply ")


def reverted_commits(message: str) -> set[str]:
    return {found[1] for found in islice(_COMMIT.finditer(message), MOST_AT_ONCE)}


def reverted_pulls(message: str, branch: str, full_name: str) -> set[int]:
    """Numbers in the same repository, of the commit that a pull request was merged with; GitHub's button names one in
    its `branch`.

    Neither can be changed after the merge, as title and description of the pull request can.
    """
    text = _MERGED.sub("", message, count=1)
    if not text.startswith(_TITLES):
        return set()
    same = ("", full_name.lower())
    said = islice(_PULL.finditer(text), MOST_AT_ONCE)
    named = {int(one[2]) for one in said if (one[1] or "").lower() in same}
    button = _BUTTON.match(branch)
    return named | ({int(button[1])} if button else set())
