"""Branches and files of the sandbox, by the contents endpoints and by the objects of Git."""

import base64
import subprocess

import pytest
import requests

AUTH = {"Authorization": "Bearer sandbox-alice"}


def ask(sandbox, method, path, token="sandbox-alice", **body):
    options = {"json": body} if body else {}
    headers = {"Authorization": f"Bearer {token}"}
    return requests.request(method, sandbox.api_url + path, headers=headers, timeout=10, **options)


def coded(text):
    return base64.b64encode(text.encode()).decode()


def head_of(sandbox, branch="main", repo="harbor/docs"):
    return ask(sandbox, "GET", f"/repos/{repo}/git/ref/heads/{branch}").json()["object"]["sha"]


@pytest.fixture
def topic(sandbox):
    """A branch `topic` of harbor/docs."""
    made = ask(sandbox, "POST", "/repos/harbor/docs/git/refs", ref="refs/heads/topic", sha=head_of(sandbox))
    assert made.status_code == 201
    return sandbox


def test_a_file_written_to_a_branch_is_there_and_not_on_the_other(topic):
    path = "/repos/harbor/docs/contents/docs/new.md"
    made = ask(topic, "PUT", path, message="Add", content=coded("# New\n"), branch="topic")
    assert made.status_code == 201
    read = ask(topic, "GET", f"{path}?ref=topic").json()
    assert base64.b64decode(read["content"]) == b"# New\n"
    assert ask(topic, "GET", path).status_code == 404
    assert ask(topic, "GET", "/repos/harbor/docs/commits?sha=topic").json()[0]["commit"]["message"] == "Add"
    assert head_of(topic, "topic") == made.json()["commit"]["sha"]


def test_a_file_changed_by_someone_else_is_a_conflict(topic):
    path = "/repos/harbor/docs/contents/docs/start.md"
    sha = ask(topic, "GET", path).json()["sha"]
    without = ask(topic, "PUT", path, message="Change", content=coded("a"))
    assert (without.status_code, without.json()["message"]) == (422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    assert ask(topic, "PUT", path, message="Change", content=coded("a"), sha=sha).status_code == 200
    late = ask(topic, "PUT", path, message="Change", content=coded("b"), sha=sha)
    assert (late.status_code, late.json()["message"]) == (409, f"docs/start.md does not match {sha}")


def test_a_file_is_deleted(topic):
    path = "/repos/harbor/docs/contents/docs/start.md"
    sha = ask(topic, "GET", path).json()["sha"]
    assert ask(topic, "DELETE", path, message="Remove", sha=sha, branch="topic").status_code == 200
    assert ask(topic, "GET", f"{path}?ref=topic").status_code == 404
    assert ask(topic, "GET", path).status_code == 200


@pytest.mark.parametrize(
    ("ref", "sha", "message"),
    [
        ("refs/heads/main", None, "Reference already exists"),
        ("refs/heads/other", "f" * 40, "Object does not exist"),
        ("main", None, "Reference name must start with 'refs/'"),
    ],
)
def test_a_branch_that_cannot_be_made_is_refused_as_github_does(sandbox, ref, sha, message):
    answer = ask(sandbox, "POST", "/repos/harbor/docs/git/refs", ref=ref, sha=sha or head_of(sandbox))
    assert (answer.status_code, answer.json()["message"]) == (422, message)


def test_several_files_in_one_commit_by_the_objects_of_git(topic):
    git = "/repos/harbor/docs/git"
    blob = ask(topic, "POST", f"{git}/blobs", content="one\n", encoding="utf-8").json()["sha"]
    base = ask(topic, "GET", f"{git}/commits/{head_of(topic)}").json()["tree"]["sha"]
    entries = [
        {"path": "a/one.md", "mode": "100644", "type": "blob", "sha": blob},
        {"path": "two.md", "mode": "100644", "type": "blob", "content": "two\n"},
        {"path": "docs/start.md", "mode": "100644", "type": "blob", "sha": None},
    ]
    tree = ask(topic, "POST", f"{git}/trees", base_tree=base, tree=entries).json()["sha"]
    commit = ask(topic, "POST", f"{git}/commits", message="Both", tree=tree, parents=[head_of(topic)]).json()["sha"]
    assert ask(topic, "PATCH", f"{git}/refs/heads/topic", sha=commit).status_code == 200
    listed = ask(topic, "GET", f"{git}/trees/topic?recursive=1").json()["tree"]
    assert {e["path"] for e in listed if e["type"] == "blob"} == {"a/one.md", "docs/index.md", "mkdocs.yml", "two.md"}
    away = ask(topic, "PATCH", f"{git}/refs/heads/main", sha=commit)
    assert away.status_code == 200
    back = ask(
        topic,
        "PATCH",
        f"{git}/refs/heads/topic",
        sha=ask(topic, "GET", f"{git}/commits/{commit}").json()["parents"][0]["sha"],
    )
    assert (back.status_code, back.json()["message"]) == (422, "Update is not a fast forward")


def test_objects_have_the_names_that_git_gives_them(topic, tmp_path):
    ask(topic, "PUT", "/repos/harbor/docs/contents/deep/er/x.md", message="Add", content=coded("x\n"))
    tree = ask(topic, "GET", "/repos/harbor/docs/git/trees/main?recursive=1").json()
    for entry in tree["tree"]:
        if entry["type"] == "blob":
            blob = ask(topic, "GET", f"/repos/harbor/docs/git/blobs/{entry['sha']}").json()
            target = tmp_path / "checkout" / entry["path"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(base64.b64decode(blob["content"]))
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=tmp_path / "checkout", check=True)
    written = subprocess.run(
        ["git", "write-tree"], cwd=tmp_path / "checkout", check=True, capture_output=True, text=True
    )
    assert written.stdout.strip() == tree["sha"]


def test_a_branch_is_deleted(topic):
    assert ask(topic, "DELETE", "/repos/harbor/docs/git/refs/heads/topic").status_code == 204
    assert ask(topic, "GET", "/repos/harbor/docs/git/ref/heads/topic").status_code == 404
    again = ask(topic, "DELETE", "/repos/harbor/docs/git/refs/heads/topic")
    assert (again.status_code, again.json()["message"]) == (422, "Reference does not exist")


def test_two_branches_are_compared(topic):
    ask(topic, "PUT", "/repos/harbor/docs/contents/n.md", message="Add", content=coded("1\n2\n"), branch="topic")
    found = ask(topic, "GET", "/repos/harbor/docs/compare/main...topic").json()
    assert (found["status"], found["ahead_by"], found["behind_by"]) == ("ahead", 1, 0)
    assert [(f["filename"], f["status"], f["additions"]) for f in found["files"]] == [("n.md", "added", 2)]


def test_a_push_moves_the_history_over_graphql(sandbox):
    before = head_of(sandbox, repo="harbor/core")
    sha = sandbox.change.push("harbor/core", {"a.md": "a\n"}, "More", login="bob")
    query = '{repository(owner:"harbor",name:"core"){pushedAt defaultBranchRef{target{oid ... on Commit{history(first:2){totalCount nodes{oid author{user{login}}}}}}}}}'
    answer = requests.post(f"{sandbox.url}/api/graphql", json={"query": query}, headers=AUTH, timeout=10).json()
    found = answer["data"]["repository"]["defaultBranchRef"]["target"]
    assert (found["oid"], found["history"]["totalCount"]) == (sha, 6)
    assert [node["oid"] for node in found["history"]["nodes"]] == [sha, before]
    assert found["history"]["nodes"][0]["author"]["user"] == {"login": "bob"}
