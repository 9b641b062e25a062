"""Whoever holds a task of the site says that it is done; a maintainer accepts it or gives it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import User
from contributors.models import Claim, Contribution, DoneReport, Task
from contributors.services.claims import claim_task, expire_claims
from home.queries.waiting import waiting_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(make_task, bob):
    found = make_task(1, "Host a table", source="site", owner="site", name="tasks", kind="eventOrganizing")
    claim_task(user=bob, task_id=found.pk)
    return found


def post(client, user, task, what, **fields) -> str:
    client.force_login(user)
    return client.post(f"{task.get_absolute_url()}{what}/", fields, follow=True).text


def say(client, user, task, note="It stood in the hall.", url="https://fair.example/pictures"):
    return post(client, user, task, "done", note=note, evidence_url=url)


def answer(client, user, task, how, **fields):
    report = DoneReport.objects.latest("pk")
    return post(client, user, task, "answer", report=report.pk, answer=how, **fields)


def now(task) -> Task:
    task.refresh_from_db()
    return task


def test_whoever_holds_it_says_that_it_is_done_and_it_waits(client, task, bob, alice):
    assert "I am done" in (client.force_login(bob) or client.get(task.get_absolute_url())).text
    assert "A maintainer looks at it now" in say(client, bob, task)
    say(client, bob, task)
    assert DoneReport.objects.count() == 1
    assert now(task).state == "in_review"
    client.logout()
    assert "It stood in the hall." not in client.get(task.get_absolute_url()).text
    root = User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    assert "1 person says that a task is done." in [line.text for line in waiting_for(root)]
    client.force_login(root)
    assert "Host a table" in client.get("/admin/contributors_tasks/?waits=answer").text


def test_a_maintainer_accepts_it_and_it_is_credited_once(client, task, bob, alice):
    say(client, bob, task)
    client.force_login(alice)
    page = client.get(task.get_absolute_url()).text
    assert "It stood in the hall." in page
    assert 'href="https://fair.example/pictures" rel="nofollow noopener"' in page
    assert "credited to bob" in answer(client, alice, task, "accept")
    assert "answered this already" in answer(client, alice, task, "accept")
    credit = Contribution.objects.get()
    assert (credit.person.user, credit.kind, credit.title, credit.status) == (
        bob, "eventOrganizing", "Host a table", "automatic",
    )  # fmt: skip
    assert credit.evidence_url == "https://fair.example/pictures"
    assert (now(task).state, Claim.objects.get().release_reason) == ("closed", "done")


def test_or_gives_it_back_with_a_word(client, task, bob, alice):
    say(client, bob, task)
    Claim.objects.update(expires_at=timezone.now() + timedelta(hours=2))
    assert "holds the task on" in answer(client, alice, task, "give_back", word="Name the fair, please.")
    assert now(task).state == "available"
    assert Claim.objects.get().expires_at > timezone.now() + timedelta(days=6)
    client.force_login(bob)
    assert "Name the fair, please." in client.get(task.get_absolute_url()).text
    client.logout()
    assert "Name the fair" not in client.get(task.get_absolute_url()).text
    say(client, bob, task, "It was the fair of Ham.")
    assert now(task).state == "in_review"
    assert Contribution.objects.count() == 0


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"note": " "}, "Say what you did first."),
        ({"note": "x" * 2001}, "At most 2,000 characters"),
        ({"note": "Done", "url": "javascript:alert(1)"}, "That is no address of a page."),
        ({"note": "Done", "url": "fair.example"}, "That is no address of a page."),
    ],
)
def test_what_cannot_be_kept_is_refused_and_nothing_changes(client, task, bob, fields, sentence):
    assert sentence in say(client, bob, task, **{"url": "", **fields})
    assert not DoneReport.objects.exists()
    assert now(task).state == "available"


def test_nobody_else_says_or_accepts_it(client, task, bob, charlie, alice):
    assert "Only whoever holds this task" in say(client, charlie, task)
    say(client, bob, task)
    assert "Only a maintainer" in answer(client, charlie, task, "accept")
    assert "Only a maintainer" in answer(client, bob, task, "accept")
    assert not Contribution.objects.exists()


def test_a_maintainer_does_not_accept_their_own_work(client, make_task, alice):
    own = make_task(2, source="site", owner="site", name="tasks")
    claim_task(user=alice, task_id=own.pk)
    say(client, alice, own)
    assert "Ask another maintainer" in answer(client, alice, own, "accept")
    assert not Contribution.objects.exists()


def test_an_issue_on_github_is_done_there(client, make_task, bob):
    issue = make_task(3)
    claim_task(user=bob, task_id=issue.pk)
    assert "is an issue on GitHub" in say(client, bob, issue)


def test_the_claim_does_not_run_out_while_somebody_waits(client, task, bob):
    say(client, bob, task)
    Claim.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    assert expire_claims() == 0
    assert Claim.objects.get().expires_at > timezone.now() + timedelta(days=13)


def test_whoever_gives_it_back_takes_the_report_back(client, task, bob, alice):
    say(client, bob, task)
    post(client, bob, task, "release")
    assert now(task).state == "available"
    assert "answered this already, or it was taken back" in answer(client, alice, task, "accept")


@pytest.mark.parametrize("report", ["", "x", "9" * 40, "0"])
def test_an_answer_to_nothing_is_refused(client, task, bob, alice, report):
    say(client, bob, task)
    assert "Nobody says that this task is done." in post(client, alice, task, "answer", report=report, answer="accept")
