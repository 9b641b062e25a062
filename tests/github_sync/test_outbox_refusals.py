"""What GitHub will not do, in plain words with what to do, from the sandbox's real answers."""

import pytest

from github_sync.domain.refusals import refusal_of
from github_sync.services.outbox import sorting
from github_sync.services.outbox.enqueuing import By
from tests.github_sync.outbox import CORE, again, comments, let_act, mirror, repo, say, send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(sandbox):
    mirror()
    return sandbox


def refused(action):
    send()
    again(action)
    assert action.state == "refused"
    assert action.remedy
    return action.refusal


def test_an_archived_repository(core, bob):
    action = say(bob, "Hello")
    core.change.archive_repository(CORE)
    assert refused(action) == "archived"
    assert action.refusal_text == "The repository of harbor/core#1 is archived, so nothing in it can change."


def test_a_locked_conversation(core, bob):
    repo(core).record["collaborators"] = {"bob": "read", "alice": "read"}
    let_act(bob)
    action = say(bob, "Hello", 2)
    assert refused(action) == "locked"
    assert "Ask a maintainer to unlock it" in action.remedy


def test_a_deleted_issue(core, bob):
    action = say(bob, "Hello")
    core.change.delete_issue(CORE, 1)
    assert refused(action) == "deleted"


def test_an_issue_that_moved_gets_nothing_elsewhere(core, bob):
    action = say(bob, "Hello")
    core.change.transfer_issue(CORE, 1, "harbor/docs")
    assert refused(action) == "moved"
    docs = core.community.repo("harbor", "docs")
    assert [record["body"] for found in docs.comments_of_thread.values() for record in found] == ["May I?"]


def test_a_repository_that_is_not_there(core, bob):
    action = say(bob, "Hello")
    core.change.delete_repository(CORE)
    assert refused(action) == "gone"


def test_a_person_who_may_not(core, bob):
    repo(core).record["collaborators"] = {"alice": "admin"}
    let_act(bob)
    action = sorting.add_labels(by=By(bob), repository=CORE, number=3, labels=["good first issue"])
    assert refused(action) == "permission"
    assert action.refusal_text == "GitHub does not let bob do this in harbor/core#3."
    assert action.remedy == "It needs the role “triage” there. Ask a maintainer."


def test_a_token_that_may_not(core, alice, settings):
    settings.GITHUB_TOKEN = "scoped-alice:read:org"
    action = say(alice, "Hello")
    assert refused(action) == "permission"
    assert "“Issues: write”" in action.remedy
    assert len(comments(core)) == 1


@pytest.mark.parametrize(
    ("status", "said", "faults", "kind", "code"),
    [
        (403, "Resource protected by organization SAML enforcement.", [], "comment", "sso"),
        (403, "User is blocked", [], "comment", "blocked"),
        (403, "Resource not accessible by integration", [], "comment", "permission"),
        (404, "Not Found", [], "edit_comment", "gone"),
        (410, "Issues are disabled for this repo", [], "comment", "disabled"),
        (409, "Git Repository is empty.", [], "commit_files", "empty"),
        (422, "Validation Failed", [{"message": "No commits between main and topic"}], "open_pull", "no_commits"),
        (422, "Validation Failed", [{"message": "A pull request already exists for a:b."}], "open_pull", "exists"),
        (422, "Reference already exists", [], "create_branch", "branch_taken"),
        (422, "Repository rule violations found", [], "commit_files", "protected"),
        (422, "Validation Failed", [{"resource": "PullRequest", "field": "base", "code": "invalid"}], "open_pull", "base"),
        (422, "Validation Failed", ["Body is too long"], "comment", "invalid"),
        (451, "Unavailable", [], "comment", "refused"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("acted_as", ["app", "token", "person:bob"])
def test_each_answer_has_words(status, said, faults, kind, code, acted_as):
    found = refusal_of(kind=kind, place="harbor/core#1", status=status, said=said, faults=faults, acted_as=acted_as)
    assert found.code == code
    assert found.text.endswith(".") or code in {"invalid", "refused"}
    assert found.remedy.endswith(".")
