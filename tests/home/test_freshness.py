"""Public pages say how fresh they are, and where the mirror is stale."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from common.page_cache import clear
from github_sync.models import Repository, SyncRun
from github_sync.queries.freshness import mirror_state
from github_sync.services.sync import survey, sync_repository

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
STALE = "could not catch up with GitHub since"


def at(minutes_ago):
    return timezone.now() - timedelta(minutes=minutes_ago)


def repository(name="core", **fields):
    return Repository.objects.create(owner="harbor", name=name, full_name=f"harbor/{name}", **fields)


def fail(one, *minutes_ago):
    for minutes in minutes_ago:
        SyncRun.objects.create(repository=one, status="failed", started_at=at(minutes), error="Away.")


def test_the_footer_says_how_fresh_the_page_is(client):
    assert "Not synced with GitHub yet" in client.get("/").content.decode()
    repository(synced_at=at(3))
    clear()
    page = client.get("/").content.decode()
    assert "3 minutes ago</time>" in page
    assert 'title="' in page
    assert STALE not in page


def test_after_an_hour_a_banner_says_since_when_and_operators_where_to_look(client, olga, charlie):
    repository(synced_at=at(61))
    page = client.get("/").content.decode()
    assert STALE in page
    assert "/admin/mirror_failures/" not in page
    client.force_login(charlie)
    assert "/admin/mirror_failures/" not in client.get("/").content.decode()
    client.force_login(olga)
    assert "/admin/mirror_failures/" in client.get("/").content.decode()


def test_when_all_fail_it_is_said_before_the_hour_is_over_and_when_one_works_it_is_not(django_assert_num_queries):
    core, docs = repository(synced_at=at(45)), repository("docs", synced_at=at(45))
    fail(core, 40, 20, 5)
    assert mirror_state().stale_since is None
    fail(docs, 40, 20, 5)
    with django_assert_num_queries(1):
        assert mirror_state().stale_since == docs.synced_at
    fail(core, 1)
    Repository.objects.filter(name="docs").update(synced_at=timezone.now())
    assert mirror_state().stale_since is None


def test_paused_and_new_mirrors_are_not_stale():
    repository(synced_at=at(500), is_tracked=False)
    repository("new")
    assert mirror_state().stale_since is None


@pytest.mark.parametrize("how", ["sync", "quiet look"])
def test_the_banner_is_gone_at_once_when_it_works_again(sandbox, client, how):
    core = repository()
    sync_repository(core)
    Repository.objects.update(synced_at=at(90))
    clear()
    assert STALE in client.get("/").content.decode()
    assert STALE in client.get("/").content.decode()
    core.refresh_from_db()
    if how == "sync":
        sync_repository(core)
    else:
        assert [glance for _, glance, _ in survey([core])] == [None]
    assert STALE not in client.get("/").content.decode()
    cache.clear()
