"""A person changes what this site wrote on GitHub for them, and nobody else does."""

import pytest
from django.core.management import call_command
from django.test import Client

from common.errors import ConflictError, NotAllowedError
from github_sync.models import OutboxAction, OutboxSettings
from github_sync.queries.own_comments import own_comment
from github_sync.services.outbox.changing import retry_action
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.talking import edit_comment
from home.services.setup import ensure_site
from tests.github_sync.outbox import CORE, again, comments, let_act, mirror, repo, say, send, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(site_root, sandbox):
    ensure_site(name="Harbor")
    mirror()
    return sandbox


@pytest.fixture
def said(core, bob):
    action = say(bob, "Frist <b>of all</b>")
    send()
    return again(action)


def address(action):
    return f"/github/comments/{action.pk}/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def version(user, action):
    return own_comment(user, action.pk).version


def post(client, action, body, of, **more):
    return client.post(address(action), {"body": body, "version": of, **more})


def edits():
    return OutboxAction.objects.filter(kind="edit_comment")


def test_from_the_account_page_to_the_changed_comment(core, bob, said):
    client = signed_in(bob)
    assert f'href="{address(said)}"' in client.get("/account/").content.decode()
    page = client.get(address(said))
    assert "Frist &lt;b&gt;of all&lt;/b&gt;</textarea>" in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    answer = post(client, said, "First of all", version(bob, said))
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    send()
    assert len(comments(core)) == 2
    assert comments(core)[-1] == f"First of all\n\n– bob, through Mainstay\n\n{said.marker}"
    page = client.get("/account/").content.decode()
    assert "Change a comment: harbor/core#1" in page
    assert page.count("/github/comments/") == 1, "the change itself has nothing to change"
    assert "First of all</textarea>" in client.get(address(said)).content.decode()


@pytest.mark.parametrize("who", ["charlie", "alice", "olga"])
def test_nobody_else_sees_or_changes_it(core, said, bob, request, who):
    client = signed_in(request.getfixturevalue(who))
    assert client.get(address(said)).status_code == 404
    assert post(client, said, "Mine", version(bob, said)).status_code == 404
    assert not edits().exists()


def test_a_stranger_is_asked_to_sign_in(client, said):
    for answer in (client.get(address(said)), post(client, said, "Mine", "1")):
        assert answer["Location"].startswith("/accounts/login/")
    assert not edits().exists()


def test_what_is_not_there_yet_or_is_no_comment_has_no_such_page(core, bob, said):
    client = signed_in(bob)
    waiting = say(bob, "Later")
    post(client, said, "First", version(bob, said))
    send_none = [waiting, edits().get()]
    assert [client.get(address(one)).status_code for one in send_none] == [404, 404]
    assert client.get("/github/comments/999999999999999999999/").status_code == 404


def test_words_of_the_site_itself_stay(core, bob):
    unsigned = say(bob, "bob works on this.", is_signed=False)
    send()
    assert own_comment(bob, unsigned.pk) is None
    with pytest.raises(NotAllowedError, match="in its own words"):
        edit_comment(by=By(bob), comment=again(unsigned), body="The maintainers are fools.")


def test_what_was_said_as_the_person_is_changed_as_the_person(core, bob):
    let_act(bob)
    action = say(bob, "bob works on this.", body_as_self="I work on this.", is_signed=False)
    send()
    assert own_comment(bob, action.pk).text == "I work on this."
    post(signed_in(bob), action, "I work on it.", version(bob, action))
    send()
    assert repo(core).comments_of_thread[1][-1]["body"] == f"I work on it.\n\n{action.marker}"
    assert edits().get().acted_as == "person:bob"


def test_a_permission_that_was_taken_back_holds_nobody_else_up(core, bob, alice):
    let_act(bob)
    action = say(bob, "I work on this.")
    send()
    post(signed_in(bob), action, "I work on it.", version(bob, action))
    core.faults.add("PATCH .*/issues/comments/", "status", status=401, message="Bad credentials")
    other = say(alice, "Thanks")
    send()
    assert (edits().get().state, edits().get().refusal) == ("refused", "permission")
    assert state(other) == "sent"


