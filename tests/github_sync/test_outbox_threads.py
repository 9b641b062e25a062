"""Comments, labels and assignees, sent to a real sandbox."""

import pytest

from common.errors import InvalidInputError, NotAllowedError
from common.models import AuditEntry
from github_sync.models import DueRead, Repository
from github_sync.services.outbox import sorting, talking
from github_sync.services.outbox.enqueuing import By
from tests.github_sync.outbox import CORE, again, changes, comments, let_act, mirror, repo, say, send, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(sandbox):
    mirror()
    return sandbox


def test_a_comment_names_the_person_and_carries_a_mark(core, bob):
    action = say(bob, "I would like to help.")
    assert comments(core) == ["May I?"]
    send()
    said = comments(core)[-1]
    assert said.startswith("I would like to help.\n\n– bob, through Mainstay\n\n<!-- mainstay:")
    assert str(again(action).mark) in said
    assert (action.state, action.acted_as, action.attempts) == ("sent", "token", 1)
    assert action.answer["url"].endswith(f"#issuecomment-{action.answer['id']}")
    assert DueRead.objects.filter(kind="issue", number=1).exists()
    done = AuditEntry.objects.filter(subject=f"outbox:{action.pk}").order_by("pk").values_list("action", "actor_id")
    assert list(done) == [("github_sync.enqueue", bob.pk), ("github_sync.send", bob.pk)]


def test_by_a_task_of_the_queue(core, bob, run_queue):
    action = say(bob, "Hello.")
    run_queue()
    assert state(action) == "sent"


def test_who_lets_the_site_act_as_them_speaks_in_their_own_name(core, bob):
    let_act(bob)
    action = say(bob, "Bob is at it.", body_as_self="I am at it.")
    send()
    assert comments(core)[-1] == f"I am at it.\n\n{action.marker}"
    assert repo(core).comments_of_thread[1][-1]["user"] == "bob"
    assert again(action).acted_as == "person:bob"


def test_what_the_site_does_itself_is_never_sent_as_a_person(core, bob):
    let_act(bob)
    action = sorting.add_labels(by=By(bob, is_by_site=True), repository=CORE, number=3, labels=["good first issue"])
    send()
    assert again(action).acted_as == "token"


def test_a_name_calls_nobody(core, make_user):
    eve = make_user("eve")
    eve.first_name = "@everyone [x](http://bad) <!--"
    eve.save()
    say(eve, "Hi")
    send()
    assert "– everyone x http bad, through Mainstay" in comments(core)[-1]


def test_an_own_comment_is_changed_and_keeps_its_mark(core, bob, charlie):
    action = say(bob, "Frist")
    talking.edit_comment(by=By(bob), comment=action, body="First")
    with pytest.raises(NotAllowedError, match="only your own"):
        talking.edit_comment(by=By(charlie), comment=action, body="Mine now")
    send()
    assert len(comments(core)) == 2
    assert comments(core)[-1].startswith("First\n\n– bob")
    assert comments(core)[-1].endswith(action.marker)


def test_what_was_written_as_a_person_is_not_changed_by_the_site(core, bob):
    given = let_act(bob)
    action = say(bob, "Mine")
    send()
    given.delete()
    edit = talking.edit_comment(by=By(bob), comment=again(action), body="Not mine")
    send()
    assert (state(edit), edit.refusal) == ("refused", "permission")
    assert "act as you again" in edit.remedy
    assert comments(core)[-1].startswith("Mine")


def test_labels_are_put_on_and_taken_off(core, alice):
    add = sorting.add_labels(by=By(alice), repository=CORE, number=3, labels=["Good First Issue"])
    send()
    assert repo(core).issues[3]["labels"] == ["good first issue"]
    assert again(add).answer == {"labels": ["good first issue"]}
    for _ in range(2):  # what is not there any more is fine
        remove = sorting.remove_labels(by=By(alice), repository=CORE, number=3, labels=["good first issue"])
        send()
        assert state(remove) == "sent"
    assert repo(core).issues[3]["labels"] == []


