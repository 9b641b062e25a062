"""Deliveries that never arrived are found through GitHub's API and taken in.

A small server answers the addresses of webhooks' deliveries in the shapes that GitHub documents.
"""

import json
import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from common.models import AuditEntry
from github_sync import tasks
from github_sync.models import Delivery, Issue, Repository
from github_sync.services.webhooks.apply import apply_due
from github_sync.services.webhooks.missed import recover_missed_deliveries
from tests.fixtures.webhooks import SECRET, issue, repository

pytestmark = pytest.mark.django_db(transaction=True)
HOOK = "/repos/harbor/core/hooks/7"
PRIVATE_KEY_BITS = 2048


class Hooks:
    """GitHub as far as webhooks go: what it sent, a page of two at a time, and what it was asked to send again."""

    def __init__(self) -> None:
        self.sent: list[dict] = []
        self.hooks = [{"id": 7, "config": {"url": "http://127.0.0.1:8000/github/webhooks/"}}, {"id": 8, "config": {}}]
        self.asked_again: list[int] = []
        self.paths: list[str] = []
        prefixes = ("/repos/harbor/core/hooks/<int:hook>", "/app/hook")
        rules = [Rule("/repos/harbor/core/hooks", endpoint=lambda request, **_: self.hooks)]
        for prefix in prefixes:
            rules += [
                Rule(f"{prefix}/deliveries", endpoint=self._list),
                Rule(f"{prefix}/deliveries/<int:number>", endpoint=self._one),
                Rule(f"{prefix}/deliveries/<int:number>/attempts", endpoint=self._again, methods=["POST"]),
            ]
        self._map = Map(rules)
        self._server = make_server("127.0.0.1", 0, Request.application(self._answer), threaded=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def send(self, payload, *, hours_ago: float = 1, event: str = "issues", guid: str = "") -> str:
        number = len(self.sent) + 1
        moment = datetime.now(UTC) - timedelta(hours=hours_ago)
        guid = guid or str(uuid.uuid4())
        self.sent.insert(0, {"id": number, "guid": guid, "delivered_at": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
                             "redelivery": False, "duration": 0.1, "status": "timed out", "status_code": 0,
                             "event": event, "action": "edited", "installation_id": None, "repository_id": 101,
                             "request": {"headers": {}, "payload": payload}})  # fmt: skip
        return guid

    def _answer(self, request: Request) -> Response:
        self.paths.append(request.path)
        self.scheme = request.headers.get("Authorization", "").split(" ")[0]
        try:
            endpoint, arguments = self._map.bind_to_environ(request.environ).match()
        except HTTPException:
            return Response('{"message": "Not Found"}', 404, content_type="application/json")
        found = endpoint(request, **arguments)
        return found if isinstance(found, Response) else Response(json.dumps(found), content_type="application/json")

    def _list(self, request: Request, hook: int = 0) -> Response:
        start = int(request.args.get("cursor", 0))
        page = [{k: v for k, v in item.items() if k != "request"} for item in self.sent[start : start + 2]]
        answer = Response(json.dumps(page), content_type="application/json")
        if start + 2 < len(self.sent):
            answer.headers["Link"] = f'<{request.base_url}?cursor={start + 2}>; rel="next"'
        return answer

    def _one(self, request: Request, number: int, hook: int = 0):
        return next(item for item in self.sent if item["id"] == number)

    def _again(self, request: Request, number: int, hook: int = 0) -> Response:
        self.asked_again.append(number)
        return Response("{}", 202, content_type="application/json")


@pytest.fixture
def github(settings) -> Iterator[Hooks]:
    hooks = Hooks()
    settings.GITHUB_API_URL, settings.GITHUB_TOKEN = hooks.url, "sandbox-alice"
    settings.GITHUB_WEBHOOK_SECRET, settings.SITE_URL = SECRET, "http://127.0.0.1:8000"
    yield hooks
    hooks.stop()


@pytest.fixture
def core(db):
    return Repository.objects.create(owner="harbor", name="core", full_name="harbor/core", github_id=101)


def edited(number=1):
    return {"action": "edited", "issue": issue(number, 2), "repository": repository()}


def test_a_missed_delivery_is_fetched_and_applied(github, core, deliver):
    guid = str(uuid.uuid4())
    deliver("issues", edited(1), guid=guid)
    github.send(edited(1), guid=guid)
    for number in (2, 3):
        github.send(edited(number))
    result = recover_missed_deliveries()
    apply_due()
    assert (result.listed, result.fetched, result.redelivered) == (3, 2, 0)
    assert sorted(Issue.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert AuditEntry.objects.get(action="github_sync.recover_missed_deliveries").detail["fetched"] == 2
    assert recover_missed_deliveries().fetched == 0


def test_a_webhook_of_which_nothing_ever_came_is_found_by_its_address(github, core):
    github.send(edited(1))
    assert recover_missed_deliveries().fetched == 1
    assert f"{HOOK}/deliveries" in github.paths
    assert "/repos/harbor/core/hooks/8/deliveries" not in github.paths
    assert (Delivery.objects.get().hook_id, Delivery.objects.get().hook_target) == (7, "repository")


def test_one_whose_payload_github_does_not_show_is_sent_again(github, core):
    github.send(None)
    assert recover_missed_deliveries().redelivered == 1
    assert github.asked_again == [1]
    assert not Delivery.objects.exists()


def test_what_is_too_old_or_still_on_its_way_is_left(github, core):
    github.send(edited(1), hours_ago=80)
    github.send(edited(2), hours_ago=0)
    assert recover_missed_deliveries().fetched == 0


def test_a_second_look_goes_back_only_to_the_first(github, core):
    for hours in range(20, 0, -1):
        github.send(edited(1), hours_ago=hours)
    recover_missed_deliveries()
    before = len(github.paths)
    recover_missed_deliveries()
    assert len(github.paths) - before <= 2


def test_the_app_asks_as_itself(github, core, settings):
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=PRIVATE_KEY_BITS)
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    settings.GITHUB_APP_ID, settings.GITHUB_APP_PRIVATE_KEY = "12", key.private_bytes(*form).decode()
    settings.GITHUB_APP_INSTALLATION_ID = "1"
    github.send(edited(1))
    assert recover_missed_deliveries().fetched == 1
    assert (github.paths[0], github.scheme) == ("/app/hook/deliveries", "Bearer")
    assert Delivery.objects.get().hook_target == "integration"


def test_a_webhook_that_may_not_be_looked_at_is_passed_over(sandbox, core, settings):
    settings.GITHUB_WEBHOOK_SECRET = SECRET
    Delivery.objects.create(
        guid=uuid.uuid4(), event="ping", repository="harbor/core", hook_id=9, hook_target="repository"
    )
    result = recover_missed_deliveries()
    assert list(result.refused) == ["/repos/harbor/core/hooks/9"]


def test_a_site_without_webhooks_asks_nothing(github, core, settings):
    settings.GITHUB_WEBHOOK_SECRET = ""
    tasks.recover_missed()
    assert github.paths == []
