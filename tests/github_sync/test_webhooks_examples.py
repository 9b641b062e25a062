"""Every example that GitHub's community has published (npm `@octokit/webhooks-examples`), posted as GitHub would."""

import json
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from github_sync.models import Delivery, Repository
from github_sync.services.webhooks.apply import OF_OWNERS, OF_REPOSITORIES, apply_due

EXAMPLES = Path(django_settings.BASE_DIR) / "node_modules/@octokit/webhooks-examples/api.github.com/index.json"
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.contract,
    pytest.mark.skipif(not EXAMPLES.exists(), reason="CONTRACT TESTS SKIPPED: run `npm ci` to fetch the examples"),
]


@cache
def examples():
    return [(event["name"], example) for event in json.loads(EXAMPLES.read_text()) for example in event["examples"]]


def post_all(deliver):
    for event, payload in examples():
        assert deliver(event, payload).status_code == 202, event
    while apply_due():
        pass


def failures():
    return [(str(d), d.reason) for d in Delivery.objects.filter(state="failed")]


def test_of_repositories_that_are_not_tracked_nothing_is_written(deliver):
    post_all(deliver)
    assert failures() == []
    assert not Delivery.objects.filter(state="pending").exists()
    assert not Delivery.objects.filter(event__in=OF_REPOSITORIES).exclude(state="ignored").exists()
    assert not Delivery.objects.filter(state="ignored", reason="").exists()


def test_of_a_tracked_repository_each_is_applied(deliver):
    """Each by itself: the examples use one name for several repositories, and some delete it."""
    ours = [(event, payload) for event, payload in examples() if event in OF_REPOSITORIES or event in OF_OWNERS]
    for event, payload in ours:
        Repository.objects.all().delete()
        if told := payload.get("repository"):
            owner, _, name = told["full_name"].partition("/")
            Repository.objects.create(owner=owner, name=name, full_name=told["full_name"], github_id=told["id"])
        deliver(event, payload)
        apply_due()
        delivery = Delivery.objects.first()
        is_draft = event == "release" and payload["release"]["draft"]
        assert delivery.state == ("ignored" if is_draft else "applied"), f"{delivery}: {delivery.reason}"
    assert {event for event, _ in ours} == {*OF_REPOSITORIES, *OF_OWNERS}
    assert len(ours) > 150
