"""No delivery is lost or applied by two at once, whatever the queue does; failures are kept; contents have their time."""

import uuid
import zlib
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from common.errors import ConflictError
from common.models import AuditEntry
from config.celery import app
from github_sync import tasks
from github_sync.domain.webhooks import BACK_OFF, next_try
from github_sync.models import Delivery, Issue, Repository
from github_sync.services.webhooks import apply
from github_sync.services.webhooks.apply import apply_due
from github_sync.services.webhooks.deliveries import drop_old_payloads, replay_delivery
from tests.fixtures.webhooks import issue, repository

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(db):
    return Repository.objects.create(owner="harbor", name="core", full_name="harbor/core", github_id=101)


def tell(deliver, number=1, **fields):
    told = {"action": "edited", "issue": issue(number, 2, **fields), "repository": repository()}
    return deliver("issues", told)


def purge():
    with app.connection_for_write() as broker:
        queue = app.amqp.queues[app.conf.task_default_queue](broker.default_channel)
        queue.declare()
        return queue.purge()


def test_a_delivery_is_applied_by_the_queue_that_it_wakes(deliver, core, run_queue):
    tell(deliver)
    run_queue()
    assert (Delivery.objects.get().state, Issue.objects.count()) == ("applied", 1)


def test_many_deliveries_wake_the_queue_once(deliver, core):
    purge()
    for number in range(1, 6):
        tell(deliver, number)
    assert purge() == 1


def test_what_a_lost_queue_left_is_found_by_the_schedule(deliver, core, run_queue):
    tell(deliver)
    purge()
    run_queue()
    assert Delivery.objects.get().state == "pending"
    tasks.apply_due_deliveries.delay()
    run_queue()
    assert Delivery.objects.get().state == "applied"


def test_after_a_nudge_was_taken_the_next_delivery_nudges_again(deliver, core):
    tell(deliver, 1)
    tasks.apply_due_deliveries()
    purge()
    tell(deliver, 2)
    assert purge() == 1


def test_one_delivery_by_its_id(deliver, core):
    tell(deliver, 1)
    tell(deliver, 2)
    tasks.apply_delivery(Delivery.objects.first().pk)
    assert list(Issue.objects.values_list("number", flat=True)) == [2]


def test_two_workers_never_claim_the_same(deliver, core):
    for number in range(1, 5):
        tell(deliver, number)
    first, second = apply._claim(3), apply._claim(3)
    assert (len(first), len(second)) == (3, 1)
    assert {d.pk for d in first}.isdisjoint(d.pk for d in second)


def test_what_a_dead_worker_had_is_due_again_and_its_late_word_does_not_count(deliver, core):
    tell(deliver)
    (dead,) = apply._claim(1)
    apply_due()
    assert Delivery.objects.get().state == "pending"
    Delivery.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    apply_due()
    apply._postpone(dead, ConflictError("late"))
    assert (Delivery.objects.get().state, Delivery.objects.get().reason) == ("applied", "")


def test_a_failure_that_may_pass_is_tried_later_and_later_then_kept(deliver, core):
    Repository.objects.create(owner="harbor", name="hull", full_name="harbor/hull", github_id=7)
    told = repository(full_name="harbor/hull", name="hull", updated_at="2026-04-03T00:00:00Z")
    deliver("repository", {"action": "renamed", "repository": told})
    for tries in range(1, len(BACK_OFF) + 1):
        apply_due()
        row = Delivery.objects.get()
        assert (row.state, row.attempts, row.due_at > timezone.now()) == ("pending", tries, True)
        Delivery.objects.update(due_at=timezone.now())
    apply_due()
    row = Delivery.objects.get()
    assert (row.state, row.due_at, "another of that name" in row.reason) == ("failed", None, True)
    assert next_try(1) < next_try(2) < next_try(3)


