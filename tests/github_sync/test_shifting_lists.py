"""Lists of several pages that shift while they are read: nothing that is there is taken for deleted."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from github_sync.client.client import GitHubClient
from github_sync.models import Etag, Issue, Label, Milestone, Repository
from github_sync.services.labels import read_labels, write_all_labels
from github_sync.services.milestones import read_milestones

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 230


@pytest.fixture
def server(make_sandbox):
    """Label 101, the first of the second page, is on an issue."""
    labels = [{"id": n, "name": name(n), "color": "008672", "description": ""} for n in range(1, COUNT + 1)]
    milestones = [{"number": n, "title": f"{n}.0", "state": "closed"} for n in range(1, COUNT + 1)]
    issue = {
        "id": 1, "number": 1, "title": "Hello", "user": "alice", "state": "open", "labels": [name(101)],
        "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    made = make_sandbox({"harbor/core": {"labels": labels, "milestones": milestones, "issues": [issue]}})
    call_command("sync_github", "harbor/core")
    made.requests.clear()
    return made


def name(number):
    return f"area: {number:03d}"


def names():
    return set(Label.objects.values_list("name", flat=True))


def delete(server, what, value, *, page, read):
    """While `page` is answered for the `read`th time."""
    key = "name" if what == "label" else "number"
    change = {"do": f"delete_{what}", "repository": "harbor/core", key: value}
    server.faults.add(rf"GET .*/{what}s\?.*\bpage={page}\b", "change", skip=read - 1, change=change)


def read_again(server):
    """By the sync, with a change that makes the list worth a look, and by what a webhook asks for."""
    repository, client = Repository.objects.get(), GitHubClient(api_url=server.api_url)
    return read_labels(client, repository) + read_milestones(client, repository)


@pytest.mark.parametrize("how", ["sync", "webhook"])
def test_the_first_of_the_next_page_stays_with_its_issue(server, how):
    server.community.repo("harbor", "core").labels[name(230)]["color"] = "ff0000"
    server.community.repo("harbor", "core").milestones[230]["title"] = "Last"
    asked_before = 1 if how == "sync" else 0  # on condition
    delete(server, "label", name(5), page=1, read=asked_before + 1)
    delete(server, "milestone", 5, page=1, read=asked_before + 1)
    call_command("sync_github", "harbor/core") if how == "sync" else read_again(server)
    assert [fault["met"] for fault in server.faults.listed()] == [1, 1]
    assert names() == set(server.community.repo("harbor", "core").labels)
    assert set(Milestone.objects.values_list("number", flat=True)) == set(
        server.community.repo("harbor", "core").milestones
    )
    assert Issue.objects.get().labels.get().name == name(101)


def test_a_list_that_never_stands_still_loses_nothing_and_is_read_again(server):
    Etag.objects.all().delete()
    for turn in range(4):
        delete(server, "label", name(turn + 1), page=1, read=1)
    read_again(server)
    assert [fault["met"] for fault in server.faults.listed()] == [1, 1, 1, 1]
    assert names() >= set(server.community.repo("harbor", "core").labels)
    assert not Etag.objects.filter(address__contains="/labels").exists()
    read_again(server)
    assert names() == set(server.community.repo("harbor", "core").labels)


def test_what_was_deleted_is_dropped_though_the_list_is_long(server):
    server.change.delete_label("harbor/core", name(7))
    server.change.delete_milestone("harbor/core", 7)
    call_command("sync_github", "harbor/core")
    assert name(7) not in names()
    assert not Milestone.objects.filter(number=7).exists()
    assert Label.objects.count() == Milestone.objects.count() == COUNT - 1


def test_a_label_that_a_webhook_told_after_the_list_was_asked_for_stays(server):
    repository, now = Repository.objects.get(), timezone.now()
    Label.objects.create(repository=repository, name="new", told_at=now)
    nodes = [{"node_id": label.node_id, "name": label.name, "color": label.color} for label in Label.objects.all()]
    without = [node for node in nodes if node["name"] != "new"]
    write_all_labels(repository, without, asked_at=now - timedelta(seconds=1))
    assert "new" in names()
    write_all_labels(repository, without, asked_at=now + timedelta(minutes=1))
    assert "new" not in names()
