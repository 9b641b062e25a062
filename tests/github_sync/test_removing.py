"""A repository leaves the mirror whole, by so many statements whatever its size, and takes nothing else along."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from github_sync.models import FailureEpisode, Issue, OutboxAction, PullRequest, Repository, SyncRun
from github_sync.services.following import remove_repository
from tests.github_sync.outbox import say
from tests.github_sync.test_sync_resume import long_community

pytestmark = pytest.mark.django_db(transaction=True)


def held(name):
    """Rows of each table that lead to the repository."""
    of_one = Repository.objects.filter(full_name=name)
    found = {}
    for model in apps.get_app_config("github_sync").get_models(include_auto_created=True):
        for path in ("repository", "issue__repository", "pullrequest__repository", "pull_request__repository",
                     "commit__repository"):  # fmt: skip
            if path.partition("__")[0] in {field.name for field in model._meta.fields if field.is_relation}:
                found[f"{model.__name__} {path}"] = model._default_manager.filter(**{f"{path}__in": of_one}).count()
                break
    return found


def removed(name):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        remove_repository(repository_id=Repository.objects.get(full_name=name).pk, actor=None)
    return len(queries)


def test_nothing_of_it_is_left_and_all_of_the_others(make_sandbox, bob):
    make_sandbox(long_community())
    call_command("sync_github", "harbor/core", "harbor/docs")
    action, kept = say(bob, "Hello"), held("harbor/docs")
    FailureEpisode.objects.create(
        repository=Repository.objects.get(full_name="harbor/core"), cause="unreachable", since=timezone.now()
    )
    before = held("harbor/core")
    assert sum(count > 0 for count in before.values()) > 15
    large = removed("harbor/core")
    assert not Repository.objects.filter(full_name="harbor/core").exists()
    assert (held("harbor/docs"), Issue.objects.count(), SyncRun.objects.count()) == (kept, 0, 1)
    action.refresh_from_db()
    assert (action.repository, action.place) == (None, "harbor/core#1")
    assert not PullRequest.labels.through.objects.exists()
    assert OutboxAction.objects.count() == 1
    assert removed("harbor/docs") == large
