"""Requests for a review: asked once whatever becomes of the answer, and what GitHub will not do said in words."""

import pytest

from common.errors import InvalidInputError
from github_sync.models import PullRequest
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.reviewing import request_review
from tests.github_sync.outbox import CORE, again, changes, mirror, repo, send, state, when_due

pytestmark = pytest.mark.django_db(transaction=True)

ASKS = "POST harbor/core/pulls/7/requested_reviewers"
LOST = [("drop", {}), ("cut_body", {}), ("html", {"status": 502}), ("status", {"status": 500}),
        ("timeout", {"delay_ms": 1500})]  # fmt: skip


@pytest.fixture
def core(make_sandbox, settings):
    """harbor/core, mirrored, with bob's open pull request number 7."""
    settings.GITHUB_TIMEOUT = 1
    server = make_sandbox()
    server.change.push(CORE, {"theirs.md": "# Theirs\n"}, "Theirs", branch="theirs", login="bob")
    assert server.change.open_pull(CORE, "theirs", "Theirs", login="bob") == 7
    mirror()
    return server


def ask(user, *logins):
    return request_review(by=By(user, "A test"), repository=CORE, number=7, logins=logins)


def asked(sandbox):
    return repo(sandbox).pulls[7].get("requested_reviewers")


def asks(sandbox):
    return changes(sandbox).count(ASKS)


def test_each_is_asked_once_however_they_are_written(core, alice):
    action = ask(alice, "@charlie", " Charlie ", "alice")
    send()
    assert (state(action), asked(core), asks(core)) == ("sent", ["Charlie", "alice"], 1)
    assert again(action).answer["url"].endswith("/pull/7")


@pytest.mark.parametrize(("kind", "more"), LOST, ids=[kind for kind, _ in LOST])
def test_who_is_asked_already_is_not_asked_again_after_a_lost_answer(core, alice, kind, more):
    core.faults.add(r"POST .*/requested_reviewers", kind, when="after", **more)
    action = ask(alice, "charlie")
    send()
    assert (state(action), asked(core)) == ("waiting", ["charlie"])
    when_due()
    send()
    assert (state(action), asked(core), asks(core)) == ("sent", ["charlie"], 1)


def test_who_has_answered_meanwhile_is_not_asked_again(core, alice):
    core.faults.add(r"POST .*/requested_reviewers", "drop", when="after")
    action = ask(alice, "charlie")
    send()
    core.change.review(CORE, 7, "charlie", "APPROVED", "Fine.")
    when_due()
    send()
    assert (state(action), asked(core), asks(core)) == ("sent", [], 1)


def test_a_review_from_before_is_not_taken_for_the_answer(core, alice):
    core.change.review(CORE, 7, "charlie", "CHANGES_REQUESTED", "Shorter.")
    repo(core).reviews_of_pull[7][-1]["submitted_at"] = "2026-03-09T12:00:00Z"
    core.faults.add(r"POST .*/requested_reviewers", "status", status=502)
    action = ask(alice, "charlie")
    send()
    assert (state(action), asked(core)) == ("waiting", [])
    when_due()
    send()
    assert (state(action), asked(core), asks(core)) == ("sent", ["charlie"], 2)


def test_who_reviewed_it_is_asked_again_by_a_new_request(core, alice):
    ask(alice, "charlie")
    send()
    core.change.review(CORE, 7, "charlie", "CHANGES_REQUESTED", "Shorter.")
    second = ask(alice, "charlie")
    send()
    assert (state(second), asked(core), asks(core)) == ("sent", ["charlie"], 2)


def test_only_those_who_are_missing_are_asked(core, alice):
    ask(alice, "charlie")
    send()
    action = ask(alice, "charlie", "alice")
    send()
    assert (state(action), asked(core)) == ("sent", ["charlie", "alice"])
    sent = [line for line in core.requests if line["method"] == "POST" and "requested_reviewers" in line["path"]]
    assert len(sent) == 2
    ask(alice, "CHARLIE")
    send()
    assert asks(core) == 2


@pytest.mark.parametrize("login", ["bob", "Bob", "@bob"])
def test_its_author_is_not_asked(core, alice, login):
    with pytest.raises(InvalidInputError, match="bob wrote this pull request"):
        ask(alice, "charlie", login)


def test_what_is_no_name_is_said_at_once(core, alice):
    for names, said in [(["no/name"], "no name on GitHub"), ([" "], "at least one person"),
                        ([f"user{n}" for n in range(11)], "at most 10")]:  # fmt: skip
        with pytest.raises(InvalidInputError, match=said):
            ask(alice, *names)
    assert asks(core) == 0


@pytest.mark.parametrize("login", ["nobody-here", "bob"])
def test_whom_github_refuses_is_said_in_words(core, alice, login):
    PullRequest.objects.update(author=None)  # the mirror does not know who wrote it
    action = ask(alice, login)
    send()
    assert (state(action), action.refusal) == ("refused", "reviewer")
    assert "must belong to the repository and not be its author" in action.refusal_text
    assert action.remedy == "Choose somebody else."


def test_a_pull_request_that_is_not_there(core, alice):
    action = request_review(by=By(alice), repository=CORE, number=99, logins=["charlie"])
    send()
    assert (state(action), action.refusal) == ("refused", "gone")
