"""A claim follows the pull request of whoever holds it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from contributors.models import Claim, Identity, Task
from contributors.queries.board import claims_ending_before
from contributors.services.board import refresh_board
from contributors.services.claims import claim_task, expire_claims
from contributors.services.people import person_of_user
from tests.contributors import mirror

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def ferrywell():
    return mirror.repository()


@pytest.fixture
def account(bob):
    found = mirror.account("bob")
    Identity.objects.create(person=person_of_user(user=bob), key=f"github:{found.github_id}", login="bob")
    return found


@pytest.fixture
def claim(ferrywell, bob, account) -> Claim:
    mirror.issue(ferrywell, 1, "help wanted")
    refresh_board(repository_id=ferrywell.pk)
    return claim_task(user=bob, task_id=Task.objects.get(number=1).pk)


def let_pass(claim: Claim, days: float) -> Claim:
    """As if it had been taken earlier."""
    Claim.objects.filter(pk=claim.pk).update(
        claimed_at=claim.claimed_at - days * DAY, expires_at=claim.expires_at - days * DAY
    )
    return now(claim)


def now(claim: Claim) -> Claim:
    claim.refresh_from_db()
    return claim


def pull(ferrywell, author, number=12, body="Fixes #1", **fields):
    return mirror.pull(ferrywell, number, body=body, author=author, **fields)


def test_a_claim_with_an_open_pull_request_does_not_run_out(ferrywell, claim, account):
    pull(ferrywell, account)
    refresh_board(repository_id=ferrywell.pk)
    assert now(claim).pull_number == 12
    for _ in range(3):
        let_pass(claim, 13.5)
        assert expire_claims() == 0
        assert now(claim).released_at is None
        assert claim.expires_at > timezone.now() + 13 * DAY
    assert claims_ending_before(timezone.now() + 30 * DAY) == 0


def test_nor_where_no_worker_looked_in_time(ferrywell, claim, account):
    pull(ferrywell, account)
    let_pass(claim, 20)
    assert expire_claims() == 0
    assert now(claim).expires_at > timezone.now() + 13 * DAY


def test_a_link_made_on_github_counts_as_a_closing_word_does(ferrywell, claim, account):
    row = pull(ferrywell, account, body="No word")
    mirror.model("ClosingReference").objects.create(
        pull_request=row, issue_repository=ferrywell.full_name, issue_number=1
    )
    let_pass(claim, 15)
    assert expire_claims() == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"body": "See #1"},
        {"body": "`Fixes #1`"},
        {"base_ref": "release-1.0"},
        {"gone_at": mirror.WHEN},
        {"author": None},
    ],
)
def test_what_is_not_theirs_or_does_not_close_it_keeps_nothing(ferrywell, claim, account, fields):
    pull(ferrywell, **{"author": account, **fields})
    let_pass(claim, 15)
    assert expire_claims() == 1
    assert now(claim).release_reason == "expired"


def test_somebody_elses_pull_request_keeps_nothing(ferrywell, claim):
    pull(ferrywell, mirror.account("rosa"))
    let_pass(claim, 15)
    assert expire_claims() == 1


def test_one_closed_unmerged_leaves_a_week(ferrywell, claim, account):
    row = pull(ferrywell, account)
    let_pass(claim, 13.5)
    row.state, row.closed_at = "closed", timezone.now()
    row.save()
    refresh_board(repository_id=ferrywell.pk)
    assert now(claim).pull_number is None
    assert timedelta(days=6.9) < claim.expires_at - timezone.now() <= timedelta(days=7)
    assert expire_claims() == 0
    let_pass(claim, 7.1)
    row.closed_at -= 7.1 * DAY
    row.save()
    assert expire_claims() == 1


def test_one_that_was_merged_is_done_though_the_issue_stays_open(ferrywell, claim, account):
    row = pull(ferrywell, account)
    row.state, row.is_merged, row.merged_at, row.closed_at = "closed", True, timezone.now(), timezone.now()
    row.save()
    refresh_board(repository_id=ferrywell.pk)
    assert now(claim).release_reason == "done"


def test_one_that_was_merged_before_they_took_it_ends_nothing(ferrywell, bob, account):
    mirror.issue(ferrywell, 1, "help wanted")
    mirror.merged(ferrywell, 5, account, body="Fixes #1", closed_at=mirror.WHEN)
    refresh_board(repository_id=ferrywell.pk)
    held = claim_task(user=bob, task_id=Task.objects.get(number=1).pk)
    refresh_board(repository_id=ferrywell.pk)
    assert now(held).released_at is None
