"""What maintainers do from the list of tasks, and what the people concerned read of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from common.models import User
from contributors.models import BoardSettings, Claim, Task
from contributors.services.claims import claim_task
from contributors.services.people import person_of_user
from home.queries.waiting import waiting_for

pytestmark = pytest.mark.django_db
LIST = "/admin/contributors_tasks/"


@pytest.fixture
def root(db):
    return User.objects.create_superuser("root", "root@example.org", "correct horse battery")


@pytest.fixture
def operator(client, root):
    client.force_login(root)
    return client


def test_a_claim_is_released_from_its_row_and_the_newcomer_is_told_why(operator, make_task, bob):
    task = make_task(1, "Draw the map")
    claim_task(user=bob, task_id=task.pk)
    release = f"{LIST}release/{task.pk}/"
    assert release in operator.get(LIST).text
    assert "bob holds" in operator.get(release).text
    assert operator.post(release, {"note": " "}).status_code == 200
    assert Claim.objects.get().released_at is None
    assert "bob reads why" in operator.post(release, {"note": "We do it <b>another</b> way."}, follow=True).text
    claim = Claim.objects.get()
    assert (claim.release_reason, claim.release_note) == ("by_maintainer", "We do it <b>another</b> way.")
    assert "Nobody holds this task any more" in operator.post(release, {"note": "Again"}, follow=True).text
    operator.logout()
    assert "another" not in operator.get(task.get_absolute_url()).text
    operator.force_login(bob)
    for address in (task.get_absolute_url(), "/account/"):
        page = operator.get(address).text
        assert "A maintainer freed you of" in page
        assert "We do it &lt;b&gt;another&lt;/b&gt; way." in page


def test_a_claim_that_a_pull_request_keeps_says_so(operator, make_task, bob):
    claim = claim_task(user=bob, task_id=make_task(1).pk)
    Claim.objects.filter(pk=claim.pk).update(pull_number=12, expires_at=timezone.now() + timedelta(days=1))
    assert "bob while #12 is open" in operator.get(LIST).text
    assert (
        "No tasks" in operator.get(f"{LIST}?holding=ending").text
        or "bob while" not in operator.get(f"{LIST}?holding=ending").text
    )


def test_one_or_many_are_still_wanted(operator, make_task):
    tasks = [make_task(1), make_task(2), make_task(3, state="closed")]
    page = operator.post(f"{LIST}wanted/", {"only": tasks[0].pk, "task": [tasks[1].pk]}, follow=True).text
    assert "1 task marked as still wanted today." in page
    assert list(Task.objects.exclude(confirmed_at=None)) == [tasks[0]]
    page = operator.post(f"{LIST}wanted/", {"task": [task.pk for task in tasks] + ["x", "9" * 30]}, follow=True).text
    assert "2 tasks marked as still wanted today." in page
    assert Task.objects.get(number=3).confirmed_at is None
    assert "Choose tasks first" in operator.post(f"{LIST}wanted/", {}, follow=True).text


@pytest.mark.parametrize("what", ["wanted/", "release/1/"])
def test_a_stranger_does_neither(client, make_task, charlie, what):
    task = make_task(1)
    client.force_login(charlie)
    client.post(f"{LIST}{what}", {"only": task.pk, "note": "x"})
    assert Task.objects.get().confirmed_at is None


def test_the_screen_and_the_page_lead_to_each_other(operator, make_task, bob):
    task = make_task(1)
    edit = f"{LIST}edit/{task.pk}/"
    assert f'href="{task.get_absolute_url()}"' in operator.get(edit).text
    assert f'href="{task.get_absolute_url()}"' in operator.get(LIST).text
    assert f'href="{edit}"' in operator.get(task.get_absolute_url()).text
    operator.force_login(bob)
    assert edit not in operator.get(task.get_absolute_url()).text


def test_a_review_that_nobody_touched_is_said_and_found(operator, make_task, root):
    make_task(
        1, "Waits", state="in_review", reason="Draft pull request #10 is open",
        review_touched_at=timezone.now() - timedelta(days=700),
    )  # fmt: skip
    make_task(2, "Moves", state="in_review", reason="Pull request #11 is open", review_touched_at=timezone.now())
    assert "1 task waits behind a pull request that nobody touched for three months." in [
        line.text for line in waiting_for(root)
    ]
    text = operator.get(f"{LIST}?waits=quiet").text
    assert "Waits" in text
    assert "untouched since" in text
    assert "Moves" not in text


def test_a_site_that_was_there_before_is_asked_once(operator, make_task, root):
    make_task(1)
    settings = BoardSettings.load()
    settings.telling, settings.asks_telling = "nothing", True
    settings.save()
    asked = "New sites say on GitHub who takes a task. Choose whether yours does."
    assert asked in [line.text for line in waiting_for(root)]
    fields = {"labels": "help wanted", "kinds": "", "skills": "", "efforts": "", "languages": "", "telling": "nothing"}
    operator.post(f"/admin/settings/contributors/boardsettings/{settings.pk}/", fields)
    assert BoardSettings.load().telling == "nothing"
    assert asked not in [line.text for line in waiting_for(root)]


def test_a_new_site_tells_by_a_comment_and_is_not_asked(root):
    settings = BoardSettings.load()
    assert (settings.telling, settings.asks_telling) == ("comment", False)


@pytest.mark.parametrize(
    ("telling", "is_public", "sentence"),
    [
        ("nothing", True, "That you take a task is not told there."),
        ("comment", True, "That you take a task is told there, too."),
        ("comment", False, "That a task is taken is told there, and not by whom."),
    ],
)
def test_the_account_page_says_what_is_written_on_github(client, bob, settings, telling, is_public, sentence):
    settings.SOCIALACCOUNT_PROVIDERS = {"github": {"APPS": [{"client_id": "x", "secret": "y", "key": ""}]}}
    person = person_of_user(user=bob)
    person.is_public = is_public
    person.save()
    board = BoardSettings.load()
    board.telling = telling
    board.save()
    client.force_login(bob)
    assert sentence in client.get("/account/").text
