"""Deliveries that never arrived are found through GitHub's API and taken in."""

import json

import pytest

from common.models import AuditEntry
from github_sync import tasks
from github_sync.models import Credential, Delivery, Issue
from github_sync.services.credentials.stored import store
from github_sync.services.repositories import track_repository
from github_sync.services.webhooks.apply import apply_due
from github_sync.services.webhooks.missed import recover_missed_deliveries
from tests.fixtures.webhooks import SECRET

pytestmark = pytest.mark.django_db(transaction=True)
SITE = "http://127.0.0.1:9"
ADDRESS = f"{SITE}/github/webhooks/"


@pytest.fixture
def github(settings, sandbox):
    """A followed repository whose webhook leads to a site that nobody can reach just now."""
    settings.GITHUB_WEBHOOK_SECRET, settings.SITE_URL = SECRET, SITE
    track_repository(full_name="harbor/core", actor=None)
    sandbox.hook = sandbox.hooks.add(ADDRESS, SECRET, repository=101)
    return sandbox


def edit(github, *numbers: int, hours_ago: float = 1) -> list:
    """Issues that changed while the site was away; returns their deliveries."""
    known = set(github.hooks.deliveries)
    for turn, number in enumerate(numbers):
        github.change.edit_issue("harbor/core", number, title=f"Changed {number} in turn {turn} of {len(known)}")
    github.hooks.settle()
    github.hooks.let_pass(hours_ago)
    return [d for number, d in github.hooks.deliveries.items() if number not in known and d.event == "issues"]


def paths(github) -> list[str]:
    return [line["path"].removeprefix("/api/v3").partition("?")[0] for line in github.requests]


def test_a_missed_delivery_is_fetched_and_applied(github, deliver):
    first, *_ = edit(github, 1, 2, 3)
    deliver("issues", json.loads(first.body), guid=first.guid, **{"X-GitHub-Hook-ID": str(github.hook.id)})
    result = recover_missed_deliveries()
    apply_due()
    assert (result.listed, result.fetched, result.redelivered) == (3, 2, 0)
    assert {title[:9] for title in Issue.objects.values_list("title", flat=True)} == {
        "Changed 1", "Changed 2", "Changed 3",
    }  # fmt: skip
    assert AuditEntry.objects.get(action="github_sync.recover_missed_deliveries").detail["fetched"] == 2
    assert recover_missed_deliveries().fetched == 0


def test_a_webhook_of_which_nothing_ever_came_is_found_by_its_address(github):
    other = github.hooks.add("http://127.0.0.1:9/elsewhere/", "x", repository=101)
    edit(github, 1)
    assert recover_missed_deliveries().fetched == 1
    assert f"/repos/harbor/core/hooks/{github.hook.id}/deliveries" in paths(github)
    assert f"/repos/harbor/core/hooks/{other.id}/deliveries" not in paths(github)
    assert (Delivery.objects.get().hook_id, Delivery.objects.get().hook_target) == (github.hook.id, "repository")


def test_a_webhook_that_took_the_place_of_one_that_was_heard_is_found(github, deliver):
    first, *_ = edit(github, 1)
    deliver("issues", json.loads(first.body), guid=first.guid, **{"X-GitHub-Hook-ID": str(github.hook.id)})
    del github.hooks.hooks[github.hook.id]
    github.hooks.add(ADDRESS, SECRET, repository=101)
    edit(github, 2)
    result = recover_missed_deliveries()
    assert result.fetched == 1
    assert list(result.refused) == [f"/repos/harbor/core/hooks/{github.hook.id}"]


@pytest.mark.parametrize(("status", "looked_again"), [(404, 0), (403, 0), (500, 1)])
def test_one_that_github_does_not_hand_over_keeps_no_other_from_coming(github, status, looked_again):
    missed = edit(github, 1, 2, 3)
    number = next(number for number, d in github.hooks.deliveries.items() if d is missed[1])
    github.faults.add(rf"GET .*/deliveries/{number}$", "status", status=status, times=0)
    result = recover_missed_deliveries()
    assert result.fetched == 2
    assert list(result.refused) == [f"/repos/harbor/core/hooks/{github.hook.id}/deliveries/{number}"]
    github.faults.clear()
    assert recover_missed_deliveries().fetched == looked_again


def test_one_whose_payload_github_does_not_show_is_sent_again(github):
    (missed,) = edit(github, 1)
    github.hooks.hide_payloads()
    assert recover_missed_deliveries().redelivered == 1
    github.hooks.settle()
    assert [d.guid for d in github.hooks.deliveries.values() if d.is_redelivery] == [missed.guid]
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("hours", [80, 0])
def test_what_is_too_old_or_still_on_its_way_is_left(github, hours):
    edit(github, 1, hours_ago=hours)
    assert recover_missed_deliveries().fetched == 0


def test_a_second_look_goes_back_only_to_the_first(github):
    for _ in range(2):
        edit(github, *[1, 2, 3] * 30, hours_ago=5)
    assert recover_missed_deliveries().listed == 180
    before = len(github.requests)
    recover_missed_deliveries()
    assert len(github.requests) - before <= 2


def test_the_app_asks_as_itself(github):
    app = github.apps.create("Harbor site", "harbor", hook_url=ADDRESS, webhook_secret=SECRET)
    installation = github.apps.install(app, "harbor")
    github.hooks.hooks.pop(github.hook.id)
    store(
        credential=Credential(kind="app"),
        secrets={"private_key": app.pem, "webhook_secret": SECRET},
        actor=None,
        app_id=str(app.id),
        installation_id=str(installation.id),
    )
    edit(github, 1)
    github.requests.clear()
    assert recover_missed_deliveries().fetched == 1
    assert paths(github)[0] == "/app/hook/deliveries"
    assert Delivery.objects.get().hook_target == "integration"


def test_a_webhook_that_may_not_be_looked_at_is_passed_over(github, settings):
    settings.GITHUB_TOKEN = "scoped-bob:read:org"
    edit(github, 1)
    result = recover_missed_deliveries()
    assert list(result.refused) == ["/repos/harbor/core/hooks"]


def test_a_site_without_webhooks_asks_nothing(github, settings):
    settings.GITHUB_WEBHOOK_SECRET = ""
    tasks.recover_missed()
    assert not github.requests
