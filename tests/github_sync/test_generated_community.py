"""The made-up community is complete, consistent, varied and always the same."""

import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from github_sync.sandbox.generate import write_community

UNTIL = date(2026, 11, 20)
NAMES = ("ferrywell", "ferrywell-mobile", "handbook", "deploy")
NEWCOMER = {"good first issue", "help wanted"}
Row = dict[str, Any]


@dataclass(frozen=True)
class Repository:
    name: str
    folder: Path

    def table(self, name: str) -> list[Row]:
        return read(self.folder / f"{name}.jsonl")


@cache
def read(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def dataset(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("community")
    write_community(out, until=UNTIL)
    return out


@pytest.fixture(scope="module")
def repositories(dataset: Path) -> list[Repository]:
    return [Repository(name, dataset / "repos" / "ferrywell" / name) for name in NAMES]


@pytest.fixture(scope="module")
def logins(dataset: Path) -> set[str]:
    return {row["login"] for row in read(dataset / "users.jsonl")}


def everything(repositories: list[Repository], table: str) -> list[Row]:
    return [row for repository in repositories for row in repository.table(table)]


def test_counts(dataset: Path, repositories: list[Repository]) -> None:
    users = read(dataset / "users.jsonl")
    assert len(everything(repositories, "issues")) == 800
    assert len(everything(repositories, "pulls")) == 1200
    assert 58 <= sum(user["type"] == "User" for user in users) <= 64
    assert sum(user["type"] == "Bot" for user in users) >= 2
    assert len({user["company"] for user in users if user.get("company")}) >= 6
    assert sum(row["state"] == "open" for row in everything(repositories, "pulls")) in range(20, 31)


def test_the_same_seed_and_day_give_the_same_bytes(dataset: Path, tmp_path: Path) -> None:
    write_community(tmp_path, until=UNTIL)
    files = sorted(path.relative_to(dataset) for path in dataset.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert [file for file in files if (dataset / file).read_bytes() != (tmp_path / file).read_bytes()] == []


@pytest.mark.parametrize(("seed", "until"), [(8, UNTIL), (1, date(2026, 2, 28))])
def test_another_seed_or_day_keeps_the_counts(tmp_path: Path, seed: int, until: date) -> None:
    counts = write_community(tmp_path, seed=seed, until=until)
    assert sum(tables["issues"] for tables in counts.values()) == 800
    assert sum(tables["pulls"] for tables in counts.values()) == 1200
    latest = max(row["updated_at"] for path in tmp_path.rglob("issues.jsonl") for row in read(path))
    assert latest[:10] <= until.isoformat()


def test_numbers_are_shared_and_follow_time(repositories: list[Repository]) -> None:
    for repository in repositories:
        threads = sorted(repository.table("issues") + repository.table("pulls"), key=lambda row: row["number"])
        assert [row["number"] for row in threads] == list(range(1, len(threads) + 1))
        moments = [row["created_at"] for row in threads]
        assert moments == sorted(moments)


def test_ids_are_unique(repositories: list[Repository]) -> None:
    for table in ("issue_comments", "review_comments", "reviews", "releases", "labels"):
        ids = [row["id"] for row in everything(repositories, table)]
        assert len(ids) == len(set(ids)), table


def test_closing_references_lead_to_older_issues_that_the_merge_closed(repositories: list[Repository]) -> None:
    for repository in repositories:
        issues = {row["number"]: row for row in repository.table("issues")}
        pulls = {row["number"]: row for row in repository.table("pulls")}
        for reference in repository.table("closing_references"):
            issue, pull = issues[reference["issue"]], pulls[reference["pull"]]
            assert issue["created_at"] <= pull["created_at"]
            assert re.search(rf"(?i)(closes|fixes|resolves) #{issue['number']}\b", pull["body"])
            if pull["merged_at"]:
                assert issue["closed_at"] == pull["merged_at"]
                assert issue["state_reason"] == "completed"


def test_about_half_of_the_merged_changes_close_an_issue(repositories: list[Repository]) -> None:
    merged = [row for row in everything(repositories, "pulls") if row["merged_at"] and "[bot]" not in str(row["user"])]
    assert 0.45 < len(everything(repositories, "closing_references")) / len(merged) < 0.65


def test_everybody_named_exists(repositories: list[Repository], logins: set[str]) -> None:
    named: set[str | None] = set()
    for table in ("issues", "pulls", "issue_comments", "review_comments", "reviews"):
        for row in everything(repositories, table):
            named |= {row["user"], row.get("closed_by"), row.get("merged_by"), *row.get("assignees", ())}
    named |= {row["author"]["login"] for row in everything(repositories, "commits")}
    assert None in named, "deleted accounts are part of the story"
    assert named - {None} <= logins
    assert logins - named == {"ferrywell"}, "everybody but the owner does something"


def test_dates_are_in_order(repositories: list[Repository]) -> None:
    last = f"{UNTIL.isoformat()}T23:59:59Z"
    for repository in repositories:
        pulls = {row["number"]: row for row in repository.table("pulls")}
        threads = {row["number"]: row for row in repository.table("issues")} | pulls
        for row in threads.values():
            assert row["created_at"] <= (row["closed_at"] or last) <= row["updated_at"] <= last or not row["closed_at"]
            assert row["created_at"] <= row["updated_at"] <= last
            assert (row["state"] == "closed") == bool(row["closed_at"])
        assert all(row["created_at"] < row["merged_at"] for row in pulls.values() if row["merged_at"])
        for comment in repository.table("issue_comments"):
            assert threads[comment["issue"]]["created_at"] <= comment["created_at"] <= last
        for review in repository.table("reviews"):
            assert pulls[review["pull"]]["created_at"] <= review["submitted_at"] <= last
            assert review["user"] != pulls[review["pull"]]["user"] or review["user"] is None
        for remark in repository.table("review_comments"):
            added = {change[0]: change[1] for change in pulls[remark["pull"]]["files"]}
            assert 1 <= (remark["line"] or 1) <= max(added[remark["path"]], 1)


def test_commits_form_one_history(repositories: list[Repository]) -> None:
    for repository in repositories:
        commits = {row["sha"]: row for row in repository.table("commits")}
        head = json.loads((repository.folder / "repository.json").read_text())["head_sha"]
        reached, waiting = set(), [head]
        while waiting:
            sha = waiting.pop()
            if sha not in reached:
                reached.add(sha)
                waiting += commits[sha]["parents"]
        assert reached == set(commits)
        merged = [row for row in repository.table("pulls") if row["merged_at"]]
        assert {row["merge_commit_sha"] for row in merged} <= set(commits)
        assert {sha for row in merged for sha in row["commits"]} <= set(commits)
        assert sum("Co-authored-by: " in row["message"] for row in commits.values()) >= 4


def test_titles_are_varied_and_no_slot_is_left(repositories: list[Repository]) -> None:
    for table, most in (("issues", 0.03), ("pulls", 0.05)):
        titles = Counter((repo.name, row["title"]) for repo in repositories for row in repo.table(table))
        assert sum(count - 1 for count in titles.values()) / sum(titles.values()) < most
    texts = [row[key] for row in everything(repositories, "issues") for key in ("title", "body")]
    texts += [row[key] for row in everything(repositories, "pulls") for key in ("title", "body")]
    texts += [row["body"] for row in everything(repositories, "issue_comments")]
    left = [text for text in texts if re.search(r"(?<![{$%/])\{[a-z_]+\}(?!\})", text)]
    assert left == []


def test_newcomers_tasks_are_many_different_and_in_every_state(repositories: list[Repository]) -> None:
    tasks, linked = [], 0
    for repository in repositories:
        mine = [
            row for row in repository.table("issues") if row["state"] == "open" and NEWCOMER.intersection(row["labels"])
        ]
        open_pulls = {row["number"] for row in repository.table("pulls") if row["state"] == "open"}
        worked_on = {row["issue"] for row in repository.table("closing_references") if row["pull"] in open_pulls}
        linked += sum(row["number"] in worked_on for row in mine)
        tasks += mine
    assert 60 <= len(tasks) <= 75
    assert len({row["title"] for row in tasks}) == len({row["body"] for row in tasks}) == len(tasks)
    first_words = Counter(row["body"][:40] for row in tasks)
    assert max(first_words.values()) == 1
    assert linked >= 5
    assert sum(bool(row["assignees"]) for row in tasks) >= 5
    assert sum(row["locked"] for row in tasks) == 1
    free = [row for row in tasks if not row["assignees"] and not row["locked"]]
    assert len(free) - linked >= 35


def test_some_issues_end_without_a_change(repositories: list[Repository]) -> None:
    reasons = Counter(row["state_reason"] for row in everything(repositories, "issues"))
    assert 0.08 < reasons["not_planned"] / 800 < 0.15
    assert reasons["duplicate"] >= 5


def test_every_kind_of_change_occurs(repositories: list[Repository]) -> None:
    kinds: Counter[str] = Counter()
    for row in everything(repositories, "pulls"):
        paths = [change[0] for change in row["files"]]
        kinds["doc"] += all(path.endswith(".md") or path.startswith("docs/") for path in paths)
        kinds["translation"] += all("LC_MESSAGES" in path or "/i18n/locales/" in path for path in paths)
        kinds["test"] += all(path.startswith("tests/") or ".test." in path for path in paths)
        kinds["infra"] += all(path.startswith(".github/") for path in paths)
        kinds["code"] += any(path.startswith("src/") for path in paths)
    assert min(kinds[kind] for kind in ("doc", "translation", "test", "infra", "code")) >= 10


def test_work_falls_when_the_host_is_bought_and_comes_back(repositories: list[Repository]) -> None:
    merged = [row["merged_at"][:7] for row in everything(repositories, "pulls") if row["merged_at"]]
    before, after, now = (
        sum(first <= month <= last for month in merged)
        for first, last in (("2025-05", "2025-09"), ("2025-10", "2026-02"), ("2026-06", "2026-10"))
    )
    assert after < 0.85 * before
    assert now > 1.15 * after


def test_hostile_texts_are_among_them(repositories: list[Repository]) -> None:
    bodies = "\n".join(row["title"] + row["body"] for row in repositories[0].table("issues"))
    for part in ("<script>alert", "onerror=", "أسماء", "🥕", "ferrywell" * 100):
        assert part in bodies


def test_the_handbook_has_every_page_that_its_navigation_names(repositories: list[Repository]) -> None:
    contents = repositories[2].folder / "contents"
    named = re.findall(r": ([a-z/-]+\.md)$", (contents / "mkdocs.yml").read_text(), flags=re.M)
    assert len(named) >= 35
    assert {str(path.relative_to(contents / "docs")) for path in (contents / "docs").rglob("*.md")} == set(named)
    assert (contents / "docs/images/shelf.png").read_bytes().startswith(b"\x89PNG")
    for name in NAMES:
        assert "invented" in (repositories[0].folder.parent / name / "contents/README.md").read_text()


def test_the_command_says_what_it_wrote_and_refuses_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("generate_community", out=tmp_path / "new")
    assert "ferrywell/ferrywell: 430 issues, 640 pulls" in capsys.readouterr().out
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="is a file"):
        call_command("generate_community", out=tmp_path / "file")
