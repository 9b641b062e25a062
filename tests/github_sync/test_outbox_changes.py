"""Branches, commits and pull requests, sent to a real sandbox."""

import base64
from urllib.parse import quote

import pytest

from common.errors import InvalidInputError
from github_sync.domain.outbox import is_branch_name, is_file_path
from github_sync.domain.writes import ForbiddenChangeError, check_harmless
from github_sync.services.connection import open_client
from github_sync.services.outbox import proposing, reviewing, sorting
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.proposing import FileChange
from tests.fixtures.sandbox import small_community
from tests.github_sync.outbox import CORE, again, changes, let_act, mirror, repo, send, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(make_sandbox):
    community = small_community()
    community[CORE]["contents"] = {"README.md": "# Harbor\n", "docs/start.md": "# Start\n", "docs/old.md": "Old\n"}
    server = make_sandbox(community)
    mirror()
    return server


def propose(user, text="# Start here\n", **more):
    """A branch, a commit and a pull request, enqueued at once."""
    by = By(user, "A better start")
    branch = proposing.create_branch(by=by, repository=CORE, branch="edit-start")
    files = [FileChange("docs/start.md", text=text)]
    commit = proposing.commit_files(
        by=by, repository=CORE, branch="edit-start", message="Say where to start", files=files, needs=branch, **more
    )
    pull = proposing.open_pull_request(
        by=by, repository=CORE, branch="edit-start", base="main", title="A better start", body="As asked.", needs=commit
    )
    return branch, commit, pull


def content(sandbox, path, branch="edit-start"):
    branches = repo(sandbox).branches
    entry = branches.files(branches.resolve(branch)).get(path)
    return branches.objects.blobs[entry[1]] if entry else None


def test_from_a_branch_to_a_pull_request(core, wendy):
    branch, commit, pull = propose(wendy)
    review = reviewing.request_review(by=By(wendy), repository=CORE, logins=["bob"], needs=pull)
    send()
    assert [state(one) for one in (branch, commit, pull, review)] == ["sent"] * 4
    assert content(core, "docs/start.md") == b"# Start here\n"
    assert content(core, "docs/start.md", "main") == b"# Start\n"
    [made] = [one for one in repo(core).pulls.values() if one.get("head_ref") == "edit-start"]
    assert (made["title"], made["requested_reviewers"]) == ("A better start", ["bob"])
    assert made["body"] == f"As asked.\n\n– wendy, through Mainstay\n\n{pull.marker}"
    assert pull.answer["number"] == made["number"]
    record = repo(core).commits[commit.answer["sha"]]
    assert record["author"]["name"] == "wendy"
    assert record["committer"]["name"] == "Mainstay"
    assert record["message"] == "Say where to start"


def test_a_person_who_lets_the_site_act_is_credited_by_their_address(core, bob):
    let_act(bob)
    _, commit, pull = propose(bob)
    send()
    record = repo(core).commits[again(commit).answer["sha"]]
    assert record["author"]["email"] == record["committer"]["email"] == "2+bob@users.noreply.github.com"
    assert record["author"]["login"] == "bob"
    assert repo(core).pulls[again(pull).answer["number"]]["user"] == "bob"


def test_a_writer_who_left_is_not_replaced_by_who_approved(core, alice, wendy):
    branch = proposing.create_branch(by=By(alice, person=wendy), repository=CORE, branch="edit-start")
    commit = proposing.commit_files(
        by=By(alice, person=wendy), repository=CORE, branch="edit-start", message="Start",
        files=[FileChange("docs/start.md", text="# Start here\n")], needs=branch,
    )  # fmt: skip
    let_act(alice)
    wendy.delete()
    send()
    author = repo(core).commits[again(commit).answer["sha"]]["author"]
    assert (author["name"], author["email"].partition("@")[0]) == ("wendy", "noreply")


def test_bytes_and_moved_files(core, wendy):
    by, picture = By(wendy), base64.b64encode(b"\x89PNG\0\xff").decode()
    proposing.create_branch(by=by, repository=CORE, branch="edit-start")
    files = [
        FileChange("docs/a b.png", base64=picture),
        FileChange("docs/new.md", text="New\n", moved_from="docs/old.md"),
    ]
    commit = proposing.commit_files(by=by, repository=CORE, branch="edit-start", message="Move", files=files)
    send()
    assert state(commit) == "sent"
    assert content(core, "docs/a b.png") == b"\x89PNG\0\xff"
    assert (content(core, "docs/new.md"), content(core, "docs/old.md")) == (b"New\n", None)
    assert content(core, "README.md") == b"# Harbor\n"


