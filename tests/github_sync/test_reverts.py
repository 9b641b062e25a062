"""Reverts of reverts, however many there are and however they name each other."""

from github_sync.domain.reverts import MOST_AT_ONCE, reverted_commits, reverted_pulls
from github_sync.queries.reverts import Change, Revert, Reverts

PATHS = frozenset({"docs/guide.md"})


def test_hundreds_of_commits_that_each_revert_all_before_them() -> None:
    found = Reverts()
    changes = [Change(sha=f"{number:040x}") for number in range(90)]
    for place, change in enumerate(changes):
        found.of[change] = [Revert(later, PATHS) for later in changes[place + 1 :]]
    assert found.is_undone(changes[-2], "docs/guide.md")
    assert found.is_undone(changes[0], "docs/guide.md")
    assert not found.is_undone(changes[-1], "docs/guide.md")


def test_those_that_name_each_other_end() -> None:
    found = Reverts()
    one, other = Change(number=1), Change(number=2)
    found.of[one], found.of[other] = [Revert(other, PATHS)], [Revert(one, PATHS)]
    assert found.is_undone(one, "docs/guide.md") is not found.is_undone(other, "docs/guide.md")


def test_a_message_names_so_many() -> None:
    message = "".join(f"This reverts commit {number:040x}.\n" for number in range(1000))
    assert len(reverted_commits(message)) == MOST_AT_ONCE
    pulls = "Revert all\n\n" + "".join(f"Reverts #{number}\n" for number in range(1000))
    assert len(reverted_pulls(pulls, "", "ferry/manual")) == MOST_AT_ONCE
