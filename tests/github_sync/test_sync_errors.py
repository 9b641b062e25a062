"""What goes wrong is said in one line, with exit status 1, and nothing is lost."""

import pytest
from django.core.management import CommandError, call_command

from common.errors import ConflictError
from github_sync.models import Issue, Repository, SyncRun
from github_sync.sandbox.access import Access
from github_sync.services.lease import lease
from github_sync.services.sync import sync_repository

pytestmark = pytest.mark.django_db(transaction=True)


def message_of(*names):
    with pytest.raises(CommandError) as caught:
        call_command("sync_github", *names)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_a_wrong_token(sandbox, settings):
    settings.GITHUB_TOKEN = "bad-token"
    assert "refused the token" in message_of("harbor/core")


def test_an_unknown_repository(sandbox):
    assert "knows no harbor/nothing" in message_of("harbor/nothing")
    assert not Repository.objects.exists()


def test_what_is_not_a_name(sandbox):
    assert "OWNER/NAME" in message_of("not a name")


def test_an_unreachable_server(settings):
    settings.GITHUB_API_URL = "http://127.0.0.1:9/api/v3"
    assert "cannot be reached" in message_of("harbor/core")


def test_a_limit_that_is_used_up(make_sandbox):
    make_sandbox(access=Access(core_limit=1))
    assert "allows no more requests until" in message_of("harbor/core")


def test_other_repositories_are_still_synced(sandbox):
    with pytest.raises(CommandError):
        call_command("sync_github", "harbor/nothing", "harbor/core")
    assert Issue.objects.count() == 3


def test_rows_of_an_earlier_sync_survive_a_failed_one(sandbox, settings):
    call_command("sync_github", "harbor/core")
    settings.GITHUB_TOKEN = "bad-token"
    message_of("harbor/core")
    assert Issue.objects.count() == 3
    assert SyncRun.objects.filter(status="failed", error__contains="refused").count() == 1


def test_two_workers_never_sync_one_repository_at_once(sandbox):
    repository = Repository.objects.create(owner="harbor", name="core", full_name="harbor/core")
    with lease(repository) as held, pytest.raises(ConflictError, match=held.holder):
        sync_repository(repository)
    sync_repository(repository)


SSO = "Resource protected by organization SAML enforcement. You must grant your token access to this organization."


@pytest.mark.parametrize("names", [(), ("harbor/core",)], ids=["of all", "of one"])
def test_a_repository_that_the_token_may_not_read_now_stays_and_github_says_why(sandbox, names):
    call_command("sync_github", "harbor/core", "harbor/docs")
    error = {"type": "FORBIDDEN", "path": ["r0"], "message": SSO}
    sandbox.faults.add("graphql survey", "partial", path=["r0"], errors=[error])
    said = message_of(*names)
    assert said.endswith(f"does not let this site's token or App read harbor/core: {SSO}")
    assert not Repository.objects.exclude(gone_at=None).exists()
    run = SyncRun.objects.get(status="failed")
    assert (run.cause, run.repository.full_name) == ("refused", "harbor/core")


def test_a_part_of_a_repository_that_the_token_may_not_read_is_refused_in_githubs_words(sandbox):
    error = {"type": "FORBIDDEN", "path": ["repository", "issues"], "message": "Resource not accessible"}
    sandbox.faults.add("graphql issues", "partial", path=["repository", "issues"], errors=[error])
    assert "does not let this site's token or App read harbor/core: Resource not accessible" in message_of(
        "harbor/core"
    )
    assert SyncRun.objects.get().cause == "refused"


def test_a_refusal_without_any_data_is_told_in_githubs_words(sandbox):
    sandbox.faults.add("graphql survey", "graphql_errors", errors=[{"type": "FORBIDDEN", "message": SSO}])
    assert f"answered 403: {SSO}" in message_of("harbor/core")


def test_a_repository_of_which_github_says_nothing_is_not_taken_for_gone(sandbox):
    call_command("sync_github", "harbor/core")
    sandbox.faults.add("graphql survey", "hole", path=["r0"])
    assert "says nothing of harbor/core" in message_of("harbor/core")
    assert Repository.objects.get().gone_at is None


def test_nothing_tracked(db):
    assert "Name one" in message_of()