def test_a_change_that_is_there_already_is_no_commit(core, wendy):
    _, commit, pull = propose(wendy, text="# Start\n")
    send()
    assert again(commit).answer["is_unchanged"] is True
    assert (state(pull), pull.refusal) == ("refused", "no_commits")


def test_a_branch_of_that_name_that_stands_elsewhere_is_not_taken(core, wendy):
    branches = repo(core).branches
    older = next(iter(set(branches.shas(branches.head)) - {branches.head}))
    branches.refs["refs/heads/edit-start"] = older
    branch, commit, pull = propose(wendy)
    send()
    assert (state(branch), branch.refusal) == ("refused", "branch_taken")
    assert [again(one).refusal for one in (commit, pull)] == ["needs", "needs"]
    assert branches.refs["refs/heads/edit-start"] == older


def push(sandbox, path, text, branch="edit-start"):
    """Somebody else's commit, through the API."""
    from github_sync.services.connection import open_client

    client = open_client()
    found = client.get(f"/repos/{CORE}/contents/{path}", ref=branch)
    body = {
        "message": "Meanwhile",
        "content": base64.b64encode(text.encode()).decode(),
        "branch": branch,
        "sha": found["sha"],
    }
    client.post(f"/repos/{CORE}/contents/{path}", body, method="PUT")


def test_on_a_branch_that_moved_it_is_made_anew(core, wendy):
    _, commit, _ = propose(wendy, base_sha=repo(core).head_sha)
    core.faults.add(r"GET .*/git/trees", "status", status=500, times=5)
    send()
    assert state(commit) == "waiting"
    push(core, "README.md", "# Harbor, renewed\n")
    commit.__class__.objects.filter(pk=commit.pk).update(due_at=commit.created_at)
    core.faults.clear()
    send()
    assert state(commit) == "sent"
    assert content(core, "docs/start.md") == b"# Start here\n"
    assert content(core, "README.md") == b"# Harbor, renewed\n"


def test_what_somebody_else_changed_is_not_written_over(core, wendy):
    base = repo(core).head_sha
    push(core, "docs/start.md", "# Theirs\n", "main")
    _, commit, _ = propose(wendy, base_sha=base)
    send()
    assert (state(commit), commit.refusal) == ("refused", "changed_meanwhile")
    assert commit.refusal_text == "Somebody changed docs/start.md on GitHub meanwhile."
    assert content(core, "docs/start.md") == b"# Theirs\n"


def test_a_pull_request_is_changed_and_stays_open(core, wendy):
    _, _, pull = propose(wendy)
    send()
    proposing.update_pull_request(by=By(wendy), repository=CORE, title="An even better start", needs=again(pull))
    send()
    made = repo(core).pulls[pull.answer["number"]]
    assert (made["title"], made["state"]) == ("An even better start", "open")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PATCH", "/repos/harbor/core/issues/1", {"state": "closed"}),
        ("PATCH", "/repos/harbor/core/pulls/1", {"state": "closed"}),
        ("PATCH", "/repos/harbor/core/pulls/1", {"state": "open"}),
        ("PATCH", "/repos/harbor/core/pulls/1", {"state": "closed", "base": "x"}),
        ("PUT", "/repos/harbor/core/pulls/1/merge", {}),
        ("DELETE", "/repos/harbor/core/git/refs/heads/x", None),
        ("PATCH", "/repos/harbor/core/git/refs/heads/x", {"sha": "1", "force": True}),
        ("DELETE", "/repos/harbor/core/issues/1/labels", None),
        ("DELETE", "/repos/harbor/core/issues/1/labels/.", None),
        ("DELETE", "/repos/harbor/core/issues/1/labels/..", None),
        ("DELETE", "/repos/harbor/core/issues/comments/71", None),
        ("PUT", "/repos/harbor/core/collaborators/bob", {}),
        ("DELETE", "/orgs/harbor/teams/crew/memberships/bob", None),
        ("POST", "/graphql", {"query": "mutation { closeIssue }"}),
    ],
)
def test_what_is_never_sent(sandbox, method, path, body):
    with pytest.raises(ForbiddenChangeError, match="This site"):
        open_client().send(method, path, body)
    assert not sandbox.requests


