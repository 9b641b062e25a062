"""What the webhooks' address takes, and what it answers to what it does not take."""

import json
import sqlite3
import threading
import time
import uuid
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from github_sync.domain.webhooks import sign
from github_sync.models import Delivery
from github_sync.services.webhooks import overflow
from github_sync.services.webhooks.apply import apply_due
from github_sync.services.webhooks.intake import insert, intake, move_in
from github_sync.views.webhooks import MAX_BODY
from tests.fixtures.webhooks import ADDRESS, SECRET, issue, repository

pytestmark = pytest.mark.django_db(transaction=True)
EDITED = {"action": "edited", "issue": issue(1, 2), "repository": repository()}


def test_a_signed_delivery_is_stored_with_what_its_headers_say(deliver):
    guid = str(uuid.uuid4())
    answer = deliver("issues", EDITED, guid=guid)
    row = Delivery.objects.get()
    assert (answer.status_code, answer.json()) == (202, {"message": "Stored."})
    assert (str(row.guid), row.event, row.action, row.repository) == (guid, "issues", "edited", "harbor/core")
    assert (row.hook_id, row.hook_target, row.state) == (7, "repository", "pending")


def test_the_same_delivery_again_is_no_second_row(deliver):
    guid = str(uuid.uuid4())
    answers = [deliver("issues", EDITED, guid=guid).status_code for _ in range(3)]
    assert answers == [202, 200, 200]
    assert Delivery.objects.count() == 1


def test_nothing_is_taken_without_its_signature(deliver):
    assert deliver("issues", EDITED, **{"X-Hub-Signature-256": None}).status_code == 401
    assert deliver("issues", EDITED, secret="a guess").status_code == 403
    assert deliver("issues", EDITED, **{"X-Hub-Signature-256": "sha256=ä"}).status_code == 403
    assert not Delivery.objects.exists()


def test_the_signature_is_of_the_very_bytes(deliver):
    body = json.dumps(EDITED, indent=3).encode()
    assert deliver("issues", None, body=body).status_code == 202
    other = sign(json.dumps(EDITED).encode(), SECRET)
    assert deliver("issues", None, body=body, **{"X-Hub-Signature-256": other}).status_code == 403


def test_two_secrets_are_good_while_one_replaces_the_other(deliver, settings):
    settings.GITHUB_WEBHOOK_SECRET, settings.GITHUB_WEBHOOK_SECRET_PREVIOUS = "the new one", "the old one"
    assert deliver("issues", EDITED, secret="the new one").status_code == 202
    assert deliver("issues", EDITED, secret="the old one").status_code == 202
    settings.GITHUB_WEBHOOK_SECRET_PREVIOUS = ""
    assert deliver("issues", EDITED, secret="the old one").status_code == 403


def test_a_site_without_a_secret_says_so(deliver, settings):
    settings.GITHUB_WEBHOOK_SECRET = ""
    answer = deliver("issues", EDITED, secret="")
    assert answer.status_code == 503
    assert "GITHUB_WEBHOOK_SECRET" in answer.json()["message"]
    assert not Delivery.objects.exists()


def test_a_form_as_github_can_send_it(deliver):
    body = urlencode({"payload": json.dumps(EDITED)}).encode()
    assert deliver("issues", None, body=body, content_type="application/x-www-form-urlencoded").status_code == 202
    assert Delivery.objects.get().action == "edited"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"not json", "application/json", 400),
        (b"[1, 2]", "application/json", 400),
        (b" ", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b'{"a": NaN}', "application/json", 400),
        (b'{"a": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"payload=%7B", "application/x-www-form-urlencoded", 400),
        (b"other=1", "application/x-www-form-urlencoded", 400),
        (b"\xff=1", "application/x-www-form-urlencoded", 400),
        (b"&".join(b"a=1" for _ in range(100)), "application/x-www-form-urlencoded", 400),
        (b"{}", "text/plain", 415),
    ],
)
def test_what_cannot_be_read(deliver, body, content_type, status):
    answer = deliver("issues", None, body=body, content_type=content_type)
    assert (answer.status_code, bool(answer.json()["message"])) == (status, True)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-GitHub-Event", None),
        ("X-GitHub-Event", "Issues; drop table"),
        ("X-GitHub-Event", "x" * 61),
        ("X-GitHub-Delivery", None),
        ("X-GitHub-Delivery", "1"),
        ("X-GitHub-Delivery", "../../etc/passwd"),
    ],
)
def test_headers_that_github_would_not_send(deliver, name, value):
    assert deliver("issues", EDITED, **{name: value}).status_code == 400
    assert not Delivery.objects.exists()


def test_a_strange_hook_is_only_left_out(deliver):
    hook = {"X-GitHub-Hook-ID": "9" * 40, "X-GitHub-Hook-Installation-Target-Type": "<b>"}
    assert deliver("issues", EDITED, **hook).status_code == 202
    assert (Delivery.objects.get().hook_id, Delivery.objects.get().hook_target) == (None, "")


def test_how_large_a_body_may_be(deliver):
    room = MAX_BODY - len(b'{"a": ""}')
    assert deliver("issues", None, body=b'{"a": "' + b"x" * room + b'"}').status_code == 202
    assert deliver("issues", None, body=b'{"a": "' + b"x" * (room + 1) + b'"}').status_code == 413


def test_other_methods_are_refused(client):
    assert client.get(ADDRESS).status_code == 405


def test_a_delivery_needs_no_token_against_forgery(deliver, settings):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, b"{}", content_type="application/json").status_code == 401


def test_many_at_once_are_all_stored_and_each_once(db):
    guids = [uuid.uuid4() for _ in range(40)]
    found = []

    def store(guid):
        found.append(intake.store(Delivery(guid=guid, event="star")))
        connection.close()

    threads = [threading.Thread(target=store, args=(guid,)) for guid in [*guids, *guids]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Delivery.objects.count(), found.count(True), found.count(False)) == (40, 40, 40)


def test_what_the_database_refuses_reaches_who_asked(db):
    with pytest.raises(Exception, match=r"(?i)null"):
        intake.store(Delivery(guid=uuid.uuid4(), event=None))
    assert intake.store(Delivery(guid=uuid.uuid4(), event="star"))


@pytest.fixture
def other_writer():
    """A sync or the board, in the midst of a long transaction."""
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite has one writer at a time")
    with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other
    move_in()


def test_a_long_transaction_of_another_does_not_hold_up_the_answer(deliver, other_writer):
    guid, began = str(uuid.uuid4()), time.monotonic()
    answers = [deliver("issues", EDITED, guid=g).status_code for g in (guid, guid, str(uuid.uuid4()))]
    assert (answers, time.monotonic() - began < 5) == ([202, 202, 202], True)
    other_writer.execute("ROLLBACK")
    assert Delivery.objects.count() == 0
    assert (move_in(), move_in(), Delivery.objects.count()) == (2, 0, 2)
    row = Delivery.objects.get(guid=guid)
    assert (row.event, row.action, row.repository, row.hook_id) == ("issues", "edited", "harbor/core", 7)
    apply_due()
    assert not Delivery.objects.filter(state="pending").exists()


def test_what_was_set_aside_is_moved_in_once(deliver, other_writer):
    guid = str(uuid.uuid4())
    deliver("issues", EDITED, guid=guid)
    other_writer.execute("ROLLBACK")
    rows = overflow.waiting()
    assert insert(rows) == {uuid.UUID(guid)}
    assert move_in() == 1
    assert Delivery.objects.count() == 1
    assert overflow.waiting() == []
