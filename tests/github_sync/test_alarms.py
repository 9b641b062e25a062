"""Operators are mailed once about a failure that lasts, however often it fails, and once when it is over."""

import threading
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from common.models import User
from github_sync.domain.failures import Cause, lasts
from github_sync.models import FailureEpisode, Repository, SyncRun
from github_sync.services.alarms import _claim, tell_operators
from github_sync.services.episodes import note_episodes
from github_sync.services.sync import sync_repository
from github_sync.tasks import tell_of_failures

pytestmark = pytest.mark.django_db(transaction=True)


def repository(name="core", **fields):
    return Repository.objects.create(owner="harbor", name=name, full_name=f"harbor/{name}", **fields)


def fail(one, *minutes_ago, cause="credential"):
    for minutes in minutes_ago:
        at = timezone.now() - timedelta(minutes=minutes)
        SyncRun.objects.create(
            repository=one, status="failed", started_at=at, cause=cause, error="github.com refused the token."
        )


def test_what_lasts_is_an_hour_and_three_runs():
    now = timezone.now()

    def is_told(cause=Cause.CREDENTIAL, minutes=61, failures=3):
        return lasts(cause=cause, since=now - timedelta(minutes=minutes), failures=failures, now=now)

    assert is_told()
    assert not is_told(minutes=59)
    assert not is_told(failures=2)
    assert is_told(Cause.NOT_FOUND, failures=1)
    assert not is_told(Cause.PAUSED)


def test_a_failure_that_lasts_is_told_once_and_its_end_once(sandbox, olga, charlie):
    core = repository()
    fail(core, 50, 20, 5)
    tell_of_failures()
    assert mail.outbox == []
    fail(core, 70)
    for _ in range(3):
        tell_of_failures()
    (told,) = mail.outbox
    assert told.bcc == ["olga@example.org"]
    assert "harbor/core is not synced with GitHub" in told.subject
    for said in ("github.com refused the token.", "Enter a new one", "/admin/mirror_failures/", "- harbor/core"):
        assert said in told.body
    sync_repository(core)
    for _ in range(3):
        tell_of_failures()
    assert len(mail.outbox) == 2
    assert mail.outbox[1].bcc == ["olga@example.org"]
    assert "harbor/core is synced with GitHub again" in mail.outbox[1].subject


def test_a_hundred_repositories_with_one_cause_are_one_mail_at_both_ends(olga):
    many = [repository(f"r{number}") for number in range(100)]
    for one in many[:98]:
        fail(one, 70, 40, 10)
    fail(many[98], 10)
    assert tell_operators() == 1
    fail(many[99], 5)
    assert tell_operators() == 0
    assert "99 repositories are" in mail.outbox[0].subject
    Repository.objects.exclude(pk=many[0].pk).update(synced_at=timezone.now())
    assert tell_operators() == 0
    Repository.objects.update(synced_at=timezone.now())
    assert tell_operators() == 1
    assert "100 repositories are" in mail.outbox[1].subject


def test_a_second_repository_that_vanishes_is_told_too(olga):
    fail(repository("one", gone_at=timezone.now() - timedelta(hours=2)), 120, cause="not_found")
    tell_operators()
    fail(repository("two", gone_at=timezone.now() - timedelta(hours=2)), 120, cause="not_found")
    tell_operators()
    assert ["harbor/one" in mail.outbox[0].body, "harbor/two" in mail.outbox[1].body] == [True, True]
    assert "harbor/one" not in mail.outbox[1].body


def test_what_is_over_before_it_lasts_or_is_paused_makes_no_mail(olga):
    core = repository()
    fail(core, 20, 10, 5)
    tell_operators()
    Repository.objects.update(synced_at=timezone.now())
    tell_operators()
    Repository.objects.update(synced_at=None)
    fail(core, 70)
    tell_operators()
    Repository.objects.update(is_tracked=False)
    tell_operators()
    assert len(mail.outbox) == 1
    assert not FailureEpisode.objects.filter(over_told_at=None).exists()


def test_without_operators_superusers_are_told_and_without_both_it_waits_for_somebody(charlie):
    fail(repository(), 70, 40, 10)
    assert tell_operators() == 0
    User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    assert tell_operators() == 1
    assert mail.outbox[0].bcc == ["root@example.org"]


def test_a_worker_that_died_before_it_mailed_is_made_up_for_once_its_claim_has_run_out(olga):
    fail(repository(), 70, 40, 10)
    note_episodes()
    assert len(_claim(FailureEpisode.objects.all())) == 1  # and the process ends here
    assert tell_operators() == 0
    FailureEpisode.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert tell_operators() == 1


def test_a_mail_that_cannot_be_sent_is_tried_again(olga, settings):
    fail(repository(), 70, 40, 10)
    usual = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1},
        }
    }
    assert tell_operators() == 0
    settings.MAILERS = usual
    FailureEpisode.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert tell_operators() == 1


def test_two_workers_at_once_mail_once(olga):
    for number in range(20):
        fail(repository(f"r{number}"), 70, 40, 10)
    start = threading.Barrier(4)

    def work():
        start.wait()
        try:
            tell_operators()
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(mail.outbox) == 1
