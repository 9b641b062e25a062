"""A sync leads to credit and tasks, also where its signal was lost."""

from datetime import timedelta

import pytest

from contributors import tasks
from contributors.models import Contribution, Task
from github_sync.signals import repository_synced
from tests.contributors import mirror

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ferrywell():
    repository = mirror.repository(changed_at=mirror.WHEN)
    mirror.merged(repository, 1, mirror.account("rosa"))
    mirror.issue(repository, 2, "help wanted")
    return repository


def test_a_sync_fills_ledger_and_board(ferrywell, run_queue):
    repository_synced.send(sender=None, repository_id=ferrywell.pk, changed=2)
    run_queue()
    assert (Contribution.objects.count(), Task.objects.count()) == (1, 1)


def test_a_lost_signal_is_made_up_for(ferrywell, run_queue):
    tasks.reconcile.delay()
    run_queue()
    assert (Contribution.objects.count(), Task.objects.count()) == (1, 1)


def test_only_what_changed_since_is_looked_at_again(ferrywell, run_queue):
    tasks.reconcile.delay()
    run_queue()
    mirror.merged(ferrywell, 3, mirror.account("tomas"))
    tasks.reconcile.delay()
    run_queue()
    assert Contribution.objects.count() == 1
    ferrywell.changed_at += timedelta(minutes=1)
    ferrywell.save()
    tasks.reconcile.delay()
    run_queue()
    assert Contribution.objects.count() == 2


def test_a_vanished_repository_is_passed_over(run_queue, db):
    tasks.record_contributions.delay(987654)
    run_queue()
    assert not Contribution.objects.exists()