def test_an_older_change_that_is_retried_writes_over_no_newer_one(core, bob, said):
    post(signed_in(bob), said, "Second", version(bob, said))
    OutboxAction.objects.filter(kind="edit_comment").update(state="refused", refusal="locked")
    post(signed_in(bob), said, "Third", version(bob, said))
    send()
    with pytest.raises(ConflictError, match="changed again since"):
        retry_action(action_id=edits().order_by("pk").first().pk, actor=bob)
    assert comments(core)[-1].startswith("Third")


@pytest.mark.parametrize("body", ["", "  ", "x" * 65_001])
def test_what_cannot_be_sent_is_said_and_stays_in_the_form(core, bob, said, body):
    answer = post(signed_in(bob), said, body, version(bob, said))
    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()
    assert body.strip() in answer.content.decode()
    assert not edits().exists()


def test_what_another_window_changed_is_not_written_over(core, bob, said):
    client, seen = signed_in(bob), version(bob, said)
    post(client, said, "One", seen)
    answer = post(client, said, "Two", seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "changed meanwhile" in page
    assert "<p>One</p>" in page
    assert "Two</textarea>" in page
    assert edits().count() == 1
    with pytest.raises(ConflictError):
        edit_comment(by=By(bob), comment=said, body="Two", seen=seen)
    post(client, said, "Two", version(bob, said))
    send()
    assert comments(core)[-1].startswith("Two")


def test_what_was_changed_on_github_is_what_the_form_begins_with(core, bob, said):
    client, seen = signed_in(bob), version(bob, said)
    record = repo(core).comments_of_thread[1][-1]
    core.change.edit_comment(CORE, record["id"], record["body"].replace("Frist", "There"), login="alice")
    record["updated_at"] = repo(core).issues[1]["updated_at"] = "2099-01-01T00:00:00Z"
    call_command("sync_github", CORE, verbosity=0)
    assert own_comment(bob, said.pk).text == "There <b>of all</b>"
    assert post(client, said, "Over it", seen).status_code == 409
    assert not edits().exists()


def test_a_refused_change_does_not_count_as_what_it_says(core, bob, said):
    client = signed_in(bob)
    core.faults.add(r"PATCH .*/comments/", "status", status=404, message="Not Found")
    post(client, said, "First", version(bob, said))
    send()
    page = client.get("/account/").content.decode()
    assert "The comment under harbor/core#1 is not there any more. Write a new one." in page
    assert own_comment(bob, said.pk).text == "Frist <b>of all</b>"


def test_a_lost_answer_leaves_the_comment_changed_once(core, bob, said):
    core.faults.add(r"PATCH .*/comments/", "drop", when="after")
    edit = edit_comment(by=By(bob), comment=said, body="First")
    send()
    OutboxAction.objects.filter(state="waiting").update(due_at=said.created_at)
    send()
    assert state(edit) == "sent"
    assert len(comments(core)) == 2
    assert comments(core)[-1].startswith("First")


@pytest.mark.parametrize("there", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_the_way_back_stays_on_this_site(core, bob, said, there):
    client = signed_in(bob)
    assert "evil" not in client.get(f"{address(said)}?next={there}").content.decode()
    answer = post(client, said, "First", version(bob, said), next=there)
    assert answer["Location"] == "/account/"
    answer = post(client, said, "Second", version(bob, said), next="/tasks/")
    assert answer["Location"] == "/tasks/"


def test_a_dry_run_is_said_on_the_page(core, bob, said):
    OutboxSettings.objects.update_or_create(pk=1, defaults={"is_dry_run": True})
    assert "nothing is sent to GitHub now" in signed_in(bob).get(address(said)).content.decode()


def test_who_left_owns_nothing(core, bob, charlie, said):
    bob.delete()
    assert own_comment(charlie, said.pk) is None
    with pytest.raises(NotAllowedError):
        edit_comment(by=By(None), comment=again(said), body="Mine")