@pytest.mark.parametrize("name", ["lock", "merge", "teams", "a/b", "50 %", "..."])
def test_a_label_of_any_name_may_be_taken_off(name):
    check_harmless("DELETE", f"/repos/harbor/merge/issues/1/labels/{quote(name, safe='')}", None)


def test_taking_off_a_label_that_would_mean_all_of_them_is_refused_in_words(core, wendy):
    core.change.label_issue(CORE, 1, add=["."])
    action = sorting.remove_labels(by=By(wendy), repository=CORE, number=1, labels=["."])
    send()
    assert (state(action), action.refusal) == ("refused", "forbidden")
    assert action.remedy == "If it is right, do it on GitHub yourself."
    assert "good first issue" in repo(core).issues[1]["labels"]


def test_a_file_goes_with_others_in_one_commit_and_only_once(core, wendy):
    by = By(wendy)
    branch = proposing.create_branch(by=by, repository=CORE, branch="edit-start")
    files = [FileChange("docs/old.md", is_removed=True), FileChange("docs/start.md", text="# Go\n")]
    ask = {"by": by, "repository": CORE, "branch": "edit-start", "message": "Tidy up", "files": files}
    first = proposing.commit_files(**ask, needs=branch)
    second = proposing.commit_files(**ask, needs=first)
    send()
    assert (content(core, "docs/old.md"), content(core, "docs/start.md")) == (None, b"# Go\n")
    assert content(core, "README.md") == b"# Harbor\n"
    assert again(second).answer["is_unchanged"] is True


def test_a_file_that_somebody_changed_is_not_removed(core, wendy):
    base = repo(core).head_sha
    push(core, "docs/old.md", "# Theirs\n", "main")
    by = By(wendy)
    branch = proposing.create_branch(by=by, repository=CORE, branch="edit-start")
    commit = proposing.commit_files(
        by=by, repository=CORE, branch="edit-start", message="Tidy up", needs=branch, base_sha=base,
        files=[FileChange("docs/old.md", is_removed=True)],
    )  # fmt: skip
    send()
    assert (state(commit), again(commit).refusal) == ("refused", "changed_meanwhile")


def test_a_second_pull_request_is_the_first(core, wendy):
    _, commit, pull = propose(wendy)
    send()
    second = proposing.open_pull_request(
        by=By(wendy), repository=CORE, branch="edit-start", base="main", title="Again", needs=again(commit)
    )
    send()
    assert again(second).answer["number"] == again(pull).answer["number"]
    assert second.answer["was_there"] is True


def test_nothing_is_ever_forced(core, wendy):
    propose(wendy)
    send()
    assert [line.split(" ")[0] for line in changes(core)].count("PATCH") == 1
    assert not any(line.startswith(("DELETE", "PUT")) for line in changes(core))


@pytest.mark.parametrize(
    "name", ["", "a b", "a..b", "/a", "a/", "a.lock", "-a", "a~1", "@", "x/.y", "a\x00b", "a" * 201]
)
def test_names_that_no_branch_may_have(name):
    assert not is_branch_name(name)


@pytest.mark.parametrize("path", ["", "/a", "a/../b", ".git/config", "a//b", "a\nb", "./a"])
def test_paths_that_no_file_may_have(path):
    assert not is_file_path(path)


def test_a_bad_change_is_refused_at_once(core, wendy):
    by = By(wendy)
    for files, said in [
        ([], "between one and"),
        ([FileChange("../x", text="")], "no path of a file"),
        ([FileChange("a", text=""), FileChange("a", text="")], "each file once"),
        ([FileChange("a", base64="%")], "not valid base64"),
        ([FileChange("a", text="x" * 6_000_000)], "5 MB at most"),
    ]:
        with pytest.raises(InvalidInputError, match=said):
            proposing.commit_files(by=by, repository=CORE, branch="topic", message="M", files=files)
