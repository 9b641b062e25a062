"""The payloads that the sandbox sends, held against GitHub's own description of them."""

import json

import pytest

from tests.github_sync.test_contract import description, fault_in, pytestmark  # noqa: F401

PLAIN = {"push", "create", "delete", "fork", "ping"}


def everything(sandbox):
    """One of each event, by each of its actions."""
    change = sandbox.change
    number = change.open_issue("harbor/core", "New", "Text", login="bob", milestone=1)
    change.edit_issue("harbor/core", number, title="Newer", milestone=None)
    change.edit_issue("harbor/core", number, milestone=1)
    change.label_issue("harbor/core", number, add=["bug"])
    change.label_issue("harbor/core", number, remove=["bug"])
    change.assign_issue("harbor/core", number, add=["bob"])
    change.assign_issue("harbor/core", number, remove=["bob"])
    for change_it in (change.close_issue, change.reopen_issue, change.lock_issue):
        change_it("harbor/core", number)
    change.lock_issue("harbor/core", number, locked=False)
    change.comment("harbor/core", number, "Hello", login="charlie")
    change.comment("harbor/core", 4, "On a pull request")
    change.push("harbor/core", {"a": "b"}, "Push", branch="topic", login="bob")
    pull = change.open_pull("harbor/core", "topic", "Offer", login="bob")
    change.push("harbor/core", {"c": "d"}, "More", branch="topic", login="bob")
    change.label_issue("harbor/core", pull, add=["bug"])
    change.assign_issue("harbor/core", pull, add=["bob"])
    change.review("harbor/core", pull, "alice", "APPROVED", "Good")
    change.close_issue("harbor/core", pull)
    change.reopen_issue("harbor/core", pull)
    change.merge_pull("harbor/core", pull)
    change.rename_label("harbor/core", "bug", "fault")
    change.release("harbor/core", "v2", body="What is new")
    change.star("harbor/core", "bob")
    change.star("harbor/core", "bob", starred=False)
    change.fork("harbor/core", "charlie")
    change.set_member("harbor/core", "bob", "write")
    change.set_member("harbor/core", "bob", "admin")
    change.set_member("harbor/core", "bob", None)
    change.transfer_issue("harbor/core", number, to="harbor/docs")
    change.delete_issue("harbor/core", 1)
    change.archive_repository("harbor/core")
    change.archive_repository("harbor/core", archived=False)
    change.privatize_repository("harbor/core")
    change.privatize_repository("harbor/core", private=False)
    change.rename_repository("harbor/core", "kernel")
    change.transfer_repository("harbor/kernel", "charlie")
    app = sandbox.apps.create("Helper", "alice", events=["issues"])
    installation = change.install_app(app.id, "harbor")
    change.choose_repositories(installation, [])
    change.choose_repositories(installation, ["docs"])
    change.uninstall_app(installation)
    change.set_organization_member("harbor", "bob")
    change.set_organization_member("harbor", "bob", None)
    change.rename_account("harbor", "haven")
    change.delete_repository("haven/docs")


@pytest.fixture
def deliveries(make_sandbox):
    """What is sent, never received: nobody listens at the address."""
    sandbox = make_sandbox(webhook_url="http://127.0.0.1:9/")
    everything(sandbox)
    sandbox.hooks.settle()
    return list(sandbox.hooks.deliveries.values())


def name_of(delivery):
    parts = [delivery.event, *([delivery.action] if delivery.event not in PLAIN and delivery.action else [])]
    return "-".join(parts).replace("_", "-")


def test_every_payload_has_githubs_shape(deliveries):
    faults = {}
    for delivery in deliveries:
        name = name_of(delivery)
        assert name in description()["x-webhooks"], f"GitHub sends no {name}"
        pointer = f"/x-webhooks/{name}/post/requestBody/content/application~1json/schema"
        fault = fault_in(pointer, json.loads(delivery.body))
        if fault:
            faults[name] = fault
    assert faults == {}
    assert len({name_of(delivery) for delivery in deliveries}) > 45


def test_a_wrong_payload_would_be_seen(deliveries):
    payload = json.loads(deliveries[0].body)
    del payload["issue"]["title"]
    pointer = "/x-webhooks/issues-opened/post/requestBody/content/application~1json/schema"
    assert "title" in fault_in(pointer, payload)
