"""Who is a robot: by list, by pattern and by a maintainer's word, which precedes both and holds everywhere at once."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command

from common.models import AuditEntry
from contributors.models import Contribution, Identity, Person
from contributors.services.recording import record_contributions
from github_sync.domain.accounts import is_bot
from github_sync.domain.robots import is_robot_address, robot_list
from github_sync.models import Account, AccountMark, Repository
from github_sync.queries import activity
from github_sync.queries.board import issues_numbered
from github_sync.services.accounts import AccountBook
from github_sync.services.marks import mark_account, settle_robots, unmark_account
from tests.contributors import mirror

FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "login",
    ["k8s-ci-robot", "CLAassistant", "codecov-commenter", "harbormergebot", "Copilot", "dependabot[bot]", "some_bot",
     "googlebot", "web-flow", "ci-bots", "robot-of-harbor", "stylebot"],
)  # fmt: skip
def test_robots_that_github_calls_users(login):
    assert is_bot(login)


@pytest.mark.parametrize(
    "login", ["talbot", "abbot", "rosa", "amp", "aider", "claude", "warp", "botany", "robotics", ""]
)
def test_people_whose_names_sound_like_robots(login):
    assert not is_bot(login)


def test_addresses_of_assistants():
    assert is_robot_address("223556219+Copilot@users.noreply.github.com")
    assert is_robot_address("223556219+renamed@users.noreply.github.com")
    assert is_robot_address("Agent@Warp.dev")
    assert is_robot_address("49699333+dependabot[bot]@users.noreply.github.com")
    assert not is_robot_address("7+rosa@users.noreply.github.com")
    assert not is_robot_address("press-agent@theatre.example")


def test_the_list_says_where_each_robot_is_from_and_since_when():
    robots = robot_list().robots
    assert len(robots) > 10
    assert all(robot.source and robot.seen.year >= 2026 for robot in robots)
    assert all(robot.logins or robot.addresses for robot in robots)


@pytest.fixture
def ferrywell(db):
    return mirror.repository()


@pytest.fixture
def asked(ferrywell):
    """Cleo asked; the account `ferry-helper` answered after a minute, Anna after three days."""
    cleo, anna, helper = mirror.account("cleo"), mirror.account("anna"), mirror.account("ferry-helper")
    mirror.issue(ferrywell, 1, author=cleo)
    for number, (who, after) in enumerate(((helper, timedelta(minutes=1)), (anna, timedelta(days=3))), 1):
        at = mirror.WHEN + after
        mirror.model("IssueComment").objects.create(
            repository=ferrywell, number=1, github_id=number, author=who, created_at=at, updated_at=at
        )
    return helper


def hours() -> float | None:
    [thread] = activity.threads(FIRST, LAST)
    return (thread.first_response_at - thread.created_at) / timedelta(hours=1) if thread.first_response_at else None


def test_an_account_without_credit_is_marked_on_the_screen_and_answers_nobody(client, alice, asked):
    call_command("setup_site", name="Ferrywell", verbosity=0)
    client.force_login(alice)
    assert hours() < 1
    fields = {"login": "@Ferry-Helper", "is_robot": "True", "reason": "Greets everybody"}
    assert client.post("/admin/github_robots/new/", fields).status_code == 302
    assert hours() == 72
    assert b"ferry-helper" in client.get("/admin/github_robots/").content
    mark = AccountMark.objects.get()
    assert (mark.github_id, mark.marked_by) == (asked.github_id, alice)
    assert AuditEntry.objects.filter(action="github_sync.mark_account", actor=alice).count() == 1

    assert client.post(f"/admin/github_robots/delete/{mark.pk}/").status_code == 302
    assert hours() < 1


def test_an_unknown_account_is_refused_with_what_to_do(client, alice, asked):
    call_command("setup_site", name="Ferrywell", verbosity=0)
    client.force_login(alice)
    answer = client.post("/admin/github_robots/new/", {"login": "nobody-here", "is_robot": "True"})
    assert answer.status_code == 200
    assert "No account of this name is known here yet" in answer.content.decode()
    mark_account(github_id=asked.github_id, login=asked.login, is_robot=True, actor=alice)
    twice = client.post("/admin/github_robots/new/", {"login": "FERRY-helper", "is_robot": "False"})
    assert "in the list already" in twice.content.decode()
    assert [mark.is_robot for mark in AccountMark.objects.all()] == [True]


def test_whoever_may_not_decide_sees_no_list(client, wendy, asked):
    call_command("setup_site", name="Ferrywell", verbosity=0)
    client.force_login(wendy)
    assert client.get("/admin/github_robots/").status_code in {302, 403}
    assert client.post("/admin/github_robots/new/", {"login": "anna", "is_robot": "True"}).status_code in {302, 403}
    assert not AccountMark.objects.exists()


def test_a_mark_takes_credit_away_and_gives_it_back(ferrywell):
    helper, anna = mirror.account("ferry-helper"), mirror.account("anna")
    mirror.merged(ferrywell, 1, helper, "a.py")
    mirror.commit(ferrywell, "a1", anna, pull_request=ferrywell.pullrequests.get())
    record_contributions(repository_id=ferrywell.pk)
    counted = Contribution.objects.filter(status="automatic", person__is_bot=False)
    assert set(counted.values_list("person__name", flat=True)) == {"Ferry-Helper", "Anna"}

    mark_account(github_id=helper.github_id, login=helper.login, is_robot=True, actor=None)
    assert set(counted.values_list("person__name", flat=True)) == {"Anna"}
    record_contributions(repository_id=ferrywell.pk)
    unmark_account(github_id=helper.github_id, actor=None)
    record_contributions(repository_id=ferrywell.pk)
    assert set(counted.values_list("person__name", flat=True)) == {"Ferry-Helper", "Anna"}


def test_a_person_whom_the_rules_take_for_a_robot_is_set_right(ferrywell):
    rosa = mirror.account("rosa-bot", is_bot=True)
    mirror.merged(ferrywell, 1, rosa, "a.py")
    record_contributions(repository_id=ferrywell.pk)
    mark_account(github_id=rosa.github_id, login=rosa.login, is_robot=False, actor=None)
    record_contributions(repository_id=ferrywell.pk)
    assert Contribution.objects.filter(person__is_bot=False, status="automatic").count() == 1
    AccountBook().learn([{"databaseId": rosa.github_id, "login": "rosa-bot", "__typename": "User", "name": "R"}])
    assert not Account.objects.get(pk=rosa.pk).is_bot


def test_a_person_marked_by_hand_answers_nobody(client, asked, ferrywell, django_user_model):
    root = django_user_model.objects.create_superuser("root", "root@example.org", "correct horse battery")
    client.force_login(root)
    person = Person.objects.create(slug="helper", name="Helper")
    Identity.objects.create(person=person, key=f"github:{asked.github_id}", login=asked.login)
    fields = {"name": "Helper", "slug": "helper", "is_bot": "on", "is_public": "on"}
    assert client.post(f"/admin/contributors_people/edit/{person.pk}/", fields).status_code == 302
    assert hours() == 72
    del fields["is_bot"]
    client.post(f"/admin/contributors_people/edit/{person.pk}/", fields)
    assert hours() < 1
    record_contributions(repository_id=ferrywell.pk)
    assert not Person.objects.get(pk=person.pk).is_bot


def test_a_robot_that_is_assigned_holds_no_task(ferrywell):
    robot, anna = mirror.account("Copilot", is_bot=True), mirror.account("anna")
    mirror.issue(ferrywell, 1, "good first issue", assignees=(robot,))
    mirror.issue(ferrywell, 2, "good first issue", assignees=(robot, anna))
    found = {one.number: one.assignees for one in issues_numbered(ferrywell.pk, [1, 2])}
    assert found == {1: (), 2: ("anna",)}


def test_a_longer_list_reaches_what_is_mirrored_already(asked, ferrywell):
    Account.objects.filter(pk=asked.pk).update(login="ferry-merge-bot")
    before = Repository.objects.get().changed_at
    assert settle_robots() == 1
    assert hours() == 72
    assert Repository.objects.get().changed_at != before
    assert settle_robots() == 0


def test_a_mark_moves_what_figures_rest_on(asked):
    before = activity.data_version()
    mark_account(github_id=asked.github_id, login=asked.login, is_robot=True, actor=None)
    assert activity.data_version() != before
