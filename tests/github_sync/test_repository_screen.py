"""The screen of repositories: how each fares, and what operators, maintainers and strangers can do there."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from common.models import AuditEntry
from contributors.models import Contribution, RecordedRepository, Task
from contributors.services.removal import clear_board_of_removed
from contributors.tasks import reconcile
from github_sync.models import Issue, Label, PullRequest, Repository, SyncRun
from github_sync.services.following import remove_repository, set_paused
from github_sync.services.lease import PausedError, lease
from github_sync.services.sync import sync_repository

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
INDEX = "/admin/repository/"


@pytest.fixture
def core(sandbox, run_queue):
    call_command("sync_github", "harbor/core", verbosity=0)
    run_queue()
    return Repository.objects.get()


def page_of(client, user, address=INDEX):
    client.force_login(user)
    return client.get(address).content.decode()


def do(client, action, repository, **data):
    return client.post(reverse(f"repository:{action}", args=[repository.pk]), data, follow=True).content.decode()


def test_the_list_says_how_a_repository_fares_and_what_it_cost(core, client, olga):
    run = SyncRun.objects.get()
    page = page_of(client, olga)
    assert re.search(r"mirror-badge--good.*?>\s*Fresh\s*<.*?synced just now", page, re.DOTALL)
    assert f"{sum(run.rows.values())} rows" in page
    assert f"{run.requests} requests last time" in page
    assert 'title="' in page
    assert "in 14 minutes" in page


@pytest.mark.parametrize("name", ["alice", "charlie"])
def test_whoever_operates_nothing_neither_sees_nor_changes_anything(core, client, request, name):
    page_of(client, request.getfixturevalue(name), INDEX)
    for address in (INDEX, f"{INDEX}inspect/{core.pk}/", f"{INDEX}delete/{core.pk}/", f"{INDEX}states/?ids={core.pk}"):
        assert client.get(address).status_code in {302, 403}, address
    for action in ("sync_now", "pause", "resume", "hide", "show", "delete"):
        client.post(reverse(f"repository:{action}", args=[core.pk]))
    assert Repository.objects.get().is_tracked
    assert not AuditEntry.objects.filter(actor__username=name).exists()


def test_a_repository_is_paused_and_goes_on_again(core, sandbox, client, olga, run_queue):
    client.force_login(olga)
    assert client.get(reverse("repository:pause", args=[core.pk])).status_code == 405
    assert "harbor/core is paused" in do(client, "pause", core)
    assert "Paused" in page_of(client, olga)
    assert "is paused. Let it go on" in do(client, "sync_now", core)
    run_queue()
    assert SyncRun.objects.count() == 1
    do(client, "resume", core, next=f"{INDEX}inspect/{core.pk}/")
    run_queue()
    assert SyncRun.objects.count() == 2
    actions = AuditEntry.objects.filter(actor=olga).order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["github_sync.pause_repository", "github_sync.resume_repository"]


def test_no_button_leads_to_another_site(core, client, olga):
    client.force_login(olga)
    answer = client.post(reverse("repository:pause", args=[core.pk]), {"next": "https://elsewhere.example/"})
    assert answer["Location"] == INDEX


def test_a_pause_stops_the_sync_that_is_under_way(sandbox):
    repository = Repository.objects.create(owner="harbor", name="core", full_name="harbor/core")

    def pause(stream, done, total):
        set_paused(repository_id=repository.pk, is_paused=True, actor=None)

    with pytest.raises(PausedError):
        sync_repository(repository, progress=pause)
    run = SyncRun.objects.get()
    assert (run.status, run.cause) == ("failed", "paused")
    assert Issue.objects.count() == 3
    assert not PullRequest.objects.exists()
    set_paused(repository_id=repository.pk, is_paused=False, actor=None)
    repository.refresh_from_db()
    sync_repository(repository)
    assert PullRequest.objects.count() == 3


def test_the_page_before_a_removal_says_what_goes_and_what_stays(core, client, olga):
    page = page_of(client, olga, f"{INDEX}delete/{core.pk}/")
    assert "3 issues" in page
    assert "3 pull requests" in page
    assert "The ledger of contributions keeps all its entries" in page


def test_a_removed_repository_leaves_the_mirror_and_the_board_but_not_the_ledger(core, client, olga, run_queue):
    entries = list(Contribution.objects.order_by("pk").values_list("pk", "status", "external_id"))
    tasks = Task.objects.filter(is_on_board=True).count()
    assert entries
    assert tasks
    client.force_login(olga)
    answer = client.post(reverse("repository:delete", args=[core.pk]), follow=True).content.decode()
    assert "Add it again" in answer
    run_queue()
    for model in (Repository, Issue, PullRequest, Label, SyncRun, RecordedRepository):
        assert not model.objects.exists(), model
    assert list(Contribution.objects.order_by("pk").values_list("pk", "status", "external_id")) == entries
    assert not Task.objects.filter(is_on_board=True).exists()
    page = Task.objects.first().get_absolute_url()
    assert client.get(page).status_code == 404  # whether it is public, nobody knows now
    assert AuditEntry.objects.get(action="github_sync.remove_repository").actor == olga
    call_command("sync_github", "harbor/core", verbosity=0)
    run_queue()
    assert Task.objects.filter(is_on_board=True).count() == tasks
    assert client.get(page).status_code == 200
    assert list(Contribution.objects.order_by("pk").values_list("pk", "status", "external_id")) == entries


def test_a_removal_whose_news_was_lost_is_found_by_the_reconcile(core, run_queue):
    Repository.objects.all().delete()
    reconcile()
    run_queue()
    assert not Task.objects.filter(is_on_board=True).exists()
    assert clear_board_of_removed() == 0


def test_tasks_of_the_site_and_of_other_repositories_stay(core, run_queue):
    Task.objects.create(owner="harbor", name="own", number=1, external_id="1", title="Paint the pier")
    remove_repository(repository_id=core.pk, actor=None)
    run_queue()
    assert [task.title for task in Task.objects.filter(is_on_board=True)] == ["Paint the pier"]


def test_one_that_is_being_synced_is_not_removed(core, client, olga):
    client.force_login(olga)
    with lease(core):
        assert "is being synced now. Pause it first" in client.get(f"{INDEX}delete/{core.pk}/").content.decode()
        answer = client.post(reverse("repository:delete", args=[core.pk]), follow=True).content.decode()
        assert "is being synced now. Pause it first" in answer
    assert Issue.objects.count() == 3


def test_what_the_page_asks_for_again_and_again_is_one_query_for_all(client, olga, django_assert_max_num_queries):
    ids = [add(number).pk for number in range(100)]
    client.force_login(olga)
    address = f"{INDEX}states/?ids={','.join(map(str, ids))},x,99999999999999999999"
    client.get(address)
    with django_assert_max_num_queries(6):
        answer = client.get(address)
    assert answer.content.decode().count('data-live="state-') == 100


def test_a_hundred_repositories_cost_no_more_queries_than_two(client, olga, django_assert_max_num_queries):
    for number in range(100):
        add(number)
    client.force_login(olga)
    client.get(INDEX)
    with django_assert_max_num_queries(16):
        client.get(INDEX)


def add(number):
    repository = Repository.objects.create(owner="harbor", name=f"r{number}", full_name=f"harbor/r{number}")
    at = timezone.now() - timedelta(minutes=5)
    SyncRun.objects.create(repository=repository, status="failed", started_at=at, cause="unreachable", error="Away.")
    return repository


def test_a_run_says_what_it_cost_and_why_it_failed(core, sandbox, client, olga, run_queue):
    sandbox.faults.add("graphql", "status", times=0, status=401)
    client.force_login(olga)
    do(client, "sync_now", core)
    run_queue()
    run = SyncRun.objects.latest("pk")
    assert run.cause == "credential"
    listed = page_of(client, olga, "/admin/syncrun/?cause=credential")
    assert "Failed" in listed
    assert listed.count("mirror-badge--") == listed.count("mirror-badge--bad") == 1
    shown = page_of(client, olga, f"/admin/syncrun/inspect/{run.pk}/")
    assert "GitHub refuses the token or the App" in shown
    assert "Enter a new one" in shown


def test_a_repository_is_hidden_from_the_public_and_shown_again(core, client, olga):
    client.force_login(olga)
    assert "Nobody sees work of harbor/core now" in do(client, "hide", core)
    assert client.get("/tasks/harbor/core/1/").status_code == 404
    page = client.get(reverse("repository:inspect", args=[core.pk])).content.decode()
    assert "hidden here: none of it is shown to the public" in page
    assert "Show again" in page
    assert "is not hidden here any more" in do(client, "show", core)
    assert client.get("/tasks/harbor/core/1/").status_code == 200
