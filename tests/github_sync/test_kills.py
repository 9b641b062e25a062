"""Fifty real syncs killed with SIGKILL at random points; what is left goes on to the rows of an undisturbed run."""

import random
import signal

import pytest

from github_sync.models import (
    Account,
    ClosingReference,
    Commit,
    CommitCoAuthor,
    Issue,
    IssueComment,
    PullRequest,
    Release,
    Repository,
    Review,
    ReviewComment,
)
from github_sync.services.sync import sync_repository
from tests.github_sync.killing import forks, kill_one
from tests.github_sync.test_sync_resume import long_community

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS, KILLS_A_ROUND = 10, 5
TOLD = {
    Issue: ("number", "title", "state", "updated_at", "author__login", "labels__name", "assignees__login"),
    PullRequest: ("number", "title", "is_merged", "merged_by__login", "paths", "labels__name"),
    IssueComment: ("github_id", "number", "body", "author__login"),
    Review: ("github_id", "state", "pull_request__number"),
    ReviewComment: ("github_id", "body", "pull_request__number"),
    ClosingReference: ("pull_request__number", "issue_number"),
    Commit: ("sha", "message", "author__login", "pull_request__number", "paths"),
    CommitCoAuthor: ("commit__sha", "email"),
    Release: ("github_id", "tag_name"),
    Account: ("github_id", "login"),
}


def rows():
    return {model.__name__: sorted(map(repr, model.objects.values_list(*fields))) for model, fields in TOLD.items()}


def start_anew():
    Repository.objects.all().delete()
    Account.objects.all().delete()
    return Repository.objects.create(full_name="harbor/core", owner="harbor", name="core")


def kill_one_surely(process, server, chance):
    """A sync that had ended before it was to be killed is begun again, over rows that are lost, until one is hit."""
    for _ in range(20):
        moment = chance.randint(0, 7), chance.uniform(0, 0.06)
        if kill_one(process, server, "harbor/core", *moment) == -signal.SIGKILL:
            return True
        Repository.objects.all().delete()
        Repository.objects.create(full_name="harbor/core", owner="harbor", name="core")
    return False


def test_killed_at_any_moment_it_ends_with_the_same_rows(make_sandbox):
    server = make_sandbox(long_community())
    sync_repository(start_anew())
    undisturbed, chance, killed = rows(), random.Random(4), 0
    with forks("tests.github_sync.sync_forks", server) as process:
        for _ in range(ROUNDS):
            start_anew()
            killed += sum(kill_one_surely(process, server, chance) for _ in range(KILLS_A_ROUND))
            repository = Repository.objects.get()  # of the last beginning
            sync_repository(repository)
            assert rows() == undisturbed
            assert sync_repository(repository).changed == 0
    assert killed == ROUNDS * KILLS_A_ROUND == 50
