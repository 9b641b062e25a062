"""Maintainers comment, label and assign on GitHub from a task's page in the CMS."""

import pytest

from contributors.models import Task
from tests.contributors.mirror import model

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


def test_what_is_missing_is_said_in_the_form(client, harbor, task, alice):
    client.force_login(alice)
    assert "This field is required" in client.post(address(task), {"do": "comment", "body": ""}).content.decode()
    assert "no name on GitHub" in client.post(address(task), {"do": "assign", "login": "no one"}).content.decode()
    assert "at least one label" in client.post(address(task), {"do": "labels"}).content.decode()
    assert client.post(address(task), {"do": "close"}).status_code == 200
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
