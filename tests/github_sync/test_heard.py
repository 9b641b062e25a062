"""What webhooks wrote is told again by the next sync, though that finds nothing new: the first word may be lost."""

import json

import pytest
from django.core.management import call_command
from django.utils import timezone

from github_sync.models import ClosingReference, Issue, PullRequest, Repository
from github_sync.services.outbox.enqueuing import By
from github_sync.services.outbox.talking import edit_comment
from github_sync.services.sync import survey
from github_sync.services.webhooks.apply import apply_due
from github_sync.signals import repository_renamed, repository_synced
from tests.github_sync.outbox import again, say, send, state

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def core(sandbox):
    call_command("sync_github", "harbor/core")
    return Repository.objects.get()


@pytest.fixture
def told():
    """Which repositories are said to have news, while the queue that hears it loses everything."""
    found = []

    def hear(repository_id, **_):
        found.append(repository_id)

    repository_synced.connect(hear)
    yield found
    repository_synced.disconnect(hear)


def edit(sandbox, deliver):
    hook = sandbox.hooks.add("http://127.0.0.1:9/", "x", repository=101)
    sandbox.change.edit_issue("harbor/core", 1, title="Another")
    sandbox.hooks.settle()
    body = next(d.body for d in sandbox.hooks.deliveries.values() if d.event == "issues")
    deliver("issues", json.loads(body), **{"X-GitHub-Hook-ID": str(hook.id)})
    apply_due()
    assert Issue.objects.get(number=1).title == "Another"


def test_the_next_sync_tells_it_and_only_that_one(core, sandbox, deliver, told):
    edit(sandbox, deliver)
    before, told[:] = Repository.objects.get().changed_at, []
    call_command("sync_github", "harbor/core")
    assert told == [core.pk]
    assert Repository.objects.get().changed_at > before
    call_command("sync_github", "harbor/core")
    assert told == [core.pk]


def test_so_does_a_look_that_finds_nothing_new(core, told):
    Repository.objects.update(heard_at=timezone.now())
    assert [glance for _, glance, _ in survey([Repository.objects.get()])] == [None]
    assert told == [core.pk]
    list(survey([Repository.objects.get()]))
    assert told == [core.pk]


def test_a_repository_that_is_renamed_takes_along_what_names_it(core, sandbox, bob):
    action = say(bob, "Frist")
    send()
    pull = PullRequest.objects.first()
    ClosingReference.objects.create(pull_request=pull, issue_repository="harbor/hull", issue_number=2)
    ClosingReference.objects.get_or_create(pull_request=pull, issue_repository="harbor/core", issue_number=2)
    before, named = ClosingReference.objects.count(), []

    def hear(former, name, **_):
        named.append((former, name))

    repository_renamed.connect(hear)
    sandbox.change.rename_repository("harbor/core", "hull")
    call_command("sync_github", "harbor/core")
    repository_renamed.disconnect(hear)
    assert named == [("harbor/core", "harbor/hull")]
    assert set(ClosingReference.objects.values_list("issue_repository", flat=True)) == {"harbor/hull"}
    assert ClosingReference.objects.count() == before - 1
    edited = edit_comment(by=By(bob), comment=again(action), body="First")
    send()
    assert state(edited) == "sent"
    assert comments_at(sandbox, "hull")[-1].startswith("First")


def comments_at(sandbox, name):
    found = sandbox.community.repo("harbor", name).comments_of_thread[1]
    return [record["body"] for record in found]
