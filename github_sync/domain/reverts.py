"""What a commit or a pull request says that it takes back, as Git and GitHub write it."""

import re

_COMMIT = re.compile(r"^This reverts commit ([0-9a-f]{40}(?:[0-9a-f]{24})?)\b", re.MULTILINE)
_PULL = re.compile(r"^Reverts (?:([\w.-]+/[\w.-]+))?#(\d{1,9})\s*$", re.MULTILINE)
_TITLES = ("Revert ", "Reapply ")


def reverted_commits(message: str) -> set[str]:
    return set(_COMMIT.findall(message))


def reverted_pulls(title: str, body: str, full_name: str) -> set[int]:
    """Numbers in the same repository; a text that only mentions one takes nothing back."""
    if not title.startswith(_TITLES):
        return set()
    same = ("", full_name.lower())
    return {int(number) for repository, number in _PULL.findall(body) if repository.lower() in same}
