"""What is said of a pull request on GitHub stands as comments at the page's text, once, for as long as it is open."""

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Comment

from common.models import User
from contributors.services.linking import link_user
from docs_hub.models import Proposal
from docs_hub.services.remarks import VOICE
from docs_hub.tasks import reconcile
from tests.docs_hub.forms import post_form
from tests.docs_hub.manual import NAME, Manual, with_line
from tests.docs_hub.test_proposals import only

EDITED = with_line(3, "Line three, said better.")


@pytest.fixture
def offered(manual: Manual, wendy: User) -> Manual:
    """Wendy's edits of two pages are open, and Alice has looked at them."""
    manual.publish(wendy, EDITED)
    manual.publish(wendy, "# Other\n\nNew words.\n", path="other.md")
    manual.sync()
    on = [("docs/other.md", "Which words?", 3), ("README.md", "And here?")]
    manual.sandbox.change.review(NAME, only().number, "alice", "CHANGES_REQUESTED", "Shorter, please.", on)
    manual.sync()
    return manual


def texts(manual: Manual, path: str = "guide.md") -> list[str]:
    return [one.text for one in Comment.objects.filter(page=manual.page(path), resolved_at=None).order_by("pk")]


def test_each_stands_once_at_the_page_that_it_is_about(offered: Manual) -> None:
    sent, number = len(mail.outbox), only().number
    offered.sync()
    first, second = texts(offered)
    assert first.startswith("alice on GitHub asks for changes:\n\nShorter, please.\n\nhttp")
    assert f"/{NAME}/pull/{number}" in first
    assert "And here?" in second
    [words] = texts(offered, "other.md")
    assert words.startswith("alice on GitHub about line 3:\n\n“New words.”\n\nWhich words?\n\nhttp")
    comment = Comment.objects.first()
    assert comment is not None
    assert (comment.contentpath, comment.user.username, comment.user.is_active) == ("source", VOICE, False)
    if settings.EMBEDDED_QUEUE:  # else the worker, another process, would have sent them
        assert len(mail.outbox) == sent


def test_it_follows_what_its_author_makes_of_it(offered: Manual) -> None:
    change, number = offered.sandbox.change, only().number
    said = change.comment(NAME, number, "I like it.", login="bob")
    offered.sync()
    assert "bob on GitHub:\n\nI like it." in texts(offered)[-1]
    change.edit_comment(NAME, said, "I love it.", login="bob")
    offered.sync()
    assert len(texts(offered)) == 3
    assert "I love it." in texts(offered)[-1]


def test_a_line_that_changed_since_is_called_so(offered: Manual, wendy: User) -> None:
    offered.publish(wendy, "# Other\n\nBetter words.\n", path="other.md")
    offered.sync()
    [words] = texts(offered, "other.md")
    assert words.startswith("alice on GitHub about line 3, since changed:\n\n“New words.”")


@pytest.mark.parametrize("end", ["merge_pull", "close_issue"])
def test_it_is_resolved_when_the_pull_request_ends(offered: Manual, end: str) -> None:
    getattr(offered.sandbox.change, end)(NAME, only().number, login="alice")
    offered.sync()
    assert (texts(offered), texts(offered, "other.md")) == ([], [])
    offered.sync()
    assert texts(offered) == []


def test_who_has_an_account_here_says_it_as_themselves(manual: Manual, wendy: User, bob: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    number = int(manual.sandbox.community.user("bob")["id"])
    link_user(user=bob, github_id=number, login="bob")
    manual.sandbox.change.comment(NAME, only().number, "I like it.", login="bob")
    manual.sync()
    assert Comment.objects.get().user == bob


def test_the_sites_own_words_and_those_of_bots_are_none_of_it(manual: Manual, wendy: User) -> None:
    manual.publish(wendy, EDITED)
    manual.sync()
    change, number = manual.sandbox.change, only().number
    change.comment(NAME, number, "Said here.\n\n<!-- mainstay:123 -->", login="alice")
    change.comment(NAME, number, "Build passed.", login="ci[bot]")
    manual.sync()
    assert not Comment.objects.exists()


def test_what_somebody_resolved_is_not_there_again(offered: Manual, alice: User) -> None:
    first = Comment.objects.filter(page=offered.page()).order_by("pk")[0]
    Comment.objects.filter(pk=first.pk).update(resolved_at=timezone.now(), resolved_by=alice)
    first.log_resolve(user=alice)
    client = Client()
    client.force_login(alice)
    post_form(client, offered.page(), change=lambda text: text + "More.\n")
    assert not Comment.objects.filter(pk=first.pk).exists(), "Wagtail drops it when the page is published"
    offered.sync()
    [left] = texts(offered)
    assert "And here?" in left
    assert Proposal.objects.count() == 1


def test_one_that_a_form_opened_before_it_came_has_dropped_is_there_again(offered: Manual) -> None:
    before = texts(offered)
    Comment.objects.filter(page=offered.page()).order_by("pk")[0].delete()
    reconcile.delay()
    offered.run_queue()
    assert sorted(texts(offered)) == sorted(before)


def test_the_editor_shows_it(offered: Manual, alice: User) -> None:
    client = Client()
    client.force_login(alice)
    shown = client.get(f"/admin/pages/{offered.page().pk}/edit/").content.decode()
    assert "Shorter, please." in shown
    proposal = client.get(f"/admin/documentation-edits/{only().pk}/").content.decode()
    for words in (
        "Shorter, please.",
        "line 3 of <code>docs/other.md",
        "<blockquote>New words.",
        "Which words?",
        "And here?",
    ):
        assert words in proposal
