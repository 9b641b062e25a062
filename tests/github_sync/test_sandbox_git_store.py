"""A dataset with a `git/`: any ref is read from it, and what is written through the API is Git's own."""

import base64
import subprocess
from pathlib import Path

import pytest
import requests

from common.errors import InvalidInputError
from github_sync.sandbox import Sandbox
from github_sync.sandbox.dataset import load
from tests.fixtures.sandbox import write_dataset

HEADERS = {"Authorization": "Bearer sandbox-alice"}
TEN = "".join(f"line {number}\n" for number in range(10))


def git(folder: Path, *arguments: str) -> str:
    who = {"GIT_AUTHOR_NAME": "Bob Berg", "GIT_AUTHOR_EMAIL": "2+bob@users.noreply.github.com",
           "GIT_COMMITTER_NAME": "Bob Berg", "GIT_COMMITTER_EMAIL": "2+bob@users.noreply.github.com",
           "GIT_AUTHOR_DATE": "2026-03-01T10:00:00+0530", "GIT_COMMITTER_DATE": "2026-03-01T10:00:00+0530",
           "PATH": "/usr/bin:/bin", "HOME": str(folder)}  # fmt: skip
    done = subprocess.run(["git", *arguments], cwd=folder, env=who, capture_output=True, check=True, text=True)
    return done.stdout.strip()


@pytest.fixture
def dataset(tmp_path) -> Path:
    """harbor/guide with three commits, a rename, a tag and a branch beside."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "-q", "-b", "main")
    for number, (name, text) in enumerate([("docs/a page.md", TEN), ("docs/ünder.md", "# Under\n")], 1):
        path = work / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        git(work, "add", ".")
        git(work, "commit", "-q", "-m", f"Write page {number}\n\nIn full.")
    git(work, "tag", "-a", "v1", "-m", "One")
    git(work, "mv", "docs/a page.md", "docs/start.md")
    git(work, "commit", "-q", "-m", "Call it start")
    git(work, "branch", "old", "HEAD~2")
    folder = write_dataset(tmp_path / "dataset", {"harbor/guide": {}})
    git(tmp_path, "clone", "-q", "--bare", str(work), str(folder / "repos/harbor/guide/git"))
    return folder


@pytest.fixture
def guide(dataset):
    with Sandbox(dataset) as sandbox:
        yield sandbox


def get(sandbox: Sandbox, path: str, **parameters: str):
    answer = requests.get(f"{sandbox.api_url}/repos/harbor/guide{path}", parameters, headers=HEADERS, timeout=5)
    answer.raise_for_status()
    return answer.json()


def post(sandbox: Sandbox, path: str, body: dict, method: str = "POST"):
    url = f"{sandbox.api_url}/repos/harbor/guide{path}"
    return requests.request(method, url, json=body, headers=HEADERS, timeout=5)


def paths(tree: dict) -> list[str]:
    return [entry["path"] for entry in tree["tree"] if entry["type"] == "blob"]


def test_files_are_read_at_any_ref(guide):
    assert paths(get(guide, "/git/trees/main", recursive="1")) == ["docs/start.md", "docs/ünder.md"]
    assert paths(get(guide, "/git/trees/v1", recursive="1")) == ["docs/a page.md", "docs/ünder.md"]
    assert paths(get(guide, "/git/trees/old", recursive="1")) == ["docs/a page.md"]
    content = get(guide, "/contents/docs/a page.md", ref="old")
    assert base64.b64decode(content["content"]).decode() == TEN


def test_commits_have_gits_names_people_and_renames(guide, dataset):
    listed = get(guide, "/commits")
    store = dataset / "repos/harbor/guide/git"
    assert [commit["sha"] for commit in listed] == git(store, "rev-list", "main").split()
    assert listed[0]["author"]["login"] == "bob"
    assert listed[0]["commit"]["author"]["date"] == "2026-03-01T04:30:00Z"
    (moved,) = get(guide, f"/commits/{listed[0]['sha']}")["files"]
    assert (moved["status"], moved["previous_filename"], moved["filename"]) == (
        "renamed", "docs/a page.md", "docs/start.md",
    )  # fmt: skip


def change(sandbox: Sandbox, branch: str, text: str) -> None:
    blob = get(sandbox, "/contents/docs/start.md", ref=branch)["sha"]
    body = {
        "message": f"On {branch}",
        "content": base64.b64encode(text.encode()).decode(),
        "sha": blob,
        "branch": branch,
    }
    post(sandbox, "/contents/docs/start.md", body, "PUT").raise_for_status()


def propose(sandbox: Sandbox) -> int:
    """A pull request that changes the last line, while the first line changes on main."""
    head = get(sandbox, "/git/ref/heads/main")["object"]["sha"]
    post(sandbox, "/git/refs", {"ref": "refs/heads/topic", "sha": head}).raise_for_status()
    change(sandbox, "topic", TEN.replace("line 9", "the last line"))
    change(sandbox, "main", TEN.replace("line 0", "the first line"))
    return post(sandbox, "/pulls", {"title": "Ends", "head": "topic", "base": "main"}).json()["number"]


@pytest.mark.parametrize(("method", "parents"), [("merge", 2), ("squash", 1), ("rebase", 1)])
def test_git_agrees_with_what_was_merged(guide, tmp_path, method, parents):
    number = propose(guide)
    answer = post(guide, f"/pulls/{number}/merge", {"merge_method": method}, "PUT")
    assert answer.status_code == 200, answer.text
    copy = guide.git_copy("harbor/guide", tmp_path / "copy.git")
    git(copy, "fsck", "--strict")
    text = git(copy, "show", "main:docs/start.md") + "\n"
    assert text == TEN.replace("line 0", "the first line").replace("line 9", "the last line")
    assert git(copy, "rev-parse", "main") == answer.json()["sha"]
    assert len(git(copy, "rev-list", "--parents", "-n", "1", "main").split()) == 1 + parents
    assert "line 5" in git(copy, "blame", "-p", "main", "--", "docs/start.md")


def test_the_same_line_changed_twice_is_a_conflict(guide):
    number = propose(guide)
    change(guide, "main", TEN.replace("line 9", "quite another line"))
    assert post(guide, f"/pulls/{number}/merge", {}, "PUT").status_code == 405


def test_what_is_no_repository_is_said_in_one_line(dataset):
    (dataset / "repos/harbor/guide/git/HEAD").unlink()
    with pytest.raises(InvalidInputError, match="no Git repository"):
        load(dataset)
