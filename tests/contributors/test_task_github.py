"""Maintainers comment, label, assign and ask for reviews on GitHub from a task's page in the CMS."""

import pytest
from django.core.management import call_command

from common import roles
from contributors.models import Task
from tests.contributors.mirror import model, repository

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def task(harbor):
    return Task.objects.get(name="core", number=1)


def address(task):
    return f"/admin/contributors_tasks/github/{task.pk}/"


def test_a_maintainer_comments_labels_and_assigns(client, harbor, task, alice, run_queue):
    client.force_login(alice)
    page = client.get(address(task)).content.decode()
    assert "Comment on GitHub" in page
    assert "with your name under it" in page
    assert address(task) in client.get(f"/admin/contributors_tasks/edit/{task.pk}/").content.decode()
    client.post(address(task), {"do": "comment", "body": "Who would like this?"})
    client.post(address(task), {"do": "assign", "login": "@bob"})
    client.post(address(task), {"do": "labels", "remove": ["good first issue"]})
    run_queue()
    core = harbor.community.repo("harbor", "core")
    assert core.comments_of_thread[1][-1]["body"].startswith("Who would like this?\n\n– alice")
    assert (core.issues[1]["assignees"], core.issues[1]["labels"]) == (["bob"], [])
    page = client.get(address(task)).content.decode()
    assert page.count('outbox-state--fine">Sent<') == 3
    assert model("Issue").objects.get(number=1).assignees.get().login == "bob"  # read back without a webhook


def test_the_thread_stands_beside_the_reply(client, harbor, task, alice, run_queue):
    client.force_login(alice)
    before = client.get(address(task)).content.decode()
    assert "What was said so far" in before
    harbor.change.comment("harbor/core", 1, "<b>May I</b> take it?", login="bob")
    call_command("sync_github", "harbor/core", verbosity=0)
    page = client.get(address(task)).content.decode()
    assert "&lt;b&gt;May I&lt;/b&gt; take it?" in page
    assert "<strong>bob</strong>" in page
    assert page.index("May I") < page.index("Comment on GitHub")


def test_what_is_missing_is_said_in_the_form(client, harbor, task, alice):
    client.force_login(alice)
    assert "This field is required" in client.post(address(task), {"do": "comment", "body": ""}).content.decode()
    assert "no name on GitHub" in client.post(address(task), {"do": "assign", "login": "no one"}).content.decode()
    assert "at least one label" in client.post(address(task), {"do": "labels"}).content.decode()
    page = client.post(address(task), {"do": "close"})
    assert page.status_code == 200
    assert "cannot be done here any more" in page.content.decode()
    assert not model("OutboxAction").objects.exists()


