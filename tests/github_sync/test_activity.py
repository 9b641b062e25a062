"""What the figures are told about threads, from rows that a real sync brought."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command

from github_sync.models import Issue, Repository
from github_sync.queries import activity
from tests.fixtures.sandbox import at

pytestmark = pytest.mark.django_db(transaction=True)

BEGINNING, END = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def synced(sandbox):
    call_command("sync_github", "harbor/core", verbosity=0)
    return sandbox


def _moment(day):
    return datetime.fromisoformat(at(day))


def test_the_first_answer_is_a_comment_a_review_or_a_close_by_another_human(synced):
    answered = {(one.kind, one.number): one.first_response_at for one in activity.threads(BEGINNING, END)}
    assert answered == {
        ("issue", 1): _moment(2),  # Bob's comment
        ("issue", 2): None,
        ("issue", 3): _moment(9),  # closed by Alice
        ("pull_request", 4): _moment(8),  # reviewed by Alice
        ("pull_request", 6): None,  # nobody knows who closed it
    }


def test_who_closes_their_own_thread_has_answered_nobody(synced):
    synced.community.repo("harbor", "core").issues[3] |= {"closed_by": "charlie", "updated_at": at(12)}
    call_command("sync_github", "harbor/core", verbosity=0)
    assert Issue.objects.get(number=3).closed_by.login == "charlie"
    answered = {one.number: one.first_response_at for one in activity.threads(BEGINNING, END)}
    assert answered[3] is None


def test_a_thread_that_is_open_again_has_no_closer(synced):
    thread = synced.community.repo("harbor", "core").issues[3]
    thread |= {"state": "open", "closed_at": None, "closed_by": None, "updated_at": at(12)}
    call_command("sync_github", "harbor/core", verbosity=0)
    assert Issue.objects.get(number=3).closed_by is None


def test_a_change_merged_after_anothers_approval_is_no_self_merge(synced):
    changes = {one.number: one for one in activity.changes(BEGINNING, END)}
    assert changes[4].is_self_merge is False
    assert changes[4].first_review_at == _moment(8)
    assert changes[6].is_self_merge is None
    assert 5 not in changes  # a bot's


def test_the_number_of_queries_does_not_grow_with_the_rows(synced, django_assert_num_queries):
    repository = Repository.objects.get(full_name="harbor/core")
    Issue.objects.bulk_create(
        Issue(repository=repository, github_id=10_000 + n, number=10_000 + n, title="More", state="open",
              created_at=_moment(1), updated_at=_moment(1))
        for n in range(3000)
    )  # fmt: skip
    with django_assert_num_queries(8):
        assert len(activity.threads(BEGINNING, END)) == 3005
    with django_assert_num_queries(1):
        assert len(activity.open_issues(END)) == 3002
