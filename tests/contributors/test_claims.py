"""Taking and releasing a task, as owner, maintainer, stranger and visitor."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from common.models import AuditEntry
from contributors.models import Claim, Person
from contributors.queries.board import my_tasks, open_first_task_count
from contributors.services.claims import expire_claims

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(make_task):
    return make_task(1, "Draw the depot on the map")


def post(client, task, what: str, user=None):
    if user is not None:
        client.force_login(user)
    return client.post(f"{task.get_absolute_url()}{what}/", follow=True)


def live(task) -> Claim | None:
    return task.claims.filter(released_at=None).first()


def test_a_signed_in_person_takes_a_free_task_for_two_weeks(client, task, bob):
    response = post(client, task, "claim", bob)
    claim = live(task)
    assert claim.person.user == bob
    assert timedelta(days=13, hours=23) < claim.expires_at - timezone.now() <= timedelta(days=14)
    assert "This task is yours" in response.text
    assert AuditEntry.objects.filter(action="contributors.claim_task", actor=bob).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_claim_shows_at_once_to_everyone(client, task, bob):
    assert "Sign in to claim it" in client.get(task.get_absolute_url()).text
    assert "Draw the depot" in client.get("/tasks/").text
    post(client, task, "claim", bob)
    client.logout()
    claim = live(task)
    reason = f"Claimed by bob until {claim.expires_at:%-d %B}"
    assert reason in strip_tags(client.get(task.get_absolute_url()).text)
    assert "Draw the depot" not in client.get("/tasks/").text
    assert reason in client.get("/tasks/?availability=taken").text
    assert open_first_task_count() == 0


def test_a_visitor_is_asked_to_sign_in(client, task):
    response = client.post(f"{task.get_absolute_url()}claim/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/?next=")
    assert live(task) is None


@pytest.mark.parametrize("what", ["claim", "release"])
def test_reading_an_address_changes_nothing_and_leads_to_the_task(client, task, bob, what):
    client.force_login(bob)
    answer = client.get(f"{task.get_absolute_url()}{what}/")
    assert (answer.status_code, answer["Location"]) == (302, task.get_absolute_url())
    assert live(task) is None


@pytest.mark.parametrize("what", ["claim", "release"])
def test_whoever_has_to_sign_in_again_comes_back_to_the_task(client, task, bob, what):
    answer = client.post(f"{task.get_absolute_url()}{what}/", follow=True)
    form = {"login": "bob", "password": "correct horse battery", "next": answer.context["redirect_field_value"]}
    back = client.post("/accounts/login/", form, follow=True)
    assert back.status_code == 200
    assert back.request["PATH_INFO"] == task.get_absolute_url()


def test_who_holds_two_tasks_is_told_before_they_try(client, make_task, bob):
    tasks = [make_task(number) for number in (1, 2, 3)]
    for task in tasks[:2]:
        post(client, task, "claim", bob)
    page = client.get(tasks[2].get_absolute_url()).text
    assert "you hold two tasks already" in page
    assert "Claim this task" not in page


def test_a_post_without_the_forms_token_is_refused(task, bob):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    strict.force_login(bob)
    assert strict.post(f"{task.get_absolute_url()}claim/").status_code == 403
    assert live(task) is None


def test_a_taken_task_cannot_be_taken_again(client, task, bob, charlie):
    post(client, task, "claim", bob)
    response = post(client, task, "claim", charlie)
    assert "Someone else was first" in response.text
    assert live(task).person.user == bob


def test_taking_ones_own_task_again_changes_nothing(client, task, bob):
    post(client, task, "claim", bob)
    post(client, task, "claim", bob)
    assert task.claims.count() == 1


def test_a_third_task_is_refused_until_one_is_released(client, make_task, bob):
    tasks = [make_task(number) for number in (1, 2, 3)]
    post(client, tasks[0], "claim", bob)
    post(client, tasks[1], "claim", bob)
    assert "You hold 2 tasks already" in post(client, tasks[2], "claim", bob).text
    post(client, tasks[0], "release", bob)
    post(client, tasks[2], "claim", bob)
    assert live(tasks[2]).person.user == bob


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"state": "assigned", "reason": "Assigned to rosa"}, "Assigned to rosa."),
        ({"state": "in_review", "reason": "Pull request #12 is open"}, "Pull request #12 is open."),
        ({"state": "in_review", "source": "site"}, "The work is being reviewed."),
        ({"state": "blocked", "source": "site"}, "It waits for something else."),
        ({"is_on_board": False}, "It is not on the board any more."),
    ],
)
def test_only_an_available_task_can_be_taken(client, make_task, bob, fields, sentence):
    task = make_task(1, **fields)
    assert f"This task cannot be taken now. {sentence}" in post(client, task, "claim", bob).text
    assert live(task) is None


def test_whoever_holds_it_may_release_it(client, task, bob):
    post(client, task, "claim", bob)
    assert "free again" in post(client, task, "release", bob).text
    assert live(task) is None
    assert task.claims.get().release_reason == "released"


def test_a_maintainer_may_release_it_for_them(client, task, bob, alice):
    post(client, task, "claim", bob)
    assert "Release it for bob" in (client.force_login(alice) or client.get(task.get_absolute_url())).text
    page = post(client, task, "release", alice).text
    assert "bob does not hold it any more" in page
    assert "Thank you" not in page
    assert task.claims.get().release_reason == "by_maintainer"


def test_a_live_claim_behind_many_old_ones_is_seen(client, task, bob, charlie):
    long_ago = timezone.now() - timedelta(days=900)
    person = Person.objects.create(name="Rosa", slug="rosa")
    Claim.objects.bulk_create(
        Claim(
            task=task, person=person, claimed_at=long_ago + timedelta(days=n), expires_at=long_ago, released_at=long_ago
        )
        for n in range(60)
    )
    post(client, task, "claim", bob)
    client.force_login(charlie)
    page = client.get(task.get_absolute_url()).text
    assert "Claimed by" in page
    assert "Claim this task" not in page
    assert "bob claimed it" in strip_tags(page)


def test_a_stranger_may_not(client, task, bob, charlie):
    post(client, task, "claim", bob)
    client.force_login(charlie)
    assert "Release it" not in client.get(task.get_absolute_url()).text
    assert "Only the person who claimed this task" in post(client, task, "release", charlie).text
    assert live(task).person.user == bob


def test_releasing_what_nobody_holds_is_harmless(client, task, bob):
    assert post(client, task, "release", bob).status_code == 200


def test_an_expired_claim_is_over_before_any_worker_says_so(client, task, bob, charlie):
    post(client, task, "claim", bob)
    Claim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    client.force_login(charlie)
    assert "Claim this task" in client.get(task.get_absolute_url()).text
    assert "ran out of time" in client.get(task.get_absolute_url()).text
    post(client, task, "claim", charlie)
    assert live(task).person.user == charlie


def test_the_scheduled_task_ends_what_is_over_and_nothing_else(client, make_task, bob, charlie):
    over, running = make_task(1), make_task(2)
    post(client, over, "claim", bob)
    Claim.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    post(client, running, "claim", charlie)
    assert expire_claims() == 1
    assert expire_claims() == 0
    assert over.claims.get().release_reason == "expired"
    assert live(running) is not None


def test_the_board_knows_when_a_claim_ends_without_any_write(client, task, bob, monkeypatch):
    post(client, task, "claim", bob)
    assert open_first_task_count() == 0
    later = timezone.now() + timedelta(days=15)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert open_first_task_count() == 1


def test_a_hidden_person_claims_unnamed(client, task, bob):
    post(client, task, "claim", bob)
    Person.objects.get(user=bob).__class__.objects.update(is_public=False)
    client.logout()
    text = client.get(task.get_absolute_url()).text
    assert "bob" not in text
    assert "Claimed by A contributor" in text


def test_my_tasks_are_the_live_claims(client, task, bob, charlie):
    post(client, task, "claim", bob)
    assert [mine.title for mine in my_tasks(bob)] == ["Draw the depot on the map"]
    assert my_tasks(charlie) == []


def test_an_unknown_task_is_not_found(client, bob):
    client.force_login(bob)
    for number in ("1", "99999999999999999999999"):
        assert client.post(f"/tasks/no/where/{number}/claim/").status_code == 404
        assert client.get(f"/tasks/no/where/{number}/").status_code == 404
