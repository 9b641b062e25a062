"""The line that a review comment is about, however the mirror learns of it, and when its text moves on."""

from typing import Any

import pytest
import requests
from django.core.management import call_command

from github_sync.domain.hunks import QUOTED, commented_lines, how_many
from github_sync.models import ReviewComment, SyncCursor
from github_sync.sandbox import Sandbox
from tests.fixtures.sandbox import at, small_community

NAME = "harbor/docs"
PATH = "docs/start.md"
HERE = "# Start\n\nHello.\nWelcome.\nGoodbye.\n"


@pytest.mark.parametrize(
    ("hunk", "number", "found"),
    [
        ("@@ -1,3 +1,4 @@\n # Start\n+Hello  there.", 2, ("RIGHT", "Hello  there.")),
        ("@@ -1,3 +1,4 @@\n # Start\n-Hello.", 2, ("LEFT", "Hello.")),
        ("@@ -1 +1 @@\n+Hello.\n\\ No newline at end of file", 1, ("RIGHT", "Hello.")),
        ("@@ -0,0 +1 @@\n+" + "x" * 900, 1, ("RIGHT", "x" * QUOTED)),
        ("@@ -0,0 +1 @@\n+Whole file", None, ("", "")),
        ("", 4, ("RIGHT", "")),
    ],
)
def test_the_last_line_of_the_part_shown_is_the_one(hunk: str, number: int | None, found: tuple[str, str]) -> None:
    assert commented_lines(hunk, number) == found


@pytest.mark.parametrize(
    ("start", "last", "quoted"),
    [
        (2, 4, "Hello.\nWelcome.\nGoodbye."),
        (4, 4, "Goodbye."),
        (None, 4, "Goodbye."),
        (2, None, "Goodbye."),
        (9, 4, "Goodbye."),
        (1, 900, "# Start\nHello.\nWelcome.\nGoodbye."),
    ],
)
def test_several_lines_are_quoted_as_they_are_after_the_change(start: Any, last: Any, quoted: str) -> None:
    hunk = "@@ -1,3 +1,4 @@\n # Start\n-Hello?\n+Hello.\n+Welcome.\n Goodbye."
    assert commented_lines(hunk, 4, how_many(start, last)) == ("RIGHT", quoted)


def test_of_lines_that_were_taken_out_too() -> None:
    hunk = "@@ -1,3 +1,1 @@\n # Start\n+Hello.\n-Welcome.\n-Goodbye."
    assert commented_lines(hunk, 3, how_many(2, 3)) == ("LEFT", "Welcome.\nGoodbye.")


@pytest.fixture
def reviewed(transactional_db: None, sandbox: Sandbox) -> int:
    """Bob's pull request for two more lines; Alice has looked at it, line by line."""
    sandbox.change.push(NAME, {PATH: HERE}, "More", branch="more", login="bob")
    number = sandbox.change.open_pull(NAME, "more", "More", login="bob")
    on = [(PATH, "Warmer?", 4), (PATH, "Why go?", 1, "RIGHT"), (PATH, "All good.")]
    sandbox.change.review(NAME, number, "alice", "COMMENTED", "", on)
    return number


def sync() -> None:
    call_command("sync_github", NAME, verbosity=0)


def places() -> dict[str, tuple[Any, ...]]:
    rows = ReviewComment.objects.filter(pull_request__repository__full_name=NAME)
    return {row.body: (row.line, row.start_line, row.original_line, row.side, row.quoted) for row in rows}


def test_the_sync_keeps_it(reviewed: int) -> None:
    sync()
    assert places() == {
        "Warmer?": (4, None, 4, "RIGHT", "Welcome."),
        "Why go?": (1, None, 1, "RIGHT", "# Start"),
        "All good.": (None, None, None, "", ""),
    }


def test_it_moves_with_the_text_and_is_left_behind_by_a_change(reviewed: int, sandbox: Sandbox) -> None:
    sync()
    sandbox.change.push(NAME, {PATH: "Above.\n" + HERE}, "Above", branch="more", login="bob")
    sync()
    assert places()["Warmer?"] == (5, None, 4, "RIGHT", "Welcome.")
    sandbox.change.push(NAME, {PATH: HERE.replace("Welcome", "Very welcome")}, "Warmer", branch="more", login="bob")
    sync()
    assert places()["Warmer?"] == (None, None, 4, "RIGHT", "Welcome.")


def test_one_on_what_was_taken_away_is_of_the_text_before(reviewed: int, sandbox: Sandbox) -> None:
    sandbox.change.push(NAME, {PATH: "# Start\n\n"}, "Less", branch="less", login="bob")
    number = sandbox.change.open_pull(NAME, "less", "Less", login="bob")
    sandbox.change.review(NAME, number, "alice", "COMMENTED", "", [(PATH, "Keep it.", 3, "LEFT")])
    sync()
    assert places()["Keep it."] == (3, None, 3, "LEFT", "Hello.")


def test_several_lines_and_an_answer_over_rest(reviewed: int, sandbox: Sandbox) -> None:
    address = f"{sandbox.api_url}/repos/{NAME}/pulls/{reviewed}/comments"
    said = {"body": "All three?", "path": PATH, "line": 5, "start_line": 3, "side": "RIGHT", "commit_id": "f" * 40}
    made = requests.post(address, json=said, headers={"Authorization": "Bearer sandbox-alice"}, timeout=10).json()
    answer = {"body": "Yes.", "in_reply_to": made["id"]}
    requests.post(address, json=answer, headers={"Authorization": "Bearer sandbox-bob"}, timeout=10)
    sync()
    assert places()["All three?"] == places()["Yes."] == (
        5, 3, 5, "RIGHT", "Hello.\nWelcome.\nGoodbye.",
    )  # fmt: skip
    wrong = requests.post(
        address, json={**said, "line": "5"}, headers={"Authorization": "Bearer sandbox-alice"}, timeout=10
    )
    assert wrong.status_code == 422


def test_those_of_a_long_review_come_over_rest_with_it(transactional_db: None, make_sandbox: Any) -> None:
    data = small_community()
    data["harbor/core"]["review_comments"] = [
        {"id": 3000 + n, "pull": 4, "user": "alice", "body": str(n), "path": "core/save.py", "review": 81, "line": n + 1,
         "diff_hunk": f"@@ -1 +{n + 1} @@\n+row {n}", "created_at": at(8), "updated_at": at(8)}
        for n in range(30)
    ]  # fmt: skip
    make_sandbox(data)
    call_command("sync_github", "harbor/core", verbosity=0)
    assert {(row.line, row.quoted) for row in ReviewComment.objects.all()} == {(n + 1, f"row {n}") for n in range(30)}


def test_a_row_from_before_is_filled_by_the_next_full_sync(reviewed: int) -> None:
    sync()
    ReviewComment.objects.update(line=None, original_line=None, side="", quoted="")
    SyncCursor.objects.all().delete()
    sync()
    assert places()["Warmer?"] == (4, None, 4, "RIGHT", "Welcome.")
