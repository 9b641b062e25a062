"""The screen of failures names each cause with its remedy; the causes come from what really went wrong."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from github_sync.client.errors import GitHubError
from github_sync.models import Delivery, DueRead, Repository, SyncRun
from github_sync.queries.failures import failure_groups
from github_sync.services.sync import survey, sync_repository

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("empty_site")]
FAILURES = "/admin/mirror_failures/"
HARMS = [
    ("credential", {"kind": "status", "status": 401}),
    ("unreachable", {"kind": "status", "status": 502}),
    ("unreadable", {"kind": "invalid_json"}),
    ("limit", {"kind": "primary_limit", "seconds": 900}),
    ("refused", {"kind": "graphql_errors", "errors": [{"message": "Not for you."}]}),
]


@pytest.fixture
def core():
    return Repository.objects.create(owner="harbor", name="core", full_name="harbor/core")


@pytest.mark.parametrize(("cause", "fault"), HARMS, ids=[cause for cause, _ in HARMS])
def test_each_fault_is_kept_with_its_cause(sandbox, core, cause, fault):
    sandbox.faults.add("graphql", times=0, **fault)
    with pytest.raises(GitHubError):
        sync_repository(core)
    assert SyncRun.objects.get().cause == cause


def test_a_repository_that_github_does_not_know_is_told_from_the_rest(sandbox, core):
    lost = Repository.objects.create(owner="harbor", name="lost", full_name="harbor/lost", github_id=7)
    list(survey([core, lost]))
    (group,) = failure_groups()
    assert (group.key, [one.full_name for one in group.repositories]) == ("not_found", ["harbor/lost"])


def test_operators_read_cause_and_remedy_and_where_to_mend_it(sandbox, core, client, olga):
    sandbox.faults.add("graphql", "status", times=0, status=401)
    with pytest.raises(GitHubError):
        sync_repository(core)
    client.force_login(olga)
    page = client.get(FAILURES).content.decode()
    assert "GitHub refuses the token or the App" in page
    assert 'href="/admin/github/connection/"' in page
    assert "harbor/core" in page
    assert "Tried again" in page
    sandbox.faults.clear()
    sync_repository(core)
    page = client.get(FAILURES).content.decode()
    assert "Nothing fails." in page
    Repository.objects.update(synced_at=timezone.now() - timedelta(hours=2))
    page = client.get(FAILURES).content.decode()
    assert "nobody has looked at GitHub since" in page  # not a word of all being well while pages say they are old
    assert "Nothing fails." not in page
    assert "In the last seven days" in page


@pytest.mark.parametrize("name", ["alice", "charlie"])
def test_others_do_not_see_it(client, request, name):
    client.force_login(request.getfixturevalue(name))
    for address in (FAILURES, "/admin/mirror_budget/", "/admin/syncrun/"):
        assert client.get(address).status_code in {302, 403}


def test_what_webhooks_brought_and_could_not_be_used_stands_there_too(core, client, olga):
    Delivery.objects.create(guid=uuid.uuid4(), event="issues", state="failed", reason="`issue.id` is missing.")
    DueRead.objects.create(repository=core, kind="issue", number=4, attempts=2, error="github.com is in trouble.")
    client.force_login(olga)
    page = client.get(FAILURES).content.decode()
    assert "`issue.id` is missing." in page
    assert 'href="/admin/delivery/"' in page
    assert "github.com is in trouble." in page


def test_one_that_was_paused_fails_no_more(core):
    SyncRun.objects.create(repository=core, status="failed", started_at=timezone.now(), cause="paused", error="Paused.")
    assert failure_groups() == []


def test_a_hundred_failing_repositories_are_one_group_for_a_fixed_number_of_queries(
    client, olga, django_assert_max_num_queries
):
    at = timezone.now() - timedelta(minutes=5)
    for number in range(100):
        one = Repository.objects.create(owner="harbor", name=f"r{number}", full_name=f"harbor/r{number}")
        SyncRun.objects.create(repository=one, status="failed", started_at=at, cause="unreachable", error="Away.")
    client.force_login(olga)
    client.get(FAILURES)
    with django_assert_max_num_queries(17):
        page = client.get(FAILURES).content.decode()
    assert page.count("GitHub cannot be reached") == 2
    assert "100 concerned" in page
