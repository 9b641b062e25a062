"""The lease of a sync lasts as long as it asks, and whoever has lost it writes nothing."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from common.errors import ConflictError
from github_sync.client.survey import glances
from github_sync.models import Commit, Label, Milestone, Repository
from github_sync.services import branch, labels, milestones
from github_sync.services import lease as leases
from github_sync.services.connection import open_client
from github_sync.services.lease import kept_alive, lease
from github_sync.services.streams import Sync
from tests.github_sync.test_kills import rows

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(sandbox):
    call_command("sync_github", "harbor/core")
    return Repository.objects.get()


def take_over(repository):
    Repository.objects.filter(pk=repository.pk).update(lease_holder="other:1:2")


def test_each_request_renews_a_lease_that_was_not_renewed_for_a_while(core, sandbox, monkeypatch):
    monkeypatch.setattr(leases, "BEAT_SECONDS", -1.0)
    client = open_client()
    with lease(core) as mine, kept_alive(mine, client):
        Repository.objects.update(lease_expires_at=timezone.now() + timedelta(seconds=1))
        client.get("/repos/harbor/core")
        assert Repository.objects.get().lease_expires_at > timezone.now() + timedelta(minutes=9)
        take_over(core)
        sandbox.requests.clear()
        with pytest.raises(ConflictError, match="taken over"):
            client.get("/repos/harbor/core")
        assert not sandbox.requests
    client.get("/repos/harbor/core")


def test_a_lease_that_was_renewed_just_now_costs_a_request_nothing(core, django_assert_num_queries):
    client = open_client()
    client.get("/repos/harbor/core")
    with lease(core) as mine, kept_alive(mine, client), django_assert_num_queries(0):
        mine.beat()


STREAMS = {
    "all": lambda run: run.run(),
    "labels": labels.sync_labels,
    "milestones": milestones.sync_milestones,
    "commits": lambda run: branch.sync_commits(run, run.glance.head),
    "paths": branch.sync_paths,
}


@pytest.mark.parametrize("stream", STREAMS)
def test_who_has_lost_the_lease_writes_nothing(core, sandbox, stream):
    repo, client = sandbox.community.repo("harbor", "core"), open_client()
    repo.record["description"] = "Another"
    repo.labels["new"] = {"id": 900, "name": "new", "color": "ffffff"}
    repo.milestones[1]["title"] = "Another"
    sandbox.change.push("harbor/core", {"README.md": "# More"}, "One more")
    Commit.objects.filter(pull_request=None).update(paths=None)
    before, said = rows(), Repository.objects.values_list("description", "head_sha").get()
    seen = glances(client, ["harbor/core"])["harbor/core"]
    with lease(core) as mine:
        take_over(core)
        with pytest.raises(ConflictError, match="taken over"):
            STREAMS[stream](Sync(core, client, mine, seen))
    assert rows() == before
    assert Repository.objects.values_list("description", "head_sha").get() == said
    assert not Label.objects.filter(name="new").exists()
    assert not Milestone.objects.filter(title="Another").exists()