@pytest.mark.parametrize("who", ["charlie", "wendy", "sam"])
def test_others_may_not(client, harbor, task, request, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(address(task)).status_code in {302, 403}
    assert client.post(address(task), {"do": "comment", "body": "Hi"}).status_code in {302, 403}
    assert not model("OutboxAction").objects.exists()


def test_a_task_of_the_site_has_no_such_page(client, harbor, make_task, alice):
    client.force_login(alice)
    own = make_task(1, source="site", owner="site", name="tasks")
    assert client.get(address(own)).status_code == 404
    assert address(own) not in client.get(f"/admin/contributors_tasks/edit/{own.pk}/").content.decode()


def mirrored(number):
    return model("Issue").objects.get(number=number)


def assigned_to(sandbox):
    return sandbox.community.repo("harbor", "core").issues[1]["assignees"]


def test_several_are_taken_off_at_once(client, harbor, task, alice, run_queue):
    client.force_login(alice)
    assert "Take off who is assigned" not in client.get(address(task)).content.decode()
    for login in ("alice", "bob", "charlie"):
        client.post(address(task), {"do": "assign", "login": login})
    run_queue()
    assert "Take off who is assigned" in client.get(address(task)).content.decode()
    client.post(address(task), {"do": "unassign", "logins": ["alice", "charlie"]})
    run_queue()
    assert assigned_to(harbor) == ["bob"]
    page = client.get(address(task)).content.decode()
    assert "<strong>Unassign</strong> alice, charlie" in page
    assert [account.login for account in mirrored(1).assignees.all()] == ["bob"]


def test_only_who_is_assigned_is_taken_off(client, harbor, task, alice):
    client.force_login(alice)
    page = client.post(address(task), {"do": "unassign", "logins": ["bob"]}).content.decode()
    assert "bob is not assigned any more" in page
    mirrored(1).assignees.add(model("Account").objects.get(login="bob"))
    assert "Choose whom to take off first" in client.post(address(task), {"do": "unassign"}).content.decode()
    assert not model("OutboxAction").objects.exists()


@pytest.fixture
def pull(harbor, run_queue):
    """Bob's pull request that closes the task's issue, mirrored."""
    harbor.change.push("harbor/core", {"typo.md": "Fixed\n"}, "Fix", branch="typo", login="bob")
    number = harbor.change.open_pull("harbor/core", "typo", "Fix <b>the</b> typo", "Closes #1", login="bob")
    call_command("sync_github", "harbor/core", verbosity=0)
    run_queue()
    return model("PullRequest").objects.get(number=number)


def asked(sandbox, pull):
    return sandbox.community.repo("harbor", "core").pulls[pull.number].get("requested_reviewers")


def test_a_review_is_asked_for_at_each_open_pull_request(client, harbor, task, pull, alice, run_queue):
    client.force_login(alice)
    page = client.get(address(task)).content.decode()
    assert f"Review of #{pull.number}: Fix &lt;b&gt;the&lt;/b&gt; typo" in page
    assert "Not bob, who wrote it." in page
    sent = {"do": f"review-{pull.pk}", "logins": "@charlie,\r\nalice"}
    assert client.post(address(task), sent).status_code == 302
    run_queue()
    assert asked(harbor, pull) == ["charlie", "alice"]
    page = client.get(address(task)).content.decode()
    assert "<strong>Ask for a review</strong> charlie, alice" in page
    assert 'outbox-state--fine">Sent<' in page


@pytest.mark.parametrize(
    ("names", "said"),
    [("bob", "bob wrote this pull request"), ("charlie, no_name", "no name on GitHub"), (" , ", "at least one person"),
     ("", "This field is required"), (" ".join(f"u{n}" for n in range(11)), "at most 10")],
)  # fmt: skip
def test_who_cannot_be_asked_is_said_and_the_names_stay(client, harbor, task, pull, alice, names, said):
    client.force_login(alice)
    page = client.post(address(task), {"do": f"review-{pull.pk}", "logins": names}).content.decode()
    assert said in page
    assert names in page
    assert not model("OutboxAction").objects.exists()


def test_whom_github_refuses_to_ask_is_said_on_the_page(client, harbor, task, pull, alice, run_queue):
    client.force_login(alice)
    client.post(address(task), {"do": f"review-{pull.pk}", "logins": "stranger"})
    run_queue()
    page = client.get(address(task)).content.decode()
    assert 'outbox-state--bad">Refused<' in page
    assert "they must belong to the repository and not be its author. Choose somebody else." in page


def test_no_review_is_offered_of_what_is_over_or_kept_private(client, harbor, task, pull, alice):
    client.force_login(alice)
    model("Repository").objects.filter(name="core").update(is_private=True)
    assert "Ask for a review" in client.get(address(task)).content.decode()
    elsewhere = repository("harbor/secret", github_id=9001, is_private=True, is_tracked=True)
    model("PullRequest").objects.filter(pk=pull.pk).update(repository=elsewhere)
    assert "Ask for a review" not in client.get(address(task)).content.decode()
    elsewhere.is_private = False
    elsewhere.save()
    assert "Ask for a review" in client.get(address(task)).content.decode()
    model("PullRequest").objects.filter(pk=pull.pk).update(state="closed")
    page = client.post(address(task), {"do": f"review-{pull.pk}", "logins": "charlie"}).content.decode()
    assert "cannot be done here any more" in page
    assert not model("OutboxAction").objects.exists()


def test_only_the_own_comment_leads_to_its_change(client, harbor, task, alice, make_user, run_queue):
    client.force_login(alice)
    client.post(address(task), {"do": "comment", "body": "Frist"})
    assert "/github/comments/" not in client.get(address(task)).content.decode(), "not there yet"
    run_queue()
    said = model("OutboxAction").objects.get()
    link = f"/github/comments/{said.pk}/?next={address(task)}"
    assert link in client.get(address(task)).content.decode()
    client.force_login(make_user("ada", roles.MAINTAINERS))
    assert "/github/comments/" not in client.get(address(task)).content.decode()
