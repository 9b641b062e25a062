"""Every change on the sandbox is told by a signed webhook, which can be lost, doubled, late, out of order, and sent again."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests

from tests.github_sync.test_sandbox_git import ask

SECRET = "s3cret"


class Receiver(ThreadingHTTPServer):
    """Keeps what it is sent: headers and raw body of each."""

    daemon_threads = True

    def __init__(self):
        self.got, self.status = [], 200
        super().__init__(("127.0.0.1", 0), Handler)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"

    @property
    def events(self):
        return [(head["X-GitHub-Event"], json.loads(body).get("action")) for head, body in self.got]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *args):
        """Nothing."""


@pytest.fixture
def receiver():
    server = Receiver()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def told(make_sandbox, receiver):
    """A sandbox that tells `receiver` everything."""
    return make_sandbox(webhook_url=receiver.url, webhook_secret=SECRET)


def test_an_event_is_signed_and_named(told, receiver):
    ask(told, "POST", "/repos/harbor/core/issues/1/comments", body="Hello")
    told.hooks.settle()
    head, body = receiver.got[0]
    expected = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    assert head["X-Hub-Signature-256"] == f"sha256={expected}"
    assert head["User-Agent"].startswith("GitHub-Hookshot/")
    assert (head["X-GitHub-Event"], head["X-GitHub-Hook-ID"]) == ("issue_comment", str(next(iter(told.hooks.hooks))))
    payload = json.loads(body)
    assert (payload["action"], payload["comment"]["body"], payload["sender"]["login"]) == ("created", "Hello", "alice")
    assert payload["organization"]["login"] == "harbor"


def test_every_change_is_told(told, receiver):
    change = told.change
    number = change.open_issue("harbor/core", "New", login="bob")
    change.label_issue("harbor/core", number, add=["bug"])
    change.label_issue("harbor/core", number, remove=["bug"])
    change.assign_issue("harbor/core", number, add=["bob"])
    change.close_issue("harbor/core", number)
    change.reopen_issue("harbor/core", number)
    change.lock_issue("harbor/core", number)
    change.push("harbor/core", {"a": "b"}, "Push", branch="topic")
    pull = change.open_pull("harbor/core", "topic", "Offer")
    change.review("harbor/core", pull, "bob")
    change.merge_pull("harbor/core", pull)
    change.release("harbor/core", "v2")
    change.star("harbor/core", "bob")
    change.set_member("harbor/core", "bob", "write")
    change.rename_repository("harbor/core", "kernel")
    change.archive_repository("harbor/kernel")
    told.hooks.settle()
    assert receiver.events == [
        ("issues", "opened"), ("label", "created"), ("issues", "labeled"), ("issues", "unlabeled"),
        ("issues", "assigned"), ("issues", "closed"), ("issues", "reopened"), ("issues", "locked"),
        ("push", None), ("create", None), ("push", None), ("pull_request", "opened"),
        ("pull_request_review", "submitted"), ("push", None), ("pull_request", "closed"),
        ("release", "created"), ("release", "published"), ("release", "released"), ("star", "created"),
        ("member", "added"), ("repository", "renamed"), ("repository", "archived"),
    ]  # fmt: skip


def test_what_changes_nothing_tells_nothing(told, receiver):
    ask(told, "POST", "/repos/harbor/core/issues/1/labels", labels=["good first issue"])
    ask(told, "PATCH", "/repos/harbor/core/issues/1", title="Typo on the start page", state="open")
    told.hooks.settle()
    assert receiver.events == []


def test_lost_doubled_and_reversed(told, receiver):
    control(told, "webhooks", lose=1, duplicate=1)
    for body in ("lost", "twice", "once"):
        told.change.comment("harbor/core", 1, body)
    control(told, "webhooks", reverse=2)
    for body in ("first", "second"):
        told.change.comment("harbor/core", 1, body)
    told.hooks.settle()
    said = [json.loads(body)["comment"]["body"] for _, body in receiver.got]
    assert said == ["twice", "twice", "once", "second", "first"]
    assert receiver.got[0][0]["X-GitHub-Delivery"] == receiver.got[1][0]["X-GitHub-Delivery"]


def control(sandbox, name, **body):
    answer = requests.post(f"{sandbox.url}/_control/{name}", json=body, timeout=10)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_repositorys_hook_hears_its_own_events_only(sandbox, receiver):
    config = {"url": receiver.url, "secret": SECRET, "content_type": "json"}
    hook = ask(sandbox, "POST", "/repos/harbor/core/hooks", config=config, events=["issues"]).json()
    sandbox.change.close_issue("harbor/core", 1)
    sandbox.change.comment("harbor/core", 1, "Not asked for")
    sandbox.change.open_issue("harbor/docs", "Elsewhere")
    sandbox.hooks.settle()
    assert receiver.events == [("ping", None), ("issues", "closed")]
    assert [known["id"] for known in ask(sandbox, "GET", "/repos/harbor/core/hooks").json()] == [hook["id"]]
    assert hook["config"]["secret"] == "********"


def test_deliveries_are_listed_and_sent_again(told, receiver):
    hook = next(iter(told.hooks.hooks))
    path = f"/repos/harbor/core/hooks/{hook}/deliveries"
    told.hooks.trouble.lose = 1
    told.change.comment("harbor/core", 1, "Lost")
    told.change.comment("harbor/core", 1, "Sent")
    told.hooks.settle()
    sent, lost = ask(told, "GET", path).json()
    assert (sent["status_code"], lost["status_code"]) == (200, 502)
    assert ask(told, "POST", f"{path}/{lost['id']}/attempts").status_code == 202
    told.hooks.settle()
    again = ask(told, "GET", path).json()[0]
    assert (again["guid"], again["redelivery"], again["status_code"]) == (lost["guid"], True, 200)
    whole = ask(told, "GET", f"{path}/{again['id']}").json()
    assert whole["request"]["payload"]["comment"]["body"] == "Lost"
    assert [json.loads(body)["comment"]["body"] for _, body in receiver.got] == ["Sent", "Lost"]


def test_deliveries_come_in_pages_by_cursor(told):
    for number in range(5):
        told.change.comment("harbor/core", 1, str(number))
    told.hooks.settle()
    hook = next(iter(told.hooks.hooks))
    first = ask(told, "GET", f"/repos/harbor/core/hooks/{hook}/deliveries?per_page=3")
    rest = requests.get(first.links["next"]["url"], headers={"Authorization": "Bearer sandbox-alice"}, timeout=5)
    assert (len(first.json()), len(rest.json()), "next" in rest.links) == (3, 2, False)


def test_a_receiver_that_fails_is_seen_in_the_listing(told, receiver):
    receiver.status = 500
    told.change.comment("harbor/core", 1, "Hello")
    told.hooks.settle()
    assert next(iter(told.hooks.deliveries.values())).status_code == 500
