"""Which paths direct commits changed: read by the hundred from trees, or one by one where that cannot be."""

import pytest
from django.core.management import call_command

from github_sync.client.changes import changed_paths
from github_sync.client.client import GitHubClient
from github_sync.models import Commit
from tests.fixtures.sandbox import at, commit

pytestmark = pytest.mark.django_db(transaction=True)


def line(count, files):
    """A history in which each commit stands on the one before; `files(number)` are those it changed."""
    made = []
    for number in range(count):
        record = commit("0", "alice", 1 + number // 20, f"Change {number}", files(number))
        moment = at(1 + number // 20, number % 20)
        record |= {"sha": f"{number:040x}", "parents": [made[-1]["sha"]] if made else []}
        record["committer"] = record["author"] = {**record["author"], "date": moment}
        made.append(record)
    return made


@pytest.fixture
def repository(make_sandbox):
    def make(commits, **parts):
        return make_sandbox({"harbor/core": {"commits": commits, **parts}})

    return make


def asked(server, part):
    return [request for request in server.requests if part in request["path"]]


def test_a_hundred_commits_take_a_request_a_level(repository):
    server = repository(line(100, lambda n: [f"src/part/{n}.py", "README.md"] if n else ["a.md"]))
    call_command("sync_github", "harbor/core")
    paths = dict(Commit.objects.values_list("message", "paths"))
    assert paths["Change 7"] == ["README.md", "src/part/7.py"]
    assert paths["Change 0"] == ["a.md"]
    assert all(paths.values())
    assert not asked(server, "/commits/")
    assert len(asked(server, "graphql")) <= 8


def test_what_was_really_in_the_trees(sandbox):
    """Files added, changed, moved and removed through the API, so that the trees are Git's own."""
    repo = sandbox.community.repo("harbor", "docs")
    repo.contents["docs/start.md"] = b"# Changed"
    changed = repo.head_sha
    repo.contents["src/new/deep.py"] = b"x = 1"
    added = repo.head_sha
    del repo.contents["docs/index.md"]
    removed = repo.head_sha
    client = GitHubClient()
    first = repo.history[-1]["sha"]
    assert changed_paths(client, "harbor/docs", [changed, added, removed, first]) == {
        changed: ["docs/start.md"],
        added: ["src/new/deep.py"],
        removed: ["docs/index.md"],
        first: ["mkdocs.yml", "docs/index.md", "docs/start.md"],
    }
    assert client.requests == 3


def test_a_commit_that_is_too_large_is_asked_for_by_itself(repository):
    server = repository(line(3, lambda n: [f"folder-{f}/file.py" for f in range(200 if n == 1 else 1)]))
    call_command("sync_github", "harbor/core")
    assert len(Commit.objects.get(message="Change 1").paths) == 200
    (single,) = asked(server, "/commits/")
    assert f"{1:040x}" in single["path"]


def test_an_unknown_commit_is_left_out(sandbox):
    assert changed_paths(GitHubClient(), "harbor/core", ["f" * 40]) == {}


def test_a_query_that_is_too_heavy_is_no_end(repository):
    server = repository(line(3, lambda n: [f"{n}.py"]))
    errors = [{"message": "Something went wrong while executing your query."}]
    server.faults.add("graphql objects", "graphql_errors", errors=errors, times=0)
    call_command("sync_github", "harbor/core")
    assert Commit.objects.get(message="Change 1").paths == ["1.py"]
    assert len(asked(server, "/commits/")) == 3
