"""Whatever becomes of an answer, what was done is done once: it is found again by its mark."""

import pytest

from github_sync.client.client import GitHubClient
from github_sync.client.errors import GitHubUnreachableError
from github_sync.domain.writes import ForbiddenChangeError
from github_sync.models import OutboxAction
from github_sync.services.outbox import proposing
from github_sync.services.outbox.enqueuing import By
from tests.fixtures.sandbox import small_community
from tests.github_sync.outbox import CORE, changes, comments, let_act, mirror, repo, say, send, state, when_due

pytestmark = pytest.mark.django_db(transaction=True)

BROKEN = [
    ("drop", {}),
    ("cut_body", {}),
    ("invalid_json", {}),
    ("html", {"status": 502}),
    ("html", {"status": 200}),
    ("status", {"status": 500}),
    ("status", {"status": 503}),
    ("timeout", {"delay_ms": 1500}),
]
STEPS = [
    r"POST .*/issues/1/comments",
    r"POST .*/git/refs",
    r"POST .*/git/commits",
    r"PATCH .*/git/refs",
    r"POST .*/pulls$",
]


@pytest.fixture
def core(make_sandbox, settings):
    settings.GITHUB_TIMEOUT = 1
    community = small_community()
    community[CORE]["contents"] = {"README.md": "# Harbor\n"}
    server = make_sandbox(community)
    mirror()
    return server


def do_all(user):
    by = By(user)
    branch = proposing.create_branch(by=by, repository=CORE, branch="better")
    files = [proposing.FileChange("README.md", text="# Harbor, better\n")]
    commit = proposing.commit_files(
        by=by, repository=CORE, branch="better", message="Better", files=files, needs=branch
    )
    proposing.open_pull_request(by=by, repository=CORE, branch="better", base="main", title="Better", needs=commit)
    return say(user, "I sent it.")


def each_is_there_once(sandbox):
    there = repo(sandbox)
    said = [text for text in comments(sandbox) if text.startswith("I sent it.")]
    pulls = [pull for pull in there.pulls.values() if pull.get("head_ref") == "better"]
    new = there.branches.missing(there.branches.head, there.branches.refs["refs/heads/better"])
    return (len(said), len(pulls), [record["message"] for record in new]) == (1, 1, ["Better"])


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("kind", "more"), BROKEN, ids=[f"{kind} {more}" for kind, more in BROKEN])
def test_an_answer_that_breaks_after_it_was_done(core, bob, step, kind, more):
    core.faults.add(step, kind, when="after", **more)
    do_all(bob)
    send()
    when_due()
    send()
    assert core.faults.listed()[0]["met"] == 1
    assert set(OutboxAction.objects.values_list("state", flat=True)) == {"sent"}
    assert each_is_there_once(core)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("kind", "more"), BROKEN[3:7], ids=[f"{kind} {more}" for kind, more in BROKEN[3:7]])
def test_an_answer_that_breaks_before_anything_was_done(core, bob, step, kind, more):
    core.faults.add(step, kind, **more)
    do_all(bob)
    send()
    when_due()
    send()
    assert each_is_there_once(core)


@pytest.mark.parametrize("kind", ["drop", "status"])
def test_a_change_is_asked_for_once_only(core, kind):
    core.faults.add(r"POST .*/comments", kind, times=0, **({"status": 502} if kind == "status" else {}))
    with pytest.raises(GitHubUnreachableError):
        GitHubClient().send("POST", "/repos/harbor/core/issues/1/comments", {"body": "Once"})
    assert core.faults.listed()[0]["met"] == 1


def test_a_person_who_took_it_back_on_github_is_spoken_for(core, bob):
    let_act(bob)
    core.faults.add(r"POST .*/comments", "status", status=401, message="Bad credentials")
    action = say(bob, "Hello")
    send()
    assert (state(action), action.acted_as) == ("sent", "token")
    assert "– bob, through Mainstay" in comments(core)[-1]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "/repos/a/b", None),
        ("DELETE", "/repos/a/b/git/refs/heads/x", None),
        ("DELETE", "/repos/a/b/issues/comments/1", None),
        ("DELETE", "/repos/a/b/contents/x", {"sha": "1"}),
        ("DELETE", "/orgs/a/teams/b/memberships/c", None),
        ("PUT", "/repos/a/b/pulls/1/merge", {}),
        ("POST", "/repos/a/b/merges", {}),
        ("PATCH", "/repos/a/b/issues/1", {"state": "closed"}),
        ("PATCH", "/repos/a/b/pulls/1", {"title": "x", "state": "open"}),
        ("PATCH", "/repos/a/b/git/refs/heads/x", {"sha": "1", "force": True}),
    ],
)
def test_nothing_is_ever_closed_deleted_merged_or_forced(core, method, path, body):
    with pytest.raises(ForbiddenChangeError):
        GitHubClient().send(method, path, body)
    assert changes(core) == []
