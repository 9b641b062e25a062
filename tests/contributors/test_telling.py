"""A claim is told on GitHub where the board's settings say so, and untold when it ends."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contributors.models import BoardSettings, Claim, Identity, Task
from contributors.services.claims import claim_task, expire_claims, release_claim
from contributors.services.people import person_of_user
from tests.contributors.mirror import model

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task(harbor):
    harbor.community.repo("harbor", "core").record["collaborators"] = {"alice": "admin", "bob": "triage"}
    return Task.objects.get(name="core", number=1)


def tell(how):
    settings = BoardSettings.load()
    settings.telling = how
    settings.save()


NUMBERS = {"bob": 2, "charlie": 3}  # of their accounts in the sandbox


def named(user, login):
    person = person_of_user(user=user)
    Identity.objects.update_or_create(key=f"github:{NUMBERS[login]}", defaults={"person": person, "login": login})
    return person


def said(sandbox):
    found = sandbox.community.repo("harbor", "core").comments_of_thread[1]
    return [record["body"].partition("\n")[0] for record in found][1:]


def assignees(sandbox):
    return sandbox.community.repo("harbor", "core").issues[1]["assignees"]


def actions():
    return list(model("OutboxAction").objects.order_by("pk").values_list("kind", "state"))


def test_where_nothing_is_to_be_said_nothing_is(harbor, task, bob, run_queue):
    tell("nothing")
    claim_task(user=bob, task_id=task.pk)
    release_claim(user=bob, task_id=task.pk)
    run_queue()
    assert actions() == []


def test_a_new_site_says_in_a_comment_who_takes_it_and_who_gives_it_back(harbor, task, bob, run_queue, settings):
    claim = claim_task(user=bob, task_id=task.pk)
    run_queue()
    [words] = said(harbor)
    assert words.startswith(
        f"bob would like to work on this, and holds it until {claim.expires_at:%-d %B %Y} on [Mainstay]"
    )
    assert f"{settings.SITE_URL}/tasks/harbor/core/1/" in words
    release_claim(user=bob, task_id=task.pk)
    run_queue()
    assert said(harbor)[1].startswith("bob does not work on this any more.")


def test_where_github_allows_it_they_are_assigned_and_let_go(harbor, task, bob, run_queue):
    tell("assign")
    named(bob, "bob")
    claim_task(user=bob, task_id=task.pk)
    run_queue()
    assert assignees(harbor) == ["bob"]
    assert said(harbor) == []
    release_claim(user=bob, task_id=task.pk)
    run_queue()
    assert assignees(harbor) == []
    assert said(harbor) == []


def test_where_it_does_not_a_comment_says_it(harbor, task, charlie, run_queue):
    tell("assign")
    named(charlie, "charlie")
    claim_task(user=charlie, task_id=task.pk)
    run_queue()
    assert assignees(harbor) == []
    assert said(harbor)[0].startswith("charlie would like to work on this")
    release_claim(user=charlie, task_id=task.pk)
    run_queue()
    assert said(harbor)[1].startswith("charlie does not work on this any more")


def test_a_claim_released_before_it_was_told_is_never_told(harbor, task, bob, run_queue):
    tell("comment")
    claim_task(user=bob, task_id=task.pk)
    release_claim(user=bob, task_id=task.pk)
    run_queue()
    assert said(harbor) == []
    assert actions() == [("comment", "cancelled")]


def test_when_the_time_is_over_they_are_let_go(harbor, task, bob, run_queue):
    tell("assign")
    named(bob, "bob")
    claim_task(user=bob, task_id=task.pk)
    run_queue()
    Claim.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expire_claims()
    run_queue()
    assert assignees(harbor) == []


def let_run_out():
    Claim.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    expire_claims()


def test_when_the_time_is_over_it_is_said_that_it_is_over_and_no_more(harbor, task, bob, run_queue):
    claim_task(user=bob, task_id=task.pk)
    run_queue()
    let_run_out()
    run_queue()
    assert said(harbor)[1].startswith("The time for which bob held this is over. It is free again on [Mainstay]")


def test_it_is_not_called_free_while_a_pull_request_is_open(harbor, task, bob, run_queue):
    claim_task(user=bob, task_id=task.pk)
    run_queue()
    Task.objects.filter(pk=task.pk).update(state="in_review", reason="Pull request #7 is open")
    let_run_out()
    run_queue()
    assert Claim.objects.get().release_reason == "expired"
    assert len(said(harbor)) == 1


def test_whoever_gives_back_what_is_in_review_does_not_call_it_free(harbor, task, bob, run_queue):
    claim_task(user=bob, task_id=task.pk)
    run_queue()
    Task.objects.filter(pk=task.pk).update(state="in_review", reason="Pull request #7 is open")
    release_claim(user=bob, task_id=task.pk)
    run_queue()
    assert said(harbor)[1] == "bob does not work on this any more."


def test_of_a_hidden_person_nobody_reads_the_name_when_the_time_is_over(harbor, task, bob, run_queue):
    person = named(bob, "bob")
    claim_task(user=bob, task_id=task.pk)
    person.is_public = False
    person.save()
    run_queue()
    let_run_out()
    run_queue()
    assert said(harbor)[1].startswith("The time for which somebody held this is over.")


def test_a_hidden_person_is_not_named(harbor, task, bob, run_queue):
    tell("assign")
    person = named(bob, "bob")
    person.is_public = False
    person.save()
    claim_task(user=bob, task_id=task.pk)
    run_queue()
    assert assignees(harbor) == []
    assert said(harbor)[0].startswith("Somebody would like to work on this")
    assert "bob" not in harbor.community.repo("harbor", "core").comments_of_thread[1][-1]["body"]


def test_a_maintainer_who_frees_a_task_says_it_for_the_person(harbor, task, alice, bob, run_queue):
    tell("comment")
    claim_task(user=bob, task_id=task.pk)
    run_queue()
    release_claim(user=alice, task_id=task.pk)
    run_queue()
    assert said(harbor)[1].startswith("bob does not work on this any more.")


def test_a_claim_counts_also_where_nothing_can_be_said(harbor, task, bob, run_queue):
    tell("comment")
    model("Repository").objects.update(is_tracked=False)
    claim = claim_task(user=bob, task_id=task.pk)
    assert (claim.released_at, claim.told) == (None, None)


def test_a_task_of_the_site_is_not_on_github(harbor, bob, make_task, run_queue):
    tell("comment")
    own = make_task(1, source="site", owner="site", name="tasks")
    claim_task(user=bob, task_id=own.pk)
    release_claim(user=bob, task_id=own.pk)
    assert actions() == []
