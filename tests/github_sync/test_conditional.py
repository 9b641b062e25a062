"""Long lists of labels and milestones are asked for on condition, which costs nothing while they stay as they were."""

import pytest
from django.core.management import call_command

from github_sync.models import Etag, Label, Milestone, Repository

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 130


@pytest.fixture
def server(make_sandbox):
    labels = [{"id": n, "name": f"area: {n:03d}", "color": "008672", "description": ""} for n in range(1, COUNT + 1)]
    milestones = [{"number": n, "title": f"{n}.0", "state": "closed"} for n in range(1, COUNT + 1)]
    made = make_sandbox({"harbor/core": {"labels": labels, "milestones": milestones}})
    call_command("sync_github", "harbor/core")
    made.requests.clear()
    return made


def listed(server, what):
    """Status of each request for one of the lists since the last look."""
    found = [line["status"] for line in server.requests if f"/{what}?" in line["path"]]
    server.requests.clear()
    return found


def spent(server, token="sandbox-alice"):
    return server.access.budget(token, "core").used


def test_what_stays_is_not_given_again_and_costs_nothing(server):
    before = spent(server)
    call_command("sync_github", "harbor/core")
    assert [line["status"] for line in server.requests if "/graphql" not in line["path"]] == [304] * 4
    assert spent(server) == before
    assert (Label.objects.count(), Milestone.objects.count()) == (COUNT, COUNT)


def test_a_change_on_a_later_page_is_read(server):
    server.community.repo("harbor", "core").labels["area: 125"]["color"] = "ff0000"
    call_command("sync_github", "harbor/core")
    assert listed(server, "labels") == [304, 200, 200, 200]
    assert Label.objects.get(name="area: 125").color == "ff0000"
    call_command("sync_github", "harbor/core")
    assert listed(server, "labels") == [304, 304]


def test_a_list_that_grows_by_a_page_is_read_to_its_end(make_sandbox):
    labels = [{"id": n, "name": f"area: {n:03d}", "color": "008672", "description": ""} for n in range(1, 201)]
    server = make_sandbox({"harbor/core": {"labels": labels}})
    call_command("sync_github", "harbor/core")
    assert listed(server, "labels") == [200, 200, 200]
    server.community.repo("harbor", "core").labels["new"] = {"id": 900, "name": "new", "color": "ffffff"}
    call_command("sync_github", "harbor/core")
    assert Label.objects.filter(name="new").exists()
    assert listed(server, "labels")[:3] == [304, 304, 200]


def test_another_credential_does_not_use_the_tags_of_the_first(server, settings):
    settings.GITHUB_TOKEN = "sandbox-bob"
    call_command("sync_github", "harbor/core")
    assert listed(server, "labels") == [200, 200]
    settings.GITHUB_TOKEN = "sandbox-alice"
    call_command("sync_github", "harbor/core")
    assert listed(server, "labels") == [304, 304]
    assert Etag.objects.values("credential").distinct().count() == 2


def test_rows_that_were_lost_are_read_again(server):
    Label.objects.filter(name="area: 007").delete()
    call_command("sync_github", "harbor/core")
    assert Label.objects.count() == COUNT


def test_a_repository_that_was_removed_and_comes_back_has_its_labels(server):
    Repository.objects.all().delete()
    call_command("sync_github", "harbor/core")
    assert (Label.objects.count(), Milestone.objects.count()) == (COUNT, COUNT)


def test_tags_are_written_with_the_rows_or_not_at_all(make_sandbox):
    labels = [{"id": n, "name": f"area: {n:03d}", "color": "008672", "description": ""} for n in range(1, COUNT + 1)]
    server = make_sandbox({"harbor/core": {"labels": labels}})
    server.faults.add(r"GET .*/labels\?.*page=2", status=500, times=0)
    with pytest.raises(Exception, match="trouble"):
        call_command("sync_github", "harbor/core")
    assert (Label.objects.count(), Etag.objects.count()) == (0, 0)