def test_a_fault_of_ours_is_kept_in_words_with_nothing_half_written(deliver, core, monkeypatch):
    def stumble(scope, items):
        apply.issues.apply_issues(scope, items)
        raise KeyError("stumbled")

    monkeypatch.setitem(apply.OF_REPOSITORIES, "issues", stumble)
    tell(deliver)
    apply_due()
    row = Delivery.objects.get()
    assert (row.state, "Replay it" in row.reason, Issue.objects.count()) == ("failed", True, 0)
    monkeypatch.undo()
    replay_delivery(delivery_id=row.pk, actor=None)
    apply_due()
    assert (Delivery.objects.get().state, Issue.objects.count()) == ("applied", 1)


def test_a_redelivery_of_a_failed_one_is_a_second_try(deliver, core):
    guid = str(uuid.uuid4())
    broken = {"action": "edited", "issue": issue(1, 2, title=5), "repository": repository()}
    assert deliver("issues", broken, guid=guid).status_code == 202
    apply_due()
    assert Delivery.objects.get().state == "failed"
    sound = {"action": "edited", "issue": issue(1, 2), "repository": repository()}
    assert deliver("issues", sound, guid=guid).status_code == 200
    apply_due()
    assert (Delivery.objects.get().state, Issue.objects.count()) == ("applied", 1)


def test_contents_are_dropped_after_their_time_and_the_rows_stay(deliver, core, settings):
    settings.GITHUB_WEBHOOK_PAYLOAD_DAYS = 30
    for number in (1, 2, 3):
        tell(deliver, number, **({"title": 5} if number == 3 else {}))
    apply_due()
    old = timezone.now() - timedelta(days=31)
    Delivery.objects.exclude(pk=Delivery.objects.order_by("pk").first().pk).update(received_at=old)
    assert drop_old_payloads() == 1
    kept = Delivery.objects.order_by("pk").values_list("state", "payload")
    assert [(state, payload is not None) for state, payload in kept] == [
        ("applied", True),
        ("applied", False),
        ("failed", True),
    ]
    with pytest.raises(ConflictError, match="dropped"):
        replay_delivery(delivery_id=Delivery.objects.filter(payload=None).get().pk, actor=None)


def test_contents_that_cannot_be_unpacked_are_a_kept_failure(core):
    Delivery.objects.create(guid=uuid.uuid4(), event="issues", payload=b"no zlib")
    Delivery.objects.create(guid=uuid.uuid4(), event="issues", payload=zlib.compress(b"no json"))
    apply_due()
    assert {(d.state, "cannot be read" in d.reason) for d in Delivery.objects.all()} == {("failed", True)}


def test_an_operator_sees_deliveries_and_replays_one_and_others_do_not(
    deliver, core, empty_site, olga, bob, alice, client, run_queue
):
    tell(deliver)
    apply_due()
    row = Delivery.objects.get()
    Issue.objects.all().delete()
    address = reverse("delivery:replay", args=[row.pk])
    for person in (bob, alice):
        client.force_login(person)
        client.post(address)
        assert Delivery.objects.get().state == "applied"
        assert client.get(reverse("delivery:index")).status_code == 302
    client.force_login(olga)
    assert client.get(address).status_code == 405
    assert "harbor/core" in client.get(reverse("delivery:index")).content.decode()
    assert address in client.get(reverse("delivery:inspect", args=[row.pk])).content.decode()
    assert client.get(reverse("delivery:add")).status_code == 302
    client.post(address)
    run_queue()
    assert (Delivery.objects.get().state, Issue.objects.count()) == ("applied", 1)
    assert AuditEntry.objects.filter(action="github_sync.replay_delivery", actor=olga).count() == 1


def test_the_answer_does_not_hang_on_the_queue(deliver, core, monkeypatch):
    def away(*arguments, **options):
        raise ConnectionError("the cache is away")

    monkeypatch.setattr(cache, "add", away)
    assert tell(deliver).status_code == 202
    assert Delivery.objects.count() == 1
