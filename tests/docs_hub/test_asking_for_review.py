"""People are asked on GitHub to review an edit, from the edit's screen."""

import pytest
from django.test import Client

from common.models import User
from docs_hub.models import Proposal
from github_sync.models import OutboxAction
from tests.docs_hub.manual import NAME, Manual, with_line

EDITED = with_line(3, "Line three by Wendy.")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def address() -> str:
    return f"/admin/documentation-edits/{Proposal.objects.get().pk}/"


def reviews() -> int:
    return OutboxAction.objects.filter(kind="request_review").count()


@pytest.fixture
def opened(manual: Manual, wendy: User) -> Manual:
    manual.publish(wendy, EDITED)
    manual.sync()
    return manual


def test_its_writer_asks_and_sees_how_it_goes(opened: Manual, wendy: User) -> None:
    writer = signed_in(wendy)
    assert "Ask for a review" in writer.get(address()).content.decode()
    answer = writer.post(address(), {"reviewers": "@bob\r\ncharlie"}, follow=True)
    assert "Below is how it goes." in answer.content.decode()
    opened.send()
    assert opened.pulls()[0]["requested_reviewers"] == ["bob", "charlie"]
    page = writer.get(address()).content.decode()
    assert "<strong>Ask for a review</strong> bob, charlie" in page
    assert 'outbox-state--fine">Sent<' in page
    assert page.count("<strong>") == 1, "other actions are not listed there"


def test_whom_github_refuses_is_said_there(opened: Manual, wendy: User) -> None:
    writer = signed_in(wendy)
    writer.post(address(), {"reviewers": "nobody-here"})
    opened.send()
    page = writer.get(address()).content.decode()
    assert 'outbox-state--bad">Refused<' in page
    assert "they must belong to the repository and not be its author. Choose somebody else." in page
    assert Proposal.objects.get().state == "open"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ("", "This field is required"),
        ("bob, no_name", "no name on GitHub"),
        ("bob, alice", "alice wrote this pull request"),
        ("x" * 501, "at most 500 characters"),
    ],
)
def test_who_cannot_be_asked_is_said_and_the_names_stay(opened: Manual, wendy: User, names: str, said: str) -> None:
    answer = signed_in(wendy).post(address(), {"reviewers": names})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert names in answer.content.decode()
    assert reviews() == 0


def test_others_may_not(opened: Manual, make_user, charlie: User) -> None:
    other = signed_in(make_user("will", "Writers"))
    assert "Ask for a review" not in other.get(address()).content.decode()
    assert other.post(address(), {"reviewers": "bob"}).status_code in {302, 403}
    assert signed_in(charlie).post(address(), {"reviewers": "bob"}).status_code in {302, 403}
    assert reviews() == 0


def test_there_is_nothing_to_review_before_it_is_open_and_after_it_is_merged(
    manual: Manual, wendy: User, alice: User
) -> None:
    manual.publish(wendy, EDITED)
    Proposal.objects.update(number=None, state="waiting")
    maintainer = signed_in(alice)
    assert "Ask for a review" not in maintainer.get(address()).content.decode()
    answer = maintainer.post(address(), {"reviewers": "bob"})
    assert "no open pull request" in answer.content.decode()
    manual.sync()
    maintainer.post(address(), {"reviewers": "bob"})
    manual.sandbox.change.merge_pull(NAME, Proposal.objects.get().number, login="alice")
    manual.sync()
    page = maintainer.get(address()).content.decode()
    assert "docs-desk__ask" not in page
    assert "<strong>Ask for a review</strong> bob" in page, "what was asked stays to be read"
    maintainer.post(address(), {"reviewers": "charlie"})
    assert reviews() == 1