def test_no_label_is_made_by_mistake(core, alice):
    with pytest.raises(InvalidInputError, match="has no label “urgent”"):
        sorting.add_labels(by=By(alice), repository=CORE, number=3, labels=["urgent"])
    late = sorting.add_labels(by=By(alice), repository=CORE, number=3, labels=["good first issue"])
    repo(core).labels.pop("good first issue")
    send()
    assert (state(late), late.refusal) == ("refused", "label")
    assert "good first issue" not in repo(core).labels


def test_people_are_assigned_and_let_go(core, alice):
    sorting.assign(by=By(alice), repository=CORE, number=3, logins=["@bob"])
    send()
    assert repo(core).issues[3]["assignees"] == ["bob"]
    sorting.unassign(by=By(alice), repository=CORE, number=3, logins=["bob"])
    send()
    assert repo(core).issues[3]["assignees"] == []


def test_whom_github_passes_over_is_said(core, alice):
    repo(core).record["collaborators"] = {"alice": "admin"}
    action = sorting.assign(by=By(alice), repository=CORE, number=3, logins=["alice", "charlie"])
    send()
    assert (state(action), action.refusal) == ("refused", "not_assignable")
    assert action.refusal_text == "GitHub does not let charlie be assigned in harbor/core. alice was assigned."


def test_where_somebody_cannot_be_assigned_a_comment_says_it(core, bob):
    repo(core).record["collaborators"] = {"alice": "admin"}
    told = sorting.assign(by=By(bob), repository=CORE, number=3, logins=["bob"], otherwise="Bob works on this.")
    back = sorting.take_back(by=By(bob), told=told, otherwise="Bob gave it back.")
    send()
    assert [text.partition("\n")[0] for text in comments(core, 3)] == ["Bob works on this.", "Bob gave it back."]
    assert (state(told), state(back)) == ("sent", "sent")
    assert again(told).answer["not_assigned"] == ["bob"]


def test_an_assignment_is_taken_back(core, bob):
    told = sorting.assign(by=By(bob), repository=CORE, number=3, logins=["bob"], otherwise="Bob works on this.")
    send()
    assert repo(core).issues[3]["assignees"] == ["bob"]
    sorting.take_back(by=By(bob), told=again(told), otherwise="Bob gave it back.")
    send()
    assert repo(core).issues[3]["assignees"] == []
    assert comments(core, 3) == []


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda user: say(user, "  "), "Write the comment first"),
        (lambda user: say(user, "x" * 65_001), "65,000 characters at most"),
        (lambda user: sorting.assign(by=By(user), repository=CORE, number=1, logins=["no one"]), "no name on GitHub"),
        (lambda user: sorting.remove_labels(by=By(user), repository=CORE, number=1, labels=[]), "at least one label"),
        (lambda user: talking.comment_on(by=By(user), repository="harbor/docs", number=1, body="Hi"), "does not follow"),
    ],
)  # fmt: skip
def test_what_cannot_be_sent_is_said_at_once(core, bob, make, said):
    with pytest.raises(InvalidInputError, match=said):
        make(bob)
    assert changes(core) == []


def test_a_private_repository_is_for_those_who_maintain(core, alice, bob):
    Repository.objects.update(is_private=True)
    with pytest.raises(NotAllowedError):
        say(bob, "Hello")
    assert say(alice, "Hello").state == "waiting"
    Repository.objects.update(is_archived=True)
    with pytest.raises(InvalidInputError, match="archived"):
        say(alice, "Hello")


def test_odd_characters_are_sent_as_they_are(core, bob):
    say(bob, "Zero\0 half \ud83d whole 😀 ümlaut")
    send()
    assert "Zero half ? whole 😀 ümlaut" in comments(core)[-1]
